"""Sessions live on the server. The browser holds a random token; the table holds only its hash. A session
ends when unused for an hour, after twelve hours in any case, when signed out, and when its account is
deactivated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from server.clock import iso, parse_iso
from server.ledger.b64 import b64u
from server.storage.context import Office
from server.storage.tables.accounts import account, credential, login_session

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
"""Use is noted at most this often, so that reading doesn't write."""


@dataclass(frozen=True)
class Person:
    """Whoever is signed in, as every view sees them. Roles are read anew for each request."""

    account: str
    username: str
    display_zh: str
    display_en: str | None
    roles: Sequence[str]
    session: str
    csrf: str
    must_change: bool
    stale: bool
    """Whether this use of the session should be noted."""


def open_session(office: Office, account_id: str) -> str:
    """Begins a session and answers its token; `session.opened` goes to the log."""
    token = b64u(office.rng(32))
    session_id = office.new_id()
    now = iso(office.clock())
    office.session.execute(
        insert(login_session).values(
            office=office.id,
            token_sha256=_digest(token),
            session=session_id,
            account=account_id,
            opened_at=now,
            seen_at=now,
        )
    )
    office.log.append("session.opened", actor=account_id, clear={"session": session_id})
    return token


def person_of(office: Office, token: str | None) -> Person | None:
    """Whose token it is; None for an unknown, expired or closed one, and for a deactivated account."""
    if not token:
        return None
    row = office.session.execute(
        select(login_session, account, credential.c.must_change)
        .join(
            account,
            (account.c.office == login_session.c.office) & (account.c.account == login_session.c.account),
        )
        .join(
            credential,
            (credential.c.office == account.c.office) & (credential.c.account == account.c.account),
        )
        .where(login_session.c.office == office.id, login_session.c.token_sha256 == _digest(token))
    ).first()
    if row is None or not row.active:
        return None
    now = office.clock()
    seen = parse_iso(row.seen_at)
    if now - seen > IDLE or now - parse_iso(row.opened_at) > ABSOLUTE:
        return None
    return Person(
        account=row.account,
        username=row.username,
        display_zh=row.display_zh,
        display_en=row.display_en,
        roles=tuple(row.roles),
        session=row.session,
        csrf=csrf_of(token),
        must_change=row.must_change,
        stale=now - seen > TOUCH,
    )


def touch(office: Office, session_id: str) -> None:
    """Notes that the session was used now."""
    office.session.execute(
        update(login_session)
        .where(login_session.c.office == office.id, login_session.c.session == session_id)
        .values(seen_at=iso(office.clock()))
    )


def close_session(office: Office, person: Person) -> None:
    """Signs out; `session.closed` goes to the log."""
    office.session.execute(
        delete(login_session).where(
            login_session.c.office == office.id, login_session.c.session == person.session
        )
    )
    office.log.append("session.closed", actor=person.account, clear={"session": person.session})


def close_all(office: Office, account_id: str, *, but: str | None = None, actor: str) -> None:
    """Ends every session of an account (deactivation, new password), each with its entry; `but` stays."""
    mine = (login_session.c.office == office.id) & (login_session.c.account == account_id)
    ended = [s for s in office.session.scalars(select(login_session.c.session).where(mine)) if s != but]
    for session_id in ended:
        office.session.execute(
            delete(login_session).where(
                login_session.c.office == office.id, login_session.c.session == session_id
            )
        )
        office.log.append("session.closed", actor=actor, clear={"session": session_id})


def csrf_of(token: str) -> str:
    """The form token of a session: derived, so only who holds the cookie can know it, and nothing is
    stored."""
    return sha256(b"mingcha-form:" + token.encode()).hexdigest()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
