"""Accounts of the office: created, given roles, deactivated, never deleted. Each act is an entry; only the
password's hash stays outside the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from server.clock import iso
from server.domain.permissions import ACTIVE, RoleName
from server.errors import Refusal
from server.identity import passwords
from server.identity.sessions import close_all
from server.storage.context import Office
from server.storage.guards import Guard, revision
from server.storage.tables.accounts import account, credential


@dataclass(frozen=True)
class Account:
    """One account with the revision its next change must name."""

    id: str
    username: str
    display_zh: str
    display_en: str | None
    roles: Sequence[str]
    active: bool
    created_at: str
    revision: int | None


@dataclass(frozen=True)
class NewAccount:
    """What creating one takes. `must_change` asks for an own password at the first login."""

    username: str
    password: str
    roles: Sequence[str]
    display_zh: str
    display_en: str | None = None
    must_change: bool = True


def create_account(office: Office, actor: str, new: NewAccount) -> str:
    """Answers the account's id. Raises `username_malformed`, `username_taken`, `role_unknown`,
    `password_weak`."""
    username = new.username.strip().casefold()
    if not 2 <= len(username) <= 40 or any(c.isspace() or ord(c) < 33 for c in username):
        raise Refusal("username_malformed")
    if not new.display_zh.strip():
        raise Refusal("display_name_missing")
    roles = _checked(new.roles)
    passwords.require_strong(new.password, username)
    if credential_of(office, username) is not None:
        raise Refusal("username_taken", username=username)
    account_id = office.new_id()
    office.session.execute(
        insert(credential).values(
            office=office.id,
            username=username,
            account=account_id,
            hash=passwords.hashed(new.password),
            must_change=new.must_change,
            changed_at=iso(office.clock()),
        )
    )
    private = {"username": username, "display_zh": new.display_zh.strip()}
    if new.display_en and new.display_en.strip():
        private["display_en"] = new.display_en.strip()
    office.log.append(
        "account.created",
        actor=actor,
        clear={"account": account_id, "roles": roles},
        private=private,
        guards=[Guard("account", account_id, None)],
    )
    return account_id


def change_roles(
    office: Office, actor: str, account_id: str, roles: Sequence[str], expected: int | None
) -> None:
    """Raises `account_unknown`, `role_unknown`, `last_administrator`, and `stale` when somebody else was
    faster."""
    chosen = _checked(roles)
    _active(office, account_id)
    if RoleName.ADMINISTRATOR not in chosen:
        _keep_one_administrator(office, account_id)
    office.log.append(
        "account.roles_changed",
        actor=actor,
        clear={"account": account_id, "roles": chosen},
        guards=[Guard("account", account_id, expected)],
    )


def deactivate(office: Office, actor: str, account_id: str, reason: str, expected: int | None) -> None:
    """Ends the account and its sessions. Raises `own_account`, `account_unknown`, `last_administrator`,
    `stale`."""
    if actor == account_id:
        raise Refusal("own_account")
    _active(office, account_id)
    _keep_one_administrator(office, account_id)
    office.log.append(
        "account.deactivated",
        actor=actor,
        clear={"account": account_id},
        private={"reason": reason.strip()} if reason.strip() else {},
        guards=[Guard("account", account_id, expected)],
    )
    close_all(office, account_id, actor=actor)


def set_password(
    office: Office,
    actor: str,
    account_id: str,
    password: str,
    *,
    must_change: bool,
    keep_session: str | None = None,
) -> None:
    """Stores a new password and ends the account's other sessions. Raises `account_unknown`,
    `password_weak`."""
    row = _active(office, account_id)
    passwords.require_strong(password, row.username)
    _store_hash(office, account_id, password, must_change)
    office.log.append("account.password_changed", actor=actor, clear={"account": account_id})
    close_all(office, account_id, but=keep_session, actor=actor)


def change_own_password(office: Office, account_id: str, session_id: str, present: str, wanted: str) -> None:
    """Raises `password_wrong` when the present one isn't right, else as `set_password`."""
    row = _active(office, account_id)
    stored = credential_of(office, row.username)
    if not passwords.matches(stored.hash if stored else None, present):
        raise Refusal("password_wrong")
    if present == wanted:
        raise Refusal("password_same")
    set_password(office, account_id, account_id, wanted, must_change=False, keep_session=session_id)


@dataclass(frozen=True)
class Credential:
    """What a login is checked against."""

    account: str
    hash: str


def credential_of(office: Office, username: str) -> Credential | None:
    """The stored hash for a name as typed; letters' case and outer spaces don't matter."""
    row = office.session.execute(
        select(credential.c.account, credential.c.hash).where(
            credential.c.office == office.id, credential.c.username == username.strip().casefold()
        )
    ).first()
    return Credential(row.account, row.hash) if row else None


def renew_hash(office: Office, account_id: str, password: str) -> None:
    """Stores the same password under today's parameters; not a change anybody made, so no entry."""
    office.session.execute(
        update(credential)
        .where(credential.c.office == office.id, credential.c.account == account_id)
        .values(hash=passwords.hashed(password))
    )


def accounts_of(office: Office) -> list[Account]:
    """Every account, the active ones first, by name."""
    rows = office.session.execute(
        select(account)
        .where(account.c.office == office.id)
        .order_by(account.c.active.desc(), account.c.username)
    )
    return [
        Account(
            id=row.account,
            username=row.username,
            display_zh=row.display_zh,
            display_en=row.display_en,
            roles=tuple(row.roles),
            active=row.active,
            created_at=row.created_at,
            revision=revision(office.session, office.id, "account", row.account),
        )
        for row in rows
    ]


def find_account(office: Office, account_id: str) -> Account:
    """Raises `account_unknown`."""
    for one in accounts_of(office):
        if one.id == account_id:
            return one
    raise Refusal("account_unknown")


def _active(office: Office, account_id: str) -> Account:
    found = find_account(office, account_id)
    if not found.active:
        raise Refusal("account_unknown")
    return found


def _checked(roles: Sequence[str]) -> list[str]:
    chosen = sorted(set(roles))
    if not chosen or not set(chosen) <= set(ACTIVE):
        raise Refusal("role_unknown")
    return chosen


def _keep_one_administrator(office: Office, leaving: str) -> None:
    others = [a for a in accounts_of(office) if a.active and a.id != leaving]
    mine = find_account(office, leaving)
    if RoleName.ADMINISTRATOR in mine.roles and not any(RoleName.ADMINISTRATOR in a.roles for a in others):
        raise Refusal("last_administrator")


def _store_hash(office: Office, account_id: str, password: str, must_change: bool) -> None:
    office.session.execute(
        update(credential)
        .where(credential.c.office == office.id, credential.c.account == account_id)
        .values(hash=passwords.hashed(password), must_change=must_change, changed_at=iso(office.clock()))
    )
