#!/bin/sh
# Every static check; the first that fails ends it. Nothing is tolerated and nothing is fixed here.
set -eu
cd "$(dirname "$0")/../.."
. config/deployment/common.sh
PATH="$PWD/.venv/bin:$PATH"
use_node
say "ruff"
ruff check server tests
ruff format --check server tests
say "mypy (strict)"
mypy
say "import-linter"
lint-imports
say "eslint and vue-tsc"
(cd client_pwa && npm run --silent lint && npm run --silent typecheck)
