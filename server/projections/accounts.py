"""Accounts as the log tells them: created, given roles, deactivated. A deactivated account stays for ever, so
that what it once did keeps its name (PEERS B25)."""

from sqlalchemy import Update, insert, update

from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.tables.accounts import account

accounts = Projection("accounts", tables=[account])


@accounts.on("account.created")
def created(p: Project, e: OpenEntry) -> None:
    """An account begins active, with the roles of its entry."""
    p.session.execute(
        insert(account).values(
            office=p.office,
            account=e.data["account"],
            username=e.private.get("username", ""),
            display_zh=e.private.get("display_zh", ""),
            display_en=e.private.get("display_en"),
            roles=e.data["roles"],
            active=True,
            created_at=e.at,
            created_by=e.actor or "system",
        )
    )


@accounts.on("account.roles_changed")
def roles_changed(p: Project, e: OpenEntry) -> None:
    """The new set of roles replaces the old one."""
    p.session.execute(_one(p, e).values(roles=e.data["roles"]))


@accounts.on("account.deactivated")
def deactivated(p: Project, e: OpenEntry) -> None:
    """Nobody signs in with it any more; its name stays beside its acts."""
    p.session.execute(_one(p, e).values(active=False, deactivated_at=e.at))


def _one(p: Project, e: OpenEntry) -> Update:
    return update(account).where(account.c.office == p.office, account.c.account == e.data["account"])
