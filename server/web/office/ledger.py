"""The ledger at the console: its size and signed checkpoint, what is set aside and why, what phones still hold,
and the record of the office's own acts."""

import json

from flask import render_template, request

from server.errors import Refusal
from server.identity.accounts import accounts_of
from server.identity.phones import phones
from server.identity.sessions import Person
from server.storage import overview
from server.storage.context import Office
from server.web.context import office
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route
from server.web.office.forms import page_number

blueprint = office_blueprint("ledger")


@office_route(blueprint, "/ledger", permission="ledger.see")
def index() -> str:
    """Where the ledger stands, and everything about it that needs a person."""
    work = office()
    return render_template(
        "office/ledger.html",
        ledger=overview.ledger_of(work),
        set_aside=overview.set_aside(work),
        phones=[one for one in phones(work) if one.device],
    )


@office_route(blueprint, "/entries", permission="entries.see")
def entries() -> str:
    """The office's acts, newest first; the address holds area and page."""
    work = office()
    areas = sorted({one.name.split(".")[0] for one in work.types.types.values() if one.origin == "office"})
    area = request.args.get("area", "")
    page = page_number()
    found, total = overview.acts(work, area, page)
    return render_template(
        "office/entries.html",
        entries=found,
        names={one.id: one for one in accounts_of(work)},
        areas=areas,
        area=area,
        page=page,
        pages=max(1, -(-total // overview.PAGE)),
        total=total,
    )


@office_route(blueprint, "/entries/<int:leaf>", permission="entries.see")
def entry(leaf: int) -> str:
    """One act as it lies in the ledger: what is signed in the open. Sealed members are named, not opened."""
    found = overview.act_at(office(), leaf)
    if found is None:
        raise Refusal("entry_unknown", entry=leaf)
    clear = json.dumps(found.data, ensure_ascii=False, indent=2, sort_keys=True)
    actor = next((one for one in accounts_of(office()) if one.id == found.actor), None)
    return render_template("office/entry.html", entry=found, clear=clear, actor=actor)


def _waiting(work: Office, _person: Person) -> int:
    return overview.set_aside_count(work) + overview.fault_count(work)


navigation.register(
    navigation.Item(
        "admin.nav.ledger",
        "ledger.index",
        "ledger.see",
        "admin",
        30,
        count=_waiting,
        waiting="admin.waiting.ledger",
    )
)
navigation.register(navigation.Item("admin.nav.entries", "ledger.entries", "entries.see", "admin", 40))
