#!/bin/sh
# Makes everything that `mingcha run` needs, inside the checkout: .venv, the locked packages, the built app, the fonts.
# With --test also the locked packages of the tests. A step whose inputs have not changed is skipped.
set -eu
cd "$(dirname "$0")/../.."
. config/deployment/common.sh

APT="sudo apt-get install -y git make python3-venv"
find_python() {
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

command -v git >/dev/null 2>&1 || fail "git is missing. Install it with:  $APT"
python=$(find_python) || fail "Python 3.11 or newer is missing. Install it with:  $APT"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  fail "Python's venv is missing (package python3-venv). Install it with:  $APT"

# A moved checkout leaves a .venv whose scripts point to the old place: make it anew.
if [ -d .venv ] && ! { fresh place "$PWD" || [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$PWD/.venv" ]; }; then
  say "The checkout has moved: making .venv anew"
  rm -rf .venv
fi
if [ ! -x .venv/bin/python ]; then
  say "Making the environment in .venv"
  "$python" -m venv .venv
fi
stamp place "$PWD"
# Two at once would build over each other: the second waits, then finds everything done.
if command -v flock >/dev/null 2>&1; then
  exec 9>"$STAMPS/lock"
  flock 9
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_VIRTUALENV=1
locks=config/deployment/requirements.lock
if [ "${1:-}" = --test ]; then locks=config/deployment/requirements-test.lock; fi
want=$(digest "$locks")
if ! fresh "$(basename "$locks")" "$want"; then
  say "Installing the locked Python packages (a minute or two the first time)"
  .venv/bin/python -m pip install --progress-bar on -r "$locks" | sed -u -n -e 's/^Collecting \([^ ]*\).*/  \1/p' -e '/^ERROR/p' -e '/^Successfully/s/.*/  done/p'
  .venv/bin/python -m pip check >/dev/null || fail "The installed packages contradict each other; remove .venv and try again."
  stamp "$(basename "$locks")" "$want"
fi
want=$(digest pyproject.toml)
if ! fresh mingcha "$want" || [ ! -x .venv/bin/mingcha ]; then
  say "Installing the mingcha command"
  .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
  stamp mingcha "$want"
fi

use_node
want=$(digest client_pwa/package.json client_pwa/package-lock.json)
if ! fresh npm "$want" || [ ! -x client_pwa/node_modules/.bin/vite ]; then
  say "Installing the locked packages of the app"
  (cd client_pwa && npm ci --no-audit --no-fund --loglevel=error)
  stamp npm "$want"
fi
sources() {
  find client_pwa config/protocol config/locales -type f -not -path '*/node_modules/*' -not -path 'client_pwa/dist*' \
    -not -path 'client_pwa/fonts/*' | LC_ALL=C sort | xargs -d '\n' sha256sum
}
want=$(sources | sha256sum | cut -d' ' -f1)
if ! fresh client "$want" || [ ! -f client_pwa/dist/field/index.html ]; then
  say "Building the app and the console"
  (cd client_pwa && npm run --silent build)
  stamp client "$want"
fi
say "Preparing the fonts of the documents"
.venv/bin/mingcha fonts
