"""When something was seen. A wrong phone clock convicts an innocent person, so device time, elapsed time,
the clock's offset and the ledger's bounds are all kept, and every judgement about time says how far it may
be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Grade = Literal["high", "medium", "low"]
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Timing:
    """The time of one entry. `at` is the device's own clock; `elapsed_ms` is monotonic inside `session` (a
    lower bound: it may stop while the phone sleeps); `offset_ms` is server minus device time as last
    learned before the entry, `offset_after_ms` as first learned after it. `not_before` is the checkpoint
    that the entry saw, `not_after` its receipt. `saw_size` tells whether the phone has synced since."""

    entry: str
    device: str
    seq: int
    at: datetime
    elapsed_ms: int
    session: str
    offset_ms: int | None = None
    offset_after_ms: int | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    saw_size: int | None = None

    @property
    def corrected(self) -> datetime:
        """Best estimate of the true moment: the device's clock with the offset that is known, if any."""
        offset = self.offset_ms if self.offset_ms is not None else self.offset_after_ms
        return self.at + (offset or 0) * _MS


@dataclass(frozen=True)
class Confidence:
    """`reasons` are ids of `config/attendance/conditions.json`."""

    grade: Grade
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """`ms` is the span that is proven between two looks, None when none is; `apparent_ms` is what the
    device's clock alone would say."""

    ms: int | None
    apparent_ms: int
    basis: Literal["elapsed", "device"] | None
    reasons: tuple[str, ...]


def confidence(timing: Timing, tolerance_ms: int) -> Confidence:
    """high: checked before and after, both agree, inside the proven interval; medium: checked on one side;
    low: never checked, checks disagree, or outside the interval."""
    before, after = timing.offset_ms, timing.offset_after_ms
    if _outside(timing, tolerance_ms):
        return Confidence("low", ("outside_interval",))
    if before is None and after is None:
        return Confidence("low", ("offset_unknown",))
    if before is None or after is None:
        return Confidence("medium", ("offset_before_only",) if after is None else ("offset_after_only",))
    if abs(before - after) > tolerance_ms:
        return Confidence("low", ("offsets_differ",))
    return Confidence("high", ("offsets_agree",))


def gap(first: Timing, second: Timing, tolerance_ms: int) -> Gap:
    """What is proven about the time between two looks: the elapsed clock inside one session, or the
    devices' clocks when they agreed with the server before and after; the greater of the two, because both
    are lower bounds."""
    apparent = (second.corrected - first.corrected) // _MS
    elapsed = _elapsed(first, second)
    device, why_not = _by_device(first, second, tolerance_ms)
    if elapsed is not None and (device is None or elapsed >= device):
        return Gap(elapsed, apparent, "elapsed", ("same_session",))
    if device is not None:
        return Gap(device, apparent, "device", ("offsets_agree",))
    return Gap(None, apparent, None, why_not)


def weakest(grades: Sequence[Confidence]) -> Confidence:
    """The confidence of a judgement that stands on several times is that of the weakest."""
    order = {"low": 0, "medium": 1, "high": 2}
    return min(grades, key=lambda c: order[c.grade], default=Confidence("low", ("offset_unknown",)))


def with_later_offsets(timings: Sequence[Timing]) -> list[Timing]:
    """Fill `offset_after_ms` from each device's own later entries: the first whose clock was checked again,
    which shows in another offset or in a larger checkpoint seen. Order is by device and sequence."""
    ordered = sorted(timings, key=lambda t: (t.device, t.seq))
    return [replace(t, offset_after_ms=_next_check(t, ordered[i + 1 :])) for i, t in enumerate(ordered)]


def _next_check(timing: Timing, later: Sequence[Timing]) -> int | None:
    for other in later:
        if other.device != timing.device:
            return None
        synced = (other.saw_size or 0) > (timing.saw_size or 0) or other.offset_ms != timing.offset_ms
        if other.offset_ms is not None and synced:
            return other.offset_ms
    return timing.offset_after_ms


def _outside(timing: Timing, tolerance_ms: int) -> bool:
    slack = tolerance_ms * _MS
    early = timing.not_before is not None and timing.corrected < timing.not_before - slack
    late = timing.not_after is not None and timing.corrected > timing.not_after + slack
    return early or late


def _elapsed(first: Timing, second: Timing) -> int | None:
    """Elapsed time is never compared across sessions or devices, and never runs backwards."""
    if first.session != second.session or first.device != second.device:
        return None
    span = second.elapsed_ms - first.elapsed_ms
    return span if span >= 0 else None


def _by_device(first: Timing, second: Timing, tolerance_ms: int) -> tuple[int | None, tuple[str, ...]]:
    if first.device == second.device:
        checks = [first.offset_ms, second.offset_after_ms]
    else:
        checks = [first.offset_ms, first.offset_after_ms, second.offset_ms, second.offset_after_ms]
    known = [c for c in checks if c is not None]
    if len(known) < len(checks):
        return None, ("offset_unknown",) if not known else ("offset_before_only",)
    drift = _drift(first, second)
    if drift > tolerance_ms:
        return None, ("offsets_differ",)
    if _outside(first, tolerance_ms) or _outside(second, tolerance_ms):
        return None, ("outside_interval",)
    span = (
        (second.corrected - first.corrected) // _MS if first.device != second.device else _raw(first, second)
    )
    if span < 0:
        return None, ("clock_ran_backwards",)
    return max(0, span - drift), ("offsets_agree",)


def _raw(first: Timing, second: Timing) -> int:
    return (second.at - first.at) // _MS


def _drift(first: Timing, second: Timing) -> int:
    """How much the clocks may have moved meanwhile; it is given to the person looked for."""
    if first.device == second.device:
        checks = [c for c in (first.offset_ms, second.offset_ms, second.offset_after_ms) if c is not None]
        return max(checks) - min(checks)
    return sum(abs((t.offset_ms or 0) - (t.offset_after_ms or 0)) for t in (first, second))
