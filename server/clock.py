"""Time enters here. Nothing else in the server asks the machine what time it is, so that tests can drive it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Returns the present moment as an aware datetime in UTC."""

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Official time at the edge (北京时间); China has kept no daylight saving since 1991, so a fixed offset is exact."""


def system_clock() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, e.g. ``2026-11-22T01:05:03.120Z``: the one form used on the wire."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_iso(text: str) -> datetime:
    """Read an RFC 3339 moment. Raises ValueError when malformed or without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment
