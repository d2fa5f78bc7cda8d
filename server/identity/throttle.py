"""How long a guesser waits. An attempt is counted before the password is looked at and forgiven when it was
right, so that many guesses sent at once gain nothing. Counted per name (known or not) and per address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select

from server.clock import iso, parse_iso
from server.errors import Refusal
from server.storage.context import Office
from server.storage.sql import upsert
from server.storage.tables.accounts import login_throttle

FORGOTTEN = timedelta(minutes=30)
"""After this long without a failure the count starts again."""

LONGEST = timedelta(minutes=15)
FIRST = timedelta(seconds=30)


@dataclass(frozen=True)
class Limit:
    """What is counted, and how many failures are free before waiting begins."""

    kind: str
    free: int


NAME = Limit("name", 5)
ADDRESS = Limit("address", 20)


def wait_after(failures: int, free: int) -> timedelta:
    """Nothing for the free ones, then 30 s doubling with each failure, at most 15 minutes."""
    if failures < free:
        return timedelta(0)
    return min(FIRST * (1 << min(failures - free, 10)), LONGEST)


def count_attempt(office: Office, username: str, address: str) -> None:
    """Counts one attempt for name and address. Raises `too_many_logins` with the seconds left when one must
    wait."""
    now = office.clock()
    rows = [(limit, _scope(limit, value)) for limit, value in ((NAME, username), (ADDRESS, address))]
    counted = [(scope, _failures(office, scope, now), limit) for limit, scope in rows]
    left = max(wait_after(failures, limit.free) - (now - last) for _, (failures, last), limit in counted)
    if left > timedelta(0):
        raise Refusal("too_many_logins", seconds=int(left.total_seconds()) + 1)
    for scope, (failures, _), _ in counted:
        upsert(
            office.session,
            login_throttle,
            {"office": office.id, "scope": scope},
            {"failures": failures + 1, "last_at": iso(now)},
        )


def forgive(office: Office, username: str, address: str) -> None:
    """The password was right: the name's count goes, the address gets its one attempt back."""
    scope = _scope(ADDRESS, address)
    failures, last = _failures(office, scope, office.clock())
    _forget(office, _scope(NAME, username))
    upsert(
        office.session,
        login_throttle,
        {"office": office.id, "scope": scope},
        {"failures": max(0, failures - 1), "last_at": iso(last)},
    )


def _scope(limit: Limit, value: str) -> str:
    return f"{limit.kind}:{sha256(value.casefold().encode()).hexdigest()}"


def _failures(office: Office, scope: str, now: datetime) -> tuple[int, datetime]:
    row = office.session.execute(
        select(login_throttle.c.failures, login_throttle.c.last_at).where(
            login_throttle.c.office == office.id, login_throttle.c.scope == scope
        )
    ).first()
    if row is None or now - parse_iso(row.last_at) > FORGOTTEN:
        return 0, now
    return row.failures, parse_iso(row.last_at)


def _forget(office: Office, scope: str) -> None:
    office.session.execute(
        delete(login_throttle).where(login_throttle.c.office == office.id, login_throttle.c.scope == scope)
    )
