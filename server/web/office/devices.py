"""Phones and enrolment codes at the console. A code is shown once, with its QR picture to scan or print."""

from io import BytesIO

import segno
from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from server.domain.team_names import team_name
from server.errors import Refusal
from server.identity import devices, invitations, pseudonyms
from server.identity.phones import STATES, phones
from server.storage.context import Office
from server.web.context import office, unit_of_work
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.forms import required, revision_seen

blueprint = office_blueprint("devices")


@office_route(blueprint, "/devices", permission="devices.see")
def index() -> str:
    """Phones and open invitations; the address holds the filter."""
    state = request.args.get("state", "")
    every = phones(office())
    shown = [one for one in every if not state or one.state == state]
    teams = sorted({one.team_zh for one in every})
    return render_template(
        "office/devices.html", phones=shown, total=len(every), states=STATES, state=state, teams=teams
    )


@office_route(blueprint, "/devices/invitations", permission="devices.manage", methods=["POST"])
def invite() -> str:
    """Issues a code for one inspector of a team. The name goes sealed into the log and is shown nowhere again."""
    inspector, team = required("inspector"), team_name(required("team"))
    with unit_of_work() as work:
        invited = invitations.invite(work, person().account, inspector, team)
    address = enrolment_address(office(), invited.code)
    names = pseudonyms.Pseudonym(team, pseudonyms.team_in_english(team))
    return render_template(
        "office/device_code.html", invited=invited, team=names, address=address, picture=qr_picture(address)
    )


@office_route(blueprint, "/devices/<device>/status", permission="devices.manage", methods=["POST"])
def change_status(device: str) -> Response:
    """Freezes, revokes or reactivates a phone, with a reason; what it still sends is kept for the office to judge."""
    status = required("status")
    if status not in devices.STATUSES:
        raise Refusal("form_incomplete", field="status")
    with unit_of_work() as work:
        devices.change_status(work, person().account, device, status, required("reason"), revision_seen())
    return redirect(url_for("devices.index", done=f"admin.device_{status}"), 303)


def enrolment_address(work: Office, code: str) -> str:
    """What the QR picture holds (docs/protocol.md §5.1): the app's address, the code, the office's key."""
    return f"{work.settings.public_url}/field/#e={code.replace('-', '')}&k={work.keys.sign_kid}"


def qr_picture(text: str) -> Markup:
    """The QR code as SVG without styles, so that the strict content policy holds and print is sharp."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=2,
        scale=5,
        dark="#000",
        light="#fff",
        omitsize=True,
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made by segno from our own address


navigation.register(navigation.Item("admin.nav.devices", "devices.index", "devices.see", "admin", 20))
