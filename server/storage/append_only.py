"""Triggers that refuse UPDATE and DELETE on the log's tables: a slip of ours, or a careless hand in the database, fails
loudly. It is no defence against the database's owner; that is what the signed ledger is for."""

from sqlalchemy import Engine

from server.storage.schema import ROLES, Role

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION mingcha_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$"""
_POSTGRESQL = """CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION mingcha_append_only()"""


def protect(engine: Engine) -> None:
    log = [name for name, role in ROLES.items() if role is Role.LOG]
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for table in log:
                for verb in ("UPDATE", "DELETE"):
                    connection.exec_driver_sql(_SQLITE.format(table=table, verb=verb))
            return
        connection.exec_driver_sql(_FUNCTION)
        for table in log:
            connection.exec_driver_sql(_POSTGRESQL.format(table=table))
