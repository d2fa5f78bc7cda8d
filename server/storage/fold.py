"""What the append transaction keeps in step with the log: chains and states of phones, declared media, guards, the
office's own row. A pure consequence of the entries: `mingcha ledger rebuild` runs the same function."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.storage import guards
from server.storage.opening import OpenEntry
from server.storage.sql import change, upsert
from server.storage.tables import devices, log


def fold(session: Session, office: str, entry: OpenEntry) -> None:
    """Apply one new leaf."""
    _declare_media(session, office, entry)
    if entry.origin == "phone":
        if entry.verdict != "forked":
            key = {"office": office, "device": entry.device}
            change(session, devices.device, key, {"length": entry.seq, "head": entry.entry_id})
        return
    guards.advance(session, office, (tuple(named) for named in entry.data["guards"]), entry.leaf)
    handler = _HANDLERS.get(entry.type)
    if handler is not None:
        handler(session, office, entry)


def _declare_media(session: Session, office: str, entry: OpenEntry) -> None:
    # The office's own media lie in the blob store before the entry is appended.
    here = entry.origin == "office"
    values = [
        {
            "office": office,
            "entry": entry.entry_id,
            "sd": medium.sd,
            "device": entry.device,
            "leaf": entry.leaf,
            "sealed": medium.sealed,
            "bytes": medium.bytes,
            "received_leaf": entry.leaf if here else None,
            "matched": True if here else None,
            "fault": None,
        }
        for medium in entry.media
    ]
    if values:
        session.execute(insert(log.media), values)


def _founded(session: Session, office: str, entry: OpenEntry) -> None:
    values = {name: entry.data[name] for name in ("origin", "sign_key", "intake_key")}
    names = {name: entry.private.get(name, "") for name in ("name_zh", "name_en")}
    rest = {name: entry.private.get(name) for name in ("filing_number", "complaints")}
    upsert(session, log.office, {"office": office}, values | names | rest)


def _enrolled(session: Session, office: str, entry: OpenEntry) -> None:
    values = {name: entry.data[name] for name in ("device", "invitation", "log_key", "auth_key")}
    start = {"status": "active", "length": 0, "head": None, "enrolled_leaf": entry.leaf}
    session.execute(insert(devices.device).values(office=office, **values, **start))


def _status_changed(session: Session, office: str, entry: OpenEntry) -> None:
    key = {"office": office, "device": entry.data["device"]}
    change(session, devices.device, key, {"status": entry.data["status"]})


def _media_received(session: Session, office: str, entry: OpenEntry) -> None:
    key = {"office": office, "entry": entry.data["entry"], "sd": entry.data["sd"]}
    values = {"matched": entry.data["matched"], "fault": entry.data.get("fault")}
    change(session, log.media, key, {"received_leaf": entry.leaf, **values})


_HANDLERS = {
    "office.founded": _founded,
    "device.enrolled": _enrolled,
    "device.status_changed": _status_changed,
    "media.received": _media_received,
}
