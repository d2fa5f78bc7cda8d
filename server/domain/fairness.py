"""Conditions that every attendance rule shares: roster first, then approvals, then hours. Each is a
protection of the person looked for, so a doubt leaves it open and never counts against them."""

from collections.abc import Sequence

from server.domain.facts import CLAIMS, Approval, Look, PersonDay
from server.domain.proposal import Condition


def on_roster(facts: PersonDay) -> Condition:
    """名单在册、非借调、当日有效。"""
    row = facts.row
    if row is None:
        return Condition("on_roster", "failed", ("not_listed",))
    shown = (row.entry,) if row.entry else ()
    if row.listed(facts.day):
        return Condition("on_roster", "met", (), shown)
    return Condition(
        "on_roster", "failed", ("seconded" if row.status == "seconded" else "not_listed",), shown
    )


def post_bound(facts: PersonDay) -> Condition:
    """A field post (外勤) is often elsewhere by right: a person checks where they were sent."""
    if facts.row is not None and facts.row.post_kind == "field":
        return Condition("post_bound", "unknown", ("field_post",))
    return Condition("post_bound", "met")


def approved_before(approval: Approval, facts: PersonDay) -> bool:
    """Approved no later than the visit began; anything later is 事后补办."""
    return approval.approved_at <= facts.visit_started


def lawful(look: Look, facts: PersonDay) -> tuple[Approval, ...]:
    """The approvals, given beforehand, that cover a look."""
    return tuple(a for a in facts.approvals if approved_before(a, facts) and a.covers(look.timing))


def no_approval(touching: Sequence[Approval], facts: PersonDay) -> Condition:
    """Judge the approvals that touch the time in question."""
    before = [a for a in touching if approved_before(a, facts)]
    if before:
        return Condition("no_approval", "failed", ("approved",), tuple(a.entry for a in before))
    if touching:
        return Condition("no_approval", "unknown", ("approved_afterwards",), tuple(a.entry for a in touching))
    return Condition("no_approval", "met")


def claim_resolved(looks: Sequence[Look]) -> Condition:
    """假, 公, 会, 班 as a colleague says on the spot is lawful only when matched to an approval; until a
    person has looked into it, the absence stays open."""
    claimed = tuple(look.entry for look in looks if look.state in CLAIMS)
    if claimed:
        return Condition("claim_resolved", "unknown", ("claimed_only",), claimed)
    return Condition("claim_resolved", "met")


def in_hours(looks: Sequence[Look], facts: PersonDay, grace_ms: int) -> Condition:
    """The looks lie in this person's hours, past the grace at the start of each stretch."""
    entries = tuple(look.entry for look in looks)
    if facts.hours is None:
        return Condition("in_hours", "unknown", ("no_schedule",), entries)
    if facts.hours.kind == "rest":
        return Condition("in_hours", "failed", ("rest_day",), entries)
    if not looks or not all(counts(look, facts, grace_ms) for look in looks):
        return Condition("in_hours", "failed", ("out_of_hours",), entries)
    return Condition("in_hours", "met", (), entries)


def counts(look: Look, facts: PersonDay, grace_ms: int) -> bool:
    """Whether an absence seen then can count at all: in hours, past the grace. Without a schedule it may."""
    if facts.hours is None:
        return True
    moment = look.timing.corrected
    for start, end in facts.hours.spans:
        if start <= moment < end:
            return (moment - start).total_seconds() * 1000 > grace_ms
    return False
