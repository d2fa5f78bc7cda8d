"""Devices (设备): the phones that an office knows, their state, and what the administrator may see of them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from server.clock import iso
from server.errors import Refusal
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY, Guard, revision
from server.storage.tables import devices as t
from server.storage.tables import log

STATUSES = ("active", "frozen", "revoked")


@dataclass(frozen=True)
class Device:
    """One phone or one open invitation. `announced` beyond `length`: entries that the phone has and we have not."""

    invitation: str
    inspector: str
    team: str
    invited_at: str
    expires: str
    device: str | None
    enrolled_at: str | None
    status: str | None
    length: int
    announced: int
    media_missing: int
    last_contact: str | None
    revision: int | None


def find(office: Office, device: str) -> sql.Row:
    """The device's row. Raises Refusal `device_unknown`."""
    row = sql.one(office.session, t.device, office=office.id, device=device)
    if row is None:
        raise Refusal("device_unknown")
    return row


def listing(office: Office) -> list[Device]:
    """Every invitation and the phone it admitted, newest first. For the device screen alone: it names inspectors."""
    devices = {row["device"]: row for row in sql.rows(office.session, t.device, office=office.id)}
    contacts = {row["device"]: row for row in sql.rows(office.session, t.contact, office=office.id)}
    missing = _missing(office)
    found = []
    for row in sql.rows(office.session, t.invited, office=office.id):
        name = row["device"]
        state, contact = devices.get(name, {}), contacts.get(name, {})
        found.append(
            Device(
                invitation=row["invitation"],
                inspector=row["inspector"] or "",
                team=row["team"] or "",
                invited_at=row["invited_at"],
                expires=row["expires"],
                device=name,
                enrolled_at=row["enrolled_at"],
                status=state.get("status"),
                length=state.get("length", 0),
                announced=contact.get("announced_seq") or 0,
                media_missing=missing.get(name, 0),
                last_contact=contact.get("at"),
                revision=revision(office.session, office.id, "device", name) if name else None,
            )
        )
    return sorted(found, key=lambda device: device.invited_at, reverse=True)


def _missing(office: Office) -> dict[str, int]:
    waiting = (log.media.c.office == office.id) & log.media.c.received_leaf.is_(None)
    query = select(log.media.c.device, func.count()).where(waiting).group_by(log.media.c.device)
    return {row[0]: row[1] for row in office.session.execute(query)}


def change_status(
    office: Office, actor: str, device: str, status: str, reason: str, expected: int | None = ANY
) -> None:
    """Freeze, revoke or reactivate a phone (冻结、注销、恢复). Its evidence goes on being received, into quarantine."""
    if status not in STATUSES:
        raise ValueError(f"{status} is not a status")
    find(office, device)
    clear = {"device": device, "status": status}
    guard = Guard("device", device, expected)
    office.log.append(
        "device.status_changed", actor=actor, clear=clear, private={"reason": reason}, guards=[guard]
    )


def note_contact(office: Office, device: str, announced: tuple[int, str] | None) -> None:
    """Remember that the phone called, and the newest entry it has."""
    values: dict[str, object] = {"at": iso(office.clock())}
    if announced is not None:
        values |= {"announced_seq": announced[0], "announced_id": announced[1]}
    sql.upsert(office.session, t.contact, {"office": office.id, "device": device}, values)
