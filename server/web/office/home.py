"""The first page: what waits for me, each with its number and the way there; when nothing waits, the next
step."""

from flask import render_template

from server.domain.permissions import SIGNED_IN
from server.identity.phones import phones
from server.web.context import office
from server.web.office import navigation
from server.web.office.base import allowed, office_blueprint, office_route, person

blueprint = office_blueprint("home")


@office_route(blueprint, "/", permission=SIGNED_IN)
def home() -> str:
    """What waits for the person, from the same lines as the navigation."""
    groups = navigation.lines(office(), person())
    waiting = [line for lines in groups.values() for line in lines if line.count and line.item.waiting]
    return render_template("office/home.html", waiting=waiting, now=_now() if allowed("ledger.see") else None)


def _now() -> dict[str, int]:
    """What is safe and what is still out there, in four figures."""
    work = office()
    held = [one for one in phones(work) if one.state in ("active", "frozen")]
    return {
        "ledger": work.ledger.head().size,
        "phones": sum(1 for one in held if one.state == "active"),
        "to_come": sum(one.entries_missing for one in held),
        "media_to_come": sum(one.media_missing for one in held),
    }


navigation.register(navigation.Item("shell.nav.home", "home.home", SIGNED_IN, "work", 0, icon="home"))
