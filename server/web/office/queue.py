"""The queue (待办清单): what waits to be verified, heard, decided. Filters live in the address, so that a
list can be sent to a colleague and Back works."""

from flask import render_template, request

from server.casework import queue
from server.casework.queue import Filters
from server.identity.sessions import Person
from server.storage.context import Office
from server.web.context import office
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route
from server.web.office.finding_view import View
from server.web.office.forms import page_number

blueprint = office_blueprint("queue")


@office_route(blueprint, "/findings", permission="findings.see")
def index() -> str:
    """Findings at the stage that the address names; unverified ones first."""
    return _list(filters_of("verify"))


@office_route(blueprint, "/statements", permission="findings.see")
def statements() -> str:
    """Confirmed findings whose unit has to be heard."""
    return _list(filters_of("hear"))


@office_route(blueprint, "/decisions", permission="findings.see")
def decisions() -> str:
    """Heard findings that wait for the competent organ's decision."""
    return _list(filters_of("decide"))


def filters_of(stage: str) -> Filters:
    """The filters in the address line; an unknown stage is the list's own."""
    asked = request.args.get("stage", stage)
    return Filters(
        stage=asked if asked in queue.STAGES else stage,
        unit=request.args.get("unit", ""),
        campaign=request.args.get("campaign", ""),
        text=request.args.get("text", "").strip()[:80],
        page=page_number(),
    )


def listing(work: Office, filters: Filters) -> dict[str, object]:
    """What the list's template needs, here and beside an open finding."""
    units, campaigns = queue.choices(work)
    return {
        "filters": filters,
        "page": queue.page(work, filters),
        "counts": queue.counts(work, filters),
        "units": units,
        "campaigns": campaigns,
        "view": View(work),
    }


def _list(filters: Filters) -> str:
    return render_template("office/casework/queue.html", **listing(office(), filters))


def _count(*stages: str) -> navigation.Count:
    def count(work: Office, person: Person) -> int:
        return queue.waiting(work, *stages)

    return count


_LINES = (
    ("casework.nav.queue", "queue.index", 10, "verify", "casework.waiting.verify"),
    ("casework.nav.statements", "queue.statements", 11, "hear", "casework.waiting.hear"),
    ("casework.nav.decisions", "queue.decisions", 12, "decide", "casework.waiting.decide"),
)
for _key, _endpoint, _order, _stage, _waiting in _LINES:
    navigation.register(
        navigation.Item(
            _key, _endpoint, "findings.see", "work", _order, _count(_stage), _waiting, icon="inbox"
        )
    )
