"""The answer to a sync (同步应答), built from what the ledger and this device's rows say after the commit."""

from collections.abc import Sequence
from typing import Any

from server.clock import iso
from server.identity import devices
from server.ledger.merkle import texts
from server.storage.context import Office
from server.sync import media
from server.sync.intake import Verdict, receipts_of

EPOCH = 1
"""Counts restores from backup (DESIGN.md, Letting go); no restore has happened to a ledger of this version."""


def answer(
    office: Office,
    device: str,
    verdicts: Sequence[Verdict],
    want: Sequence[str],
    saw_size: int | None,
    manifest: str,
) -> dict[str, Any]:
    """`saw_size`: of the checkpoint the phone knows; one we have not reached gets no proof, which alarms the phone."""
    row = devices.find(office, device)
    told = [
        *verdicts,
        *(v for v in receipts_of(office, device, want) if v.id not in {w.id for w in verdicts}),
    ]
    missing = media.missing(office, device)
    asked = [verdict.id for verdict in told]
    received = media.receipts(office, device, asked)
    size = office.ledger.head().size
    provable = saw_size is not None and saw_size <= size
    proof = office.ledger.tree.consistency(saw_size or 0, size) if provable else []
    return {
        "v": 1,
        "time": iso(office.clock()),
        "epoch": EPOCH,
        "status": row["status"],
        "acked": row["length"],
        "want_seq": row["length"] + 1,
        "verdicts": [
            {"id": v.id, "seq": v.seq, "verdict": v.verdict.value, "code": v.code, "receipt": v.receipt}
            for v in told
        ],
        "media_missing": [{"entry": item["entry"], "sd": item["sd"]} for item in missing[: media.PAGE]],
        "media_receipts": received[: media.PAGE],
        "manifest": manifest,
        "checkpoint": office.ledger.checkpoint(size),
        "consistency": texts(proof),
        "more": len(missing) > media.PAGE or len(received) > media.PAGE,
    }
