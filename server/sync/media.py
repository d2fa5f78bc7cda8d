"""Media that arrived (照片到达): the sealed bytes are in place, are opened, compared, and their arrival is an entry."""

from hashlib import sha256

from sqlalchemy import select

from server.clock import iso
from server.errors import Refusal
from server.ledger import media_seal
from server.ledger.b64 import b64u
from server.ledger.receipts import media_receipt
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import log

PAGE = 100


def declared(office: Office, device: str, entry: str, sd: str) -> sql.Row:
    """What a ledgered entry of this device declares. Raises Refusal `upload_undeclared`."""
    row = sql.one(office.session, log.media, office=office.id, entry=entry, sd=sd)
    if row is None or row["device"] != device:
        raise Refusal("upload_undeclared")
    return row


def inspect(office: Office, entry: str, sd: str) -> str | None:
    """Open the stored bytes and compare them with what was declared; the code of what is wrong, or None.

    Slow for a large photograph: done before the writing transaction."""
    opened = office.open(entry)
    medium = next(medium for medium in opened.media if medium.sd == sd)
    key = office.media_key(entry, sd)
    if key is None or medium.sha256 is None:
        return "descriptor_missing"
    digest, size = sha256(), 0
    try:
        with office.blobs.open(medium.sealed) as file:
            for part in media_seal.open_stream(file, medium.bytes, key):
                digest.update(part)
                size += len(part)
    except ValueError:
        return "seal_damaged"
    return None if (b64u(digest.digest()), size) == (medium.sha256, medium.size) else "hash_differs"


def record(office: Office, device: str, entry: str, sd: str, fault: str | None) -> None:
    """Append `media.received` and keep its receipt; a second arrival of the same bytes changes nothing."""
    row = declared(office, device, entry, sd)
    if row["received_leaf"] is not None:
        return
    matched = fault is None
    clear = {"device": device, "entry": entry, "sd": sd, "sealed": row["sealed"], "bytes": row["bytes"]}
    clear |= {"matched": matched} | ({"fault": fault} if fault else {})
    appended = office.log.append("media.received", actor="system", clear=clear)
    size = appended.leaf + 1
    receipt = media_receipt(
        office.keys.sign,
        office.keys.sign_kid,
        device=device,
        entry=entry,
        sd=sd,
        sealed=row["sealed"],
        matched=matched,
        leaf=appended.leaf,
        size=size,
        root=office.ledger.tree.root(size),
        at=iso(office.clock()),
    )
    values = {"entry": entry, "sd": sd, "leaf": appended.leaf, "receipt": receipt}
    sql.add(office.session, log.media_receipt, office=office.id, **values)


def missing(office: Office, device: str) -> list[sql.Row]:
    """This device's declared media that are not here, oldest first, one more than a page at most."""
    query = select(log.media.c.entry, log.media.c.sd).where(
        log.media.c.office == office.id, log.media.c.device == device, log.media.c.received_leaf.is_(None)
    )
    return sql.fetch(office.session, query.order_by(log.media.c.leaf, log.media.c.sd).limit(PAGE + 1))


def receipts(office: Office, device: str, entries: list[str]) -> list[str]:
    """The media receipts of these entries of this device, oldest first, one more than a page at most."""
    mine = (log.media.c.office == log.media_receipt.c.office) & (
        log.media.c.entry == log.media_receipt.c.entry
    )
    mine &= (log.media.c.sd == log.media_receipt.c.sd) & (log.media.c.device == device)
    query = (
        select(log.media_receipt.c.receipt)
        .join(log.media, mine)
        .where(log.media_receipt.c.office == office.id, log.media_receipt.c.entry.in_(entries))
    )
    return list(office.session.scalars(query.order_by(log.media_receipt.c.leaf).limit(PAGE + 1)))
