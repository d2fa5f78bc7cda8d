"""The blobs under verification: every medium that was received is there, byte for byte, and its receipt holds."""

from server.ledger.receipts import read_receipt
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import log


def check_media(office: Office) -> tuple[int, list[tuple[str, str]]]:
    """How many blobs were hashed again, and what is wrong with which."""
    receipts = {
        (row["entry"], row["sd"]): row
        for row in sql.rows(office.session, log.media_receipt, office=office.id)
    }
    count, faults = 0, []
    for row in sql.rows(office.session, log.media, office=office.id):
        if row["received_leaf"] is None:
            continue
        count += 1
        if not office.blobs.has(row["sealed"]):
            faults.append(("blob_missing", row["sealed"]))
        elif not office.blobs.intact(row["sealed"]):
            faults.append(("blob_damaged", row["sealed"]))
        if row["device"] != office.id:
            faults += _receipt(office, row, receipts.get((row["entry"], row["sd"])))
    return count, faults


def _receipt(office: Office, row: sql.Row, kept: sql.Row | None) -> list[tuple[str, str]]:
    try:
        says = read_receipt(kept["receipt"] if kept else "", office.keys.sign.public_key())
    except ValueError:
        return [("receipt_invalid", row["sealed"])]
    expected = {"kind": "media", "entry": row["entry"], "sd": row["sd"], "sealed": row["sealed"]}
    expected |= {"leaf": row["received_leaf"], "matched": row["matched"], "device": row["device"]}
    holds = all(says.get(name) == value for name, value in expected.items())
    return [] if holds else [("receipt_differs", row["sealed"])]
