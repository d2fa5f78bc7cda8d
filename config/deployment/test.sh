#!/bin/sh
# Everything there is, in the order in which it fails soonest: lint, client, then Python on SQLite and on a real
# PostgreSQL together with the browser tests, so that pytest's own summary is the last line.
# With CI=true a skipped test is a failed one. MINGCHA_TESTS narrows what pytest runs.
set -eu
cd "$(dirname "$0")/../.."
. config/deployment/common.sh
. config/deployment/debian.sh
. config/deployment/postgres.sh

install_missing_packages
sh config/deployment/install.sh --test
use_node
sh config/deployment/lint.sh
say "The client's own tests"
(cd client_pwa && npm run --silent test)

trap stop_postgres EXIT
trap 'exit 130' INT TERM
if [ -z "${MINGCHA_TEST_PG:-}" ]; then start_postgres; fi
MINGCHA_SAMPLES=${MINGCHA_SAMPLES:-../shared}
export MINGCHA_SAMPLES
say "Python on SQLite and PostgreSQL, and the browser"
# Two workers suit two cores; a file stays on one worker, so that a file's server and browser are started once.
.venv/bin/python -m pytest --numprocesses "${MINGCHA_WORKERS:-2}" --dist loadfile -rs ${MINGCHA_TESTS:-tests}
