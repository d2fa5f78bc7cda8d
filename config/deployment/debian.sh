# Which Debian packages the tests need and which are not here; installs them when it may (root, or sudo without a
# password), and otherwise names them and fails. Sourced by test.sh.

postgres_bin() {
  command -v initdb >/dev/null 2>&1 && { dirname "$(command -v initdb)"; return 0; }
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 | grep .
}
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

missing_packages() {
  browser >/dev/null 2>&1 || echo chromium
  postgres_bin >/dev/null 2>&1 || echo postgresql
  command -v soffice >/dev/null 2>&1 || echo libreoffice-writer-nogui
  { command -v pdftotext && command -v pdftoppm && command -v pdffonts; } >/dev/null 2>&1 || echo poppler-utils
  ls /usr/share/fonts/opentype/noto/NotoSerifCJK-*.ttc >/dev/null 2>&1 || echo fonts-noto-cjk
}

install_missing_packages() {
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
  else fail "The tests need these Debian packages, and this account may not install them:
    sudo apt-get install -y --no-install-recommends $missing"
  fi
  command -v apt-get >/dev/null 2>&1 || fail "The tests need what Debian calls: $missing"
  say "Installing from Debian: $missing"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] || fail "Still missing after the installation: $missing"
}
