"""脱岗 A04, absent from post: two looks at least 30 minutes apart, or one look and the unit head's written
confirmation, and nothing that excuses the absence. The threshold is the codebook's own."""

from collections.abc import Iterator
from itertools import combinations

from server.domain.facts import AWAY, Look, PersonDay
from server.domain.fairness import (
    claim_resolved,
    counts,
    in_hours,
    lawful,
    no_approval,
    on_roster,
    post_bound,
)
from server.domain.proposal import Condition, Proposal, propose
from server.domain.rules import Rules
from server.domain.times import Gap, confidence, gap, weakest

_MINUTE = 60_000
Pair = tuple[Look, Look, Gap]


def absence(facts: PersonDay, rules: Rules) -> Proposal | None:
    """The proposal A04, or None when the person was never seen away from the post."""
    away = [look for look in facts.looks if look.state in AWAY]
    if not away:
        return None
    grace = rules.thresholds.late_grace_minutes * _MINUTE
    unexcused = [look for look in away if not lawful(look, facts)]
    counted = [look for look in unexcused if counts(look, facts, grace)]
    pair = _best_pair(counted, facts, rules)
    used = [pair[0], pair[1]] if pair else (counted or unexcused or away)[:1]
    touching = [a for a in facts.approvals if any(a.covers(look.timing) for look in used)]
    tolerance = rules.thresholds.offset_tolerance_ms
    return propose(
        "A04",
        (
            on_roster(facts),
            post_bound(facts),
            Condition("A04.absent", "met", (), tuple(look.entry for look in away)),
            no_approval(touching, facts),
            claim_resolved(used),
            in_hours(used, facts, grace),
            _far_enough(pair, used, facts, rules),
            _not_seen_between(pair, facts),
            _no_disagreement(used, facts, rules),
            _no_cover(facts),
        ),
        weakest([confidence(look.timing, tolerance) for look in used]),
    )


def _best_pair(looks: list[Look], facts: PersonDay, rules: Rules) -> Pair | None:
    """Of all pairs of looks the one that shows most: not seen in between, then the longest proven span."""
    pairs = list(_pairs(looks, facts, rules))
    return max(pairs, key=lambda p: (not _between(p, facts), p[2].ms or 0, p[2].apparent_ms), default=None)


def _pairs(looks: list[Look], facts: PersonDay, rules: Rules) -> Iterator[Pair]:
    ordered = sorted(looks, key=lambda look: (look.timing.corrected, look.timing.seq))
    for first, second in combinations(ordered, 2):
        yield first, second, gap(first.timing, second.timing, rules.thresholds.offset_tolerance_ms)


def _far_enough(pair: Pair | None, used: list[Look], facts: PersonDay, rules: Rules) -> Condition:
    violation = rules.codebook["A04"]
    need = violation.minutes * _MINUTE
    entries = tuple(look.entry for look in used)
    span = None if pair is None else _working_gap(pair, facts)
    if span is not None and span >= need and pair is not None:
        return Condition("A04.gap", "met", pair[2].reasons, entries, span, need, "≥")
    if facts.confirmation is not None and violation.written_confirmation_suffices:
        return Condition("A04.gap", "met", ("confirmed",), (*entries, facts.confirmation.entry))
    if pair is None:
        return Condition("A04.gap", "failed", ("one_look",), entries)
    apparent = _in_working_hours(pair, pair[2].apparent_ms, facts)
    if apparent < need or (span is not None and pair[2].basis == "device"):
        seen = apparent if span is None else min(span, apparent)
        return Condition("A04.gap", "failed", ("too_close",), entries, seen, need, "≥")
    return Condition("A04.gap", "unknown", (*pair[2].reasons, "bounds_only"), entries, span, need, "≥")


def _working_gap(pair: Pair, facts: PersonDay) -> int | None:
    """The proven span, as far as it lies in working hours."""
    proven = pair[2].ms
    return None if proven is None else _in_working_hours(pair, proven, facts)


def _in_working_hours(pair: Pair, span_ms: int, facts: PersonDay) -> int:
    """A noon break is nobody's absence: what of it lies between the looks is taken off."""
    if facts.hours is None:
        return span_ms
    first, second, seen = pair
    rest = seen.apparent_ms - facts.hours.worked_ms(first.timing.corrected, second.timing.corrected)
    return span_ms - max(0, rest)


def _between(pair: Pair, facts: PersonDay) -> list[Look]:
    first, second, _ = pair
    start, end = first.timing.corrected, second.timing.corrected
    return [k for k in facts.looks if k.state == "present" and start <= k.timing.corrected <= end]


def _not_seen_between(pair: Pair | None, facts: PersonDay) -> Condition:
    seen = [] if pair is None or facts.confirmation is not None else _between(pair, facts)
    if seen:
        return Condition("A04.not_seen_between", "failed", ("seen_between",), tuple(k.entry for k in seen))
    return Condition("A04.not_seen_between", "met")


def _no_disagreement(used: list[Look], facts: PersonDay, rules: Rules) -> Condition:
    """Two inspectors who disagree make 待核, never last-write-wins."""
    near = rules.thresholds.disagreement_minutes * 60
    against = [
        other.entry
        for other in facts.looks
        for look in used
        if other.state == "present"
        and other.timing.device != look.timing.device
        and abs((other.timing.corrected - look.timing.corrected).total_seconds()) <= near
    ]
    if against:
        return Condition("no_disagreement", "unknown", ("looks_disagree",), tuple(dict.fromkeys(against)))
    return Condition("no_disagreement", "met")


def _no_cover(facts: PersonDay) -> Condition:
    """Whether the B post stood in is asked where there is one to stand in: at a window with a B post
    named."""
    if facts.cover.present:
        return Condition("A04.no_cover", "unknown", ("covered",), facts.cover.entries)
    named = facts.row is not None and facts.row.post_kind == "window" and facts.row.b_post is not None
    if named and facts.cover.present is None:
        return Condition("A04.no_cover", "unknown", ("cover_unknown",))
    return Condition("A04.no_cover", "met", (), facts.cover.entries)
