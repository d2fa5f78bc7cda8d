# A private PostgreSQL for one run of the tests: its own folder, a socket only this account can reach, no network, gone
# afterwards. PostgreSQL refuses to run as root, so root starts it as the account that Debian's package made.
# Sourced by test.sh after debian.sh; sets MINGCHA_TEST_PG.

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
  pg_bin=$(postgres_bin)
  pg_home=$(mktemp -d /tmp/mingcha-pg.XXXXXX)
  [ "$(id -u)" = 0 ] && chown postgres "$pg_home"
  say "Starting a private PostgreSQL"
  (cd "$pg_home" && as_postgres "$pg_bin/initdb" --pgdata="$pg_home/data" --username=mingcha --auth=trust \
    --encoding=UTF8 --locale=C --no-sync >"$pg_home.log" 2>&1) || fail "$(cat "$pg_home.log")"
  # Durability is what the product asks of PostgreSQL in service; these databases live for minutes.
  (cd "$pg_home" && as_postgres "$pg_bin/pg_ctl" --pgdata="$pg_home/data" --wait --log="$pg_home/server.log" \
    --options="-k $pg_home -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200" \
    start >>"$pg_home.log" 2>&1) || fail "$(cat "$pg_home.log" "$pg_home/server.log")"
  MINGCHA_TEST_PG="postgresql+psycopg://mingcha@/postgres?host=$pg_home"
  export MINGCHA_TEST_PG
}

stop_postgres() {
  [ -n "${pg_home:-}" ] || return 0
  (cd / && as_postgres "$pg_bin/pg_ctl" --pgdata="$pg_home/data" --mode=immediate stop >/dev/null 2>&1) || true
  rm -rf "$pg_home" "$pg_home.log"
}
