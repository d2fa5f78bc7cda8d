"""Phones as the office sees them: who was invited, and the names used during a campaign."""

from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.sql import change, upsert
from server.storage.tables import devices as t

devices = Projection("devices", tables=[t.invited, t.pseudonym])


@devices.on("device.invited")
def invited(p: Project, e: OpenEntry) -> None:
    values = {
        "inspector": e.private.get("inspector"),
        "team": e.private.get("team"),
        "expires": e.data["expires"],
    }
    key = {"office": p.office, "invitation": e.data["invitation"]}
    upsert(p.session, t.invited, key, {**values, "invited_at": e.at})


@devices.on("device.enrolled")
def enrolled(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "invitation": e.data["invitation"]}
    change(p.session, t.invited, key, {"device": e.data["device"], "enrolled_at": e.at})


@devices.on("visit.assigned")
def assigned(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "campaign": e.data["campaign"], "device": e.data["device"]}
    upsert(p.session, t.pseudonym, key, {"team": e.private["team"], "member": e.private["member"]})
