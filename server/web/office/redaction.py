"""Masking photographs (打码): one person draws on the upright picture, another looks at the copy at full size. The
original is shown to holders of its permission alone and is never sent as a file."""

import json

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.casework import case
from server.domain.permissions import may
from server.errors import Refusal
from server.exposure import cases, legal, redactions
from server.exposure.gate import secret
from server.identity.sessions import Person
from server.storage.context import Office
from server.storage.images import Box
from server.storage.sql import Row
from server.web.context import office, unit_of_work
from server.web.office import navigation
from server.web.office.base import allowed, office_blueprint, office_route, person
from server.web.office.finding_view import View
from server.web.office.forms import required, revision_seen

blueprint = office_blueprint("redaction")


@office_route(blueprint, "/redactions", permission="redactions.see")
def index() -> str:
    """Copies that wait for a second person, oldest first, and photographs that wait to be masked."""
    work = office()
    waiting = redactions.waiting(work) if allowed("photographs.original") else []
    rows = {
        row["finding"]: row for row in cases.finding_rows(work, ids={copy["finding"] for copy in waiting})
    }
    drawable = redactions.unmasked(work) if allowed("redactions.make") else []
    return render_template(
        "office/exposure/redactions.html", waiting=waiting, rows=rows, drawable=drawable, view=View(work)
    )


@office_route(blueprint, "/findings/<finding>/redactions", permission="redactions.see")
def show(finding: str) -> str:
    """One finding's photographs with the state of their copies, and its legal checklist."""
    work = office()
    [row] = cases.finding_rows(work, ids=[finding])
    if secret(cases.severity(work, row)):
        raise Refusal("never_published")
    return render_template(
        "office/exposure/finding.html",
        finding=row,
        photographs=cases.photographs(work, [finding])[finding],
        showable=cases.showable,
        here=cases.here,
        checklist=legal.checklist(work),
        signed=legal.signed(work, finding),
        view=View(work),
    )


@office_route(blueprint, "/findings/<finding>/redactions/<entry>/<sd>", permission="redactions.make")
def draw(finding: str, entry: str, sd: str) -> str:
    """The photograph to draw on, upright; coordinates are pixels of the full picture."""
    work = office()
    photograph = redactions.photograph(work, finding, entry, sd)
    before = redactions.newest(work, entry, sd)
    return render_template(
        "office/exposure/draw.html",
        finding=case.find(work, finding),
        photograph=photograph,
        before=before,
        revision=before["made_leaf"] if before else "new",
        view=View(work),
    )


@office_route(
    blueprint, "/findings/<finding>/redactions/<entry>/<sd>", permission="redactions.make", methods=["POST"]
)
def make(finding: str, entry: str, sd: str) -> AnyResponse:
    """Fills the boxes in a fresh copy and records it."""
    boxes, nothing, seen = _boxes(), request.form.get("nothing") == "yes", revision_seen()
    copy = redactions.draw(office(), finding, entry, sd, boxes, nothing=nothing)
    with unit_of_work() as work:
        redactions.record(work, person().account, finding, entry, sd, boxes, copy, seen=seen)
    return redirect(url_for("redaction.show", finding=finding, done="exposure.made"), 303)


@office_route(blueprint, "/redactions/<redaction>", permission="redactions.see")
def review(redaction: str) -> str:
    """The masked copy at full size, for the second person."""
    work = office()
    row = _seen_by_me(work, redaction)
    latest = redactions.newest(work, row["entry"], row["sd"])
    return render_template(
        "office/exposure/review.html",
        redaction=row,
        current=latest is not None and latest["redaction"] == redaction,
        finding=case.find(work, row["finding"]),
        own=row["made_by"] == person().account,
        view=View(work),
    )


@office_route(blueprint, "/redactions/<redaction>/copy.jpg", permission="redactions.see")
def copy(redaction: str) -> Response:
    """The masked copy itself."""
    data = redactions.copy_of(office(), _seen_by_me(office(), redaction)["redaction"])
    return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@office_route(blueprint, "/redactions/<redaction>/approve", permission="redactions.approve", methods=["POST"])
def approve(redaction: str) -> AnyResponse:
    """The second person looked at full size and approves."""
    required("looked")
    with unit_of_work() as work:
        redactions.approve(work, person().account, redaction)
    return redirect(url_for("redaction.index", done="exposure.approved"), 303)


@office_route(blueprint, "/redactions/<redaction>/refuse", permission="redactions.approve", methods=["POST"])
def refuse(redaction: str) -> AnyResponse:
    """The copy shows too much; it goes back with the reason."""
    with unit_of_work() as work:
        redactions.refuse(work, person().account, redaction, request.form.get("reason", ""))
    return redirect(url_for("redaction.index", done="exposure.refused"), 303)


@office_route(blueprint, "/findings/<finding>/checklist", permission="checklists.sign", methods=["POST"])
def sign(finding: str) -> AnyResponse:
    """Signs the legal checklist for one finding."""
    items, note = request.form.getlist("item"), request.form.get("note", "")
    with unit_of_work() as work:
        legal.sign(work, person().account, finding, items, note)
    return redirect(url_for("redaction.show", finding=finding, done="exposure.signed"), 303)


def _seen_by_me(work: Office, redaction: str) -> Row:
    """A copy that nobody has approved may show too much: only holders of the originals look at it."""
    row = redactions.find(work, redaction)
    if row["state"] != "approved" and not allowed("photographs.original"):
        raise Refusal("not_permitted")
    return row


def _boxes() -> list[Box]:
    """`[[left, top, width, height], …]` in whole pixels. Raises `boxes_unreadable` for anything else."""
    try:
        given = json.loads(request.form.get("boxes", ""))
        boxes = [(left, top, width, height) for left, top, width, height in given]
    except (ValueError, TypeError) as error:
        raise Refusal("boxes_unreadable") from error
    if not all(type(number) is int and 0 <= number < 100_000 for box in boxes for number in box):
        raise Refusal("boxes_unreadable")
    return boxes


def _waiting(work: Office, someone: Person) -> int:
    """What this person may decide: never their own copies."""
    if not may(someone.roles, "redactions.approve"):
        return 0
    return sum(row["made_by"] != someone.account for row in redactions.waiting(work))


navigation.register(
    navigation.Item(
        "exposure.nav.redactions",
        "redaction.index",
        "redactions.see",
        "work",
        20,
        _waiting,
        "exposure.waiting.redactions",
        icon="mask",
    )
)
