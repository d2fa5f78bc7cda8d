"""Masked copies (打码): made by one person, approved by another at full size. The copy is written from a fresh pixel
buffer; the original never leaves."""

from collections.abc import Sequence

from sqlalchemy import select

from server.errors import Refusal
from server.exposure import cases, gate
from server.storage import images, sql
from server.storage.context import Office
from server.storage.images import Box
from server.storage.office_log import Appended, Guard, MediaIn
from server.storage.sql import Row
from server.storage.tables import exposure as t
from server.storage.tables import findings

LONGEST_REASON = 2000
MOST_BOXES = 200


def photograph(office: Office, finding: str, entry: str, sd: str) -> Row:
    """The evidence row of one showable photograph of a finding that may be published at all.

    Raises Refusal `photograph_unknown`, `never_published`, `photograph_not_here`, `photograph_not_shown`."""
    row = sql.one(office.session, findings.evidence, office=office.id, entry=entry, sd=sd)
    if row is None or row["finding"] != finding or row["withdrawn"]:
        raise Refusal("photograph_unknown")
    [of] = cases.finding_rows(office, ids=[finding])
    if gate.secret(cases.severity(office, of)):
        raise Refusal("never_published")
    if not cases.here(row):
        raise Refusal("photograph_not_here")
    if not cases.showable(row):
        raise Refusal("photograph_not_shown")
    return row


def find(office: Office, redaction: str) -> Row:
    """Raises Refusal `redaction_unknown`."""
    row = sql.one(office.session, t.redaction, office=office.id, redaction=redaction)
    if row is None:
        raise Refusal("redaction_unknown")
    return row


def newest(office: Office, entry: str, sd: str) -> Row | None:
    """The copy that counts for a photograph, or None."""
    query = select(t.redaction).where(sql.where(t.redaction, {"office": office.id, "entry": entry, "sd": sd}))
    rows = sql.fetch(office.session, query.order_by(t.redaction.c.made_leaf.desc()).limit(1))
    return rows[0] if rows else None


def waiting(office: Office) -> list[Row]:
    """Copies that wait for a second person: the newest of their photograph, not decided yet."""
    query = select(t.redaction).where(t.redaction.c.office == office.id)
    latest = {
        (row["entry"], row["sd"]): row
        for row in sql.fetch(office.session, query.order_by(t.redaction.c.made_leaf))
    }
    return [row for row in latest.values() if row["state"] == "made"]


def unmasked(office: Office) -> list[tuple[Row, Row, Row | None]]:
    """(finding, photograph, newest copy) of every showable photograph of a confirmed finding that has no copy yet or
    only a refused one."""
    rows = [
        row
        for row in cases.finding_rows(office)
        if row["status"] in gate.CONFIRMED and not gate.secret(cases.severity(office, row))
    ]
    shown = cases.photographs(office, [row["finding"] for row in rows])
    return [
        (row, photograph, copy)
        for row in rows
        for photograph, copy in shown[row["finding"]]
        if cases.showable(photograph) and (copy is None or copy["state"] == "refused")
    ]


def draw(
    office: Office, finding: str, entry: str, sd: str, boxes: Sequence[Box], *, nothing: bool = False
) -> bytes:
    """The masked copy, without recording anything. `nothing`: the person says that there's nothing to cover.

    Raises Refusal `boxes_missing`, `boxes_too_many`, `box_outside` and those of `photograph`."""
    row = photograph(office, finding, entry, sd)
    if not boxes and not nothing:
        raise Refusal("boxes_missing")
    if len(boxes) > MOST_BOXES:
        raise Refusal("boxes_too_many", limit=MOST_BOXES)
    return images.redact(office.media(row["sealed"]), boxes)


def record(
    office: Office,
    actor: str,
    finding: str,
    entry: str,
    sd: str,
    boxes: Sequence[Box],
    copy: bytes,
    *,
    seen: int | None = None,
) -> str:
    """Record a drawn copy; answers its id. `seen` is the leaf of the copy that the person saw, None for none.

    Raises Refusal `stale` when somebody else drew in between."""
    photograph(office, finding, entry, sd)
    before = newest(office, entry, sd)
    current = before["made_leaf"] if before else None
    if current != seen:
        raise Refusal("stale", kind="photograph", id=sd, expected=seen, current=current)
    redaction = office.new_id()
    office.log.append(
        "redaction.made",
        actor=actor,
        clear={"redaction": redaction, "finding": finding, "entry": entry, "sd": sd, "boxes": len(boxes)},
        private={"geometry": [list(box) for box in boxes]},
        media=[MediaIn(copy, "image/jpeg", f"{redaction}.jpg")],
        guards=[Guard("redaction", redaction, None)],
    )
    return redaction


def make(
    office: Office,
    actor: str,
    finding: str,
    entry: str,
    sd: str,
    boxes: Sequence[Box],
    *,
    nothing: bool = False,
) -> str:
    """Draw and record in one go, for whoever has no page to look at."""
    before = newest(office, entry, sd)
    copy = draw(office, finding, entry, sd, boxes, nothing=nothing)
    return record(
        office, actor, finding, entry, sd, boxes, copy, seen=before["made_leaf"] if before else None
    )


def approve(office: Office, actor: str, redaction: str) -> Appended:
    """The second person looked at the copy at full size. Raises Refusal `second_person_needed`,
    `redaction_decided`."""
    return _decide(office, actor, redaction, "redaction.approved", {})


def refuse(office: Office, actor: str, redaction: str, reason: str) -> Appended:
    """The copy shows too much; it must be drawn again. Raises Refusal `reason_missing` too."""
    text = reason.strip()
    if not text:
        raise Refusal("reason_missing")
    if len(text) > LONGEST_REASON:
        raise Refusal("text_too_long", limit=LONGEST_REASON)
    return _decide(office, actor, redaction, "redaction.refused", {"reason": text})


def copy_of(office: Office, redaction: str) -> bytes:
    """The masked copy's bytes."""
    return office.media(find(office, redaction)["sealed"])


def _decide(
    office: Office, actor: str, redaction: str, entry_type: str, private: dict[str, object]
) -> Appended:
    row = find(office, redaction)
    if row["made_by"] == actor:
        raise Refusal("second_person_needed")
    latest = newest(office, row["entry"], row["sd"])
    if row["state"] != "made" or latest is None or latest["redaction"] != redaction:
        raise Refusal("redaction_decided")
    return office.log.append(
        entry_type,
        actor=actor,
        clear={"redaction": redaction},
        private=private,
        guards=[Guard("redaction", redaction, row["made_leaf"])],
    )
