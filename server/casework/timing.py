"""When each look happened, as an interval with a confidence: read from the phone's own chain, so that a clock check
that came after a look is known too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from server.clock import parse_iso
from server.domain.times import Confidence, Timing, confidence, with_later_offsets
from server.ledger import jws
from server.ledger.envelope import TYP, read_envelope
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import log

_LATER = 400
"""Entries of the same phone that are read after the last look in search of the next clock check."""


@dataclass(frozen=True)
class Moment:
    """A look's time: the phone's own, and the proven bounds (不早于、不晚于)."""

    timing: Timing
    confidence: Confidence

    @property
    def at(self) -> datetime:
        return self.timing.corrected


def moments(office: Office, looks: Sequence[Row]) -> Mapping[str, Moment]:
    """By entry id."""
    tolerance = office.rules.thresholds.offset_tolerance_ms
    found: dict[str, Moment] = {}
    for device in dict.fromkeys(look["device"] for look in looks):
        own = {look["entry"]: look for look in looks if look["device"] == device}
        for timing in with_later_offsets(_chain(office, device, own)):
            if timing.entry in own:
                found[timing.entry] = Moment(timing, confidence(timing, tolerance))
    return found


def _chain(office: Office, device: str, own: Mapping[str, Row]) -> list[Timing]:
    first = min(look["leaf"] for look in own.values())
    query = select(log.entry).where(
        log.entry.c.office == office.id,
        log.entry.c.device == device,
        log.entry.c.origin == "phone",
        log.entry.c.verdict == "accepted",
        log.entry.c.leaf >= first,
    )
    rows = sql.fetch(office.session, query.order_by(log.entry.c.leaf).limit(len(own) + _LATER))
    return [_timing(row, own.get(row["id"])) for row in rows]


def _timing(row: Row, look: Row | None) -> Timing:
    envelope = read_envelope(jws.parse(row["jws"], TYP).payload)
    moment, saw = envelope.moment, envelope.raw.get("saw")
    not_before = look["not_before"] if look else None
    return Timing(
        entry=row["id"],
        device=row["device"],
        seq=row["seq"],
        at=parse_iso(moment["at"]),
        elapsed_ms=moment["elapsed_ms"],
        session=moment["session"],
        offset_ms=moment.get("offset_ms"),
        not_before=parse_iso(not_before) if not_before else None,
        not_after=parse_iso(row["received_at"]),
        saw_size=saw["size"] if saw else None,
    )
