"""Throttling of enrolment: a source that types wrong codes has to wait (限制登记尝试)."""

from datetime import timedelta

from server.clock import iso, parse_iso
from server.errors import Refusal
from server.storage import sql
from server.storage.context import Office
from server.storage.tables.devices import enrol_try

LIMIT = 10
WINDOW = timedelta(minutes=15)


def require_patience(office: Office, source: str) -> None:
    """Raises Refusal `too_many_tries` after ten wrong codes within a quarter of an hour."""
    row = sql.one(office.session, enrol_try, office=office.id, source=source)
    if row is None or row["tries"] < LIMIT:
        return
    left = parse_iso(row["since"]) + WINDOW - office.clock()
    if left > timedelta(0):
        raise Refusal("too_many_tries", minutes=int(left.total_seconds() // 60) + 1)


def count_failure(office: Office, source: str) -> None:
    row = sql.one(office.session, enrol_try, office=office.id, source=source)
    now = office.clock()
    since, tries = iso(now), 1
    if row is not None and parse_iso(row["since"]) + WINDOW > now:
        since, tries = row["since"], row["tries"] + 1
    key = {"office": office.id, "source": source}
    sql.upsert(office.session, enrol_try, key, {"since": since, "tries": tries})
