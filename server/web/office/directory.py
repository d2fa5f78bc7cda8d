"""Roster and leave at the console: lists with filters, and an import that shows first what it would change.

The confirmed file is sent again, not kept in between: no list of people lies in a waiting room, and what is imported
is, by its hash, what was previewed."""

from hashlib import sha256

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.errors import Refusal
from server.planning import directory_lists
from server.planning.leave_import import LeavePreview, import_leave, preview_leave
from server.planning.roster_import import RosterPreview, import_roster, preview_roster
from server.web.context import office, unit_of_work
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.forms import page_number, revision_seen

blueprint = office_blueprint("directory")

KINDS = ("roster", "leave")


@office_route(blueprint, "/roster", permission="directory.see")
def roster() -> str:
    """People of the rosters by unit."""
    asked = {name: request.args.get(name, "") for name in ("unit", "q", "state")}
    asked["state"] = asked["state"] or "here"
    page = page_number()
    found = directory_lists.people(
        office(), unit=asked["unit"], words=asked["q"], state=asked["state"], page=page
    )
    return render_template(
        "office/roster.html",
        found=found,
        page=page,
        asked=asked,
        units={row["unit"]: row for row in directory_lists.units(office())},
        last=directory_lists.last_import(office(), "roster"),
    )


@office_route(blueprint, "/leave", permission="directory.see")
def leave() -> str:
    """Approved absences, the latest first."""
    asked = {name: request.args.get(name, "") for name in ("unit", "q", "kind")}
    page = page_number()
    found = directory_lists.absences(
        office(), unit=asked["unit"], words=asked["q"], kind=asked["kind"], page=page
    )
    return render_template(
        "office/leave.html",
        found=found,
        page=page,
        asked=asked,
        kinds=sorted(set(office().rules.formats.leave.words["kind"].values())),
        units={row["unit"]: row for row in directory_lists.units(office())},
        last=directory_lists.last_import(office(), "leave"),
    )


@office_route(blueprint, "/<any(roster, leave):kind>/import", permission="directory.manage")
def choose(kind: str) -> str:
    """Where a file is chosen, and what it should look like."""
    sheet = getattr(office().rules.formats, kind)
    return render_template("office/import.html", kind=kind, sheet=sheet)


@office_route(blueprint, "/<any(roster, leave):kind>/import", permission="directory.manage", methods=["POST"])
def take(kind: str) -> str | Response:
    """First answers with the preview, which changes nothing; with its hash confirmed, imports."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refusal("file_not_chosen")
    content = sent.read()
    digest = sha256(content).hexdigest()
    if "previewed" not in request.form:
        preview: RosterPreview | LeavePreview = (
            preview_roster(office(), content) if kind == "roster" else preview_leave(office(), content)
        )
        return render_template(
            "office/import_preview.html",
            kind=kind,
            preview=preview,
            digest=digest,
            filename=sent.filename,
            fields={column.key: column.zh for column in getattr(office().rules.formats, kind).columns},
        )
    if request.form["previewed"] != digest:
        raise Refusal("file_not_previewed")
    with unit_of_work() as work:
        bring = import_roster if kind == "roster" else import_leave
        _, appended = bring(work, person().account, content, sent.filename, revision_seen())
    done = f"admin.{kind}_imported" if appended else "admin.import_unchanged"
    return redirect(url_for(f"directory.{kind}", done=done), 303)


navigation.register(navigation.Item("admin.nav.roster", "directory.roster", "directory.see", "plan", 30))
navigation.register(navigation.Item("admin.nav.leave", "directory.leave", "directory.see", "plan", 40))
