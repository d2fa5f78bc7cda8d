"""迟到 A01 and 早退 A02. Beyond five minutes' grace and up to thirty minutes it is lateness or early
leaving; beyond thirty it goes to 待核 (unverified absence). When only bounds are known, the bound that
favours the person decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.facts import AWAY, Look, PersonDay
from server.domain.fairness import claim_resolved, no_approval, on_roster, post_bound
from server.domain.proposal import Condition, Outcome, Proposal, propose
from server.domain.rules import Rules
from server.domain.times import confidence, weakest

_MINUTE = 60_000
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Bounds:
    """By how much someone was late or early: at least `low`, at most `high`, in milliseconds; equal when
    noted."""

    low: int
    high: int
    looks: tuple[Look, ...]
    start: datetime
    end: datetime


def lateness(facts: PersonDay, rules: Rules) -> Proposal | None:
    """The proposal A01, or None when nothing shows an arrival after the day's first hour of work began."""
    bounds = _arrival(facts)
    if bounds is None:
        return None
    limits = rules.thresholds
    conditions = (
        _beyond("A01.late", bounds, limits.late_grace_minutes),
        _within("A01.not_long", bounds, limits.late_unverified_minutes),
    )
    return _proposal("A01", conditions, bounds, facts, rules)


def early_leaving(facts: PersonDay, rules: Rules) -> Proposal | None:
    """The proposal A02, or None when nothing shows a leaving before the day's last hour of work ended. It
    stays open until the unit confirms it next day."""
    bounds = _leaving(facts, rules)
    if bounds is None:
        return None
    limits = rules.thresholds
    said = facts.leaving_confirmed
    confirmed = Condition("A02.confirmed", "unknown", ("not_confirmed",))
    if said is not None:
        confirmed = Condition("A02.confirmed", "met", ("confirmed",), (said.entry,))
    conditions = (
        _beyond("A02.early", bounds, limits.early_grace_minutes),
        _within("A02.not_long", bounds, limits.early_unverified_minutes),
        confirmed,
    )
    return _proposal("A02", conditions, bounds, facts, rules)


def _proposal(
    code: str, own: tuple[Condition, ...], bounds: Bounds, facts: PersonDay, rules: Rules
) -> Proposal:
    touching = [a for a in facts.approvals if a.meets(bounds.start, bounds.end)]
    shared = (on_roster(facts), post_bound(facts), no_approval(touching, facts), claim_resolved(bounds.looks))
    grades = [confidence(look.timing, rules.thresholds.offset_tolerance_ms) for look in bounds.looks]
    return propose(code, (*shared, *own), weakest(grades))


def _arrival(facts: PersonDay) -> Bounds | None:
    if facts.hours is None or not facts.hours.spans:
        return None
    begins, ends = facts.hours.spans[0]
    for look in _in_order(facts):
        if look.arrived_at is not None:
            arrived = look.arrived_at + (look.timing.corrected - look.timing.at)
            if begins < arrived < ends:
                late = (arrived - begins) // _MS
                return Bounds(late, late, (look,), begins, arrived)
    return _arrival_between_looks(facts, begins, ends)


def _arrival_between_looks(facts: PersonDay, begins: datetime, ends: datetime) -> Bounds | None:
    """Away at one look and present at the next: the arrival lies between the two."""
    morning = [k for k in _in_order(facts) if begins < k.timing.corrected < ends]
    for n, look in enumerate(morning):
        if look.state == "present":
            away = [k for k in morning[:n] if k.state in AWAY]
            if not away:
                return None
            low, high = away[-1].timing.corrected, look.timing.corrected
            return Bounds((low - begins) // _MS, (high - begins) // _MS, (away[-1], look), begins, low)
    return None


def _leaving(facts: PersonDay, rules: Rules) -> Bounds | None:
    if facts.hours is None or not facts.hours.spans:
        return None
    begins, ends = facts.hours.spans[-1]
    looks = _in_order(facts)
    for look in reversed(looks):
        if look.left_at is not None:
            left = look.left_at + (look.timing.corrected - look.timing.at)
            if begins < left < ends:
                early = (ends - left) // _MS
                return Bounds(early, early, (look,), left, ends)
    inside = [k for k in looks if begins < k.timing.corrected < ends]
    if len(inside) < 2 or inside[-1].state not in AWAY or inside[-2].state != "present":
        return None
    seen, gone = inside[-2], inside[-1]
    low, high = (ends - gone.timing.corrected) // _MS, (ends - seen.timing.corrected) // _MS
    if low > rules.thresholds.early_unverified_minutes * _MINUTE:
        return None  # too long before the end to speak of leaving: an absence, which A04 judges
    return Bounds(low, high, (seen, gone), gone.timing.corrected, ends)


def _in_order(facts: PersonDay) -> list[Look]:
    return sorted(facts.looks, key=lambda k: (k.timing.corrected, k.timing.seq))


def _beyond(rule: str, bounds: Bounds, minutes: int) -> Condition:
    limit = minutes * _MINUTE
    outcome: Outcome = "met" if bounds.low > limit else "failed" if bounds.high <= limit else "unknown"
    return _condition(rule, outcome, bounds, limit, bounds.low, ">")


def _within(rule: str, bounds: Bounds, minutes: int) -> Condition:
    limit = minutes * _MINUTE
    outcome: Outcome = "met" if bounds.high <= limit else "failed" if bounds.low > limit else "unknown"
    return _condition(rule, outcome, bounds, limit, bounds.high if outcome != "failed" else bounds.low, "≤")


def _condition(rule: str, outcome: Outcome, bounds: Bounds, limit: int, value: int, sign: str) -> Condition:
    reasons = ("bounds_only",) if bounds.low != bounds.high else ()
    entries = tuple(look.entry for look in bounds.looks)
    return Condition(rule, outcome, reasons, entries, value, limit, ">" if sign == ">" else "≤")
