"""窗口空岗 A05, unattended window: at least 10 minutes on end, with no B post present and no 暂停服务
sign."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from server.domain.facts import WindowLook
from server.domain.proposal import Condition, Proposal, propose
from server.domain.rules import Rules
from server.domain.schedule import DayHours
from server.domain.times import Gap, confidence, gap, weakest

_MINUTE = 60_000
Pair = tuple[WindowLook, WindowLook, Gap]


def unattended_window(
    day: date, looks: Sequence[WindowLook], hours: DayHours | None, rules: Rules
) -> Proposal | None:
    """The proposal A05 for one seat's looks on one day, or None when it was never seen unattended."""
    ordered = sorted(looks, key=lambda k: (k.timing.corrected, k.timing.seq))
    empty = [k for k in ordered if k.state == "window_unattended"]
    if not empty:
        return None
    tolerance = rules.thresholds.offset_tolerance_ms
    pairs = [(a, b, gap(a.timing, b.timing, tolerance)) for a, b in combinations(empty, 2)]
    pair = max(pairs, key=lambda p: (not _served(p, ordered), p[2].ms or 0, p[2].apparent_ms), default=None)
    used = [pair[0], pair[1]] if pair else empty[:1]
    return propose(
        "A05",
        (
            Condition("A05.unattended", "met", (), tuple(k.entry for k in empty)),
            _in_hours(used, hours),
            _long_enough(pair, used, rules),
            _not_served(pair, ordered),
            _absent("A05.no_b_post", [(k.entry, k.b_post_present) for k in used], "covered", "cover_unknown"),
            _absent(
                "A05.no_sign",
                [(k.entry, k.service_suspended_sign) for k in used],
                "sign_shown",
                "sign_unknown",
            ),
        ),
        weakest([confidence(k.timing, tolerance) for k in used]),
    )


def _long_enough(pair: Pair | None, used: list[WindowLook], rules: Rules) -> Condition:
    need = rules.unattended_minutes * _MINUTE
    entries = tuple(k.entry for k in used)
    if pair is None:
        return Condition("A05.gap", "failed", ("one_look",), entries)
    proven = pair[2]
    if proven.ms is not None and proven.ms >= need:
        return Condition("A05.gap", "met", proven.reasons, entries, proven.ms, need, "≥")
    if proven.apparent_ms < need or proven.basis == "device":
        seen = proven.apparent_ms if proven.ms is None else proven.ms
        return Condition("A05.gap", "failed", ("too_close",), entries, seen, need, "≥")
    return Condition("A05.gap", "unknown", (*proven.reasons, "bounds_only"), entries, proven.ms, need, "≥")


def _served(pair: Pair, looks: Sequence[WindowLook]) -> list[WindowLook]:
    start, end = pair[0].timing.corrected, pair[1].timing.corrected
    return [k for k in looks if k.state == "occupied" and start <= k.timing.corrected <= end]


def _not_served(pair: Pair | None, looks: Sequence[WindowLook]) -> Condition:
    served = [] if pair is None else _served(pair, looks)
    if served:
        return Condition(
            "A05.not_served_between", "failed", ("seen_between",), tuple(k.entry for k in served)
        )
    return Condition("A05.not_served_between", "met")


def _absent(rule: str, records: list[tuple[str, bool | None]], there: str, open_reason: str) -> Condition:
    """Met only when every look says that the thing was not there."""
    seen = tuple(entry for entry, present in records if present)
    if seen:
        return Condition(rule, "failed", (there,), seen)
    if any(present is None for _, present in records):
        return Condition(
            rule, "unknown", (open_reason,), tuple(e for e, present in records if present is None)
        )
    return Condition(rule, "met", (), tuple(entry for entry, _ in records))


def _in_hours(used: list[WindowLook], hours: DayHours | None) -> Condition:
    entries = tuple(k.entry for k in used)
    if hours is None:
        return Condition("in_hours", "unknown", ("no_schedule",), entries)
    if hours.kind == "rest":
        return Condition("in_hours", "failed", ("rest_day",), entries)
    if not all(hours.holds(k.timing.corrected) for k in used):
        return Condition("in_hours", "failed", ("out_of_hours",), entries)
    return Condition("in_hours", "met", (), entries)
