"""What may happen to a finding (问题线索), as one table: from which state, by whom, under which conditions, to where.

核实 verify → 陈述 statement → 处理 decision. Permission is asked first, state second, conditions last, so that
nobody learns from a refusal more than he may know.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.domain.permissions import may
from server.domain.proposal import Outcome
from server.errors import Refusal


class Status(StrEnum):
    """Where a finding stands."""

    UNVERIFIED = "unverified"  # 待核实
    RETURNED = "returned"  # 已退回提问
    CONFIRMED = "confirmed"  # 核实成立，待陈述
    HEARD = "heard"  # 已听取陈述或陈述期满
    DECIDED = "decided"  # 已作处理决定
    REJECTED = "rejected"  # 不成立
    CLEARED = "cleared"  # 采纳陈述，撤销
    WITHDRAWN = "withdrawn"  # 检查人撤回


OPEN = frozenset({Status.UNVERIFIED, Status.RETURNED})
"""Not yet verified: waits for a reviewer."""

LEAD_SEVERITY = 4
"""From here on a code is a lead for the discipline organ (纪委线索) and never a finding of this office."""


@dataclass(frozen=True)
class Facts:
    """What the conditions look at. `missing` photographs are still on the phones of `holders`; `rule` is what the
    attendance rules make of `code`, None when they have nothing to say about it."""

    today: date
    own_team: bool = False
    severity: int | None = None
    on_phone: str | None = None
    code: str = ""
    rule: Outcome | None = None
    missing: int = 0
    holders: str = ""
    override: str = ""
    due: date | None = None


RULED = frozenset({"A01", "A02", "A04", "A05"})
"""The codes that the attendance engine judges."""

Condition = Callable[[Facts], Refusal | None]


def not_own_team(facts: Facts) -> Refusal | None:
    """核实员与检查人不得为同组: nobody verifies what he or his team saw."""
    return Refusal("own_team") if facts.own_team else None


def not_a_lead(facts: Facts) -> Refusal | None:
    """廉洁线索只移送: severity 4 goes to the discipline organ and is never confirmed or published here."""
    return Refusal("lead_only") if (facts.severity or 0) >= LEAD_SEVERITY else None


def not_personnel(facts: Facts) -> Refusal | None:
    """旷工 exists only on the unit's own personnel record."""
    return Refusal("personnel_only") if facts.on_phone == "personnel" else None


def evidence_in(facts: Facts) -> Refusal | None:
    """All evidence in, or somebody says on record why not."""
    if facts.missing and not facts.override.strip():
        return Refusal("evidence_missing", count=facts.missing, holders=facts.holders)
    return None


def rule_met(facts: Facts) -> Refusal | None:
    """迟到、早退、脱岗、空岗 only as the rules propose them: a failed condition (approved leave, a single look, 29
    minutes) can't be overruled here, an open one only with the reason on record."""
    if facts.code not in RULED:
        return None
    if facts.rule in (None, "failed"):
        return Refusal("rule_not_met", violation=facts.code)
    if facts.rule == "unknown" and not facts.override.strip():
        return Refusal("rule_open", violation=facts.code)
    return None


def deadline_passed(facts: Facts) -> Refusal | None:
    """陈述期满 only after the last day: silence before it means nothing."""
    if facts.due is None:
        return Refusal("no_deadline")
    return Refusal("deadline_not_passed", due=facts.due.isoformat()) if facts.today <= facts.due else None


@dataclass(frozen=True)
class Act:
    """One row. `leads` gives the state that follows, by how a statement was taken where that decides it."""

    name: str
    entry: str
    permission: str
    status_from: frozenset[Status]
    leads: Mapping[str, Status | None]
    conditions: tuple[Condition, ...] = ()

    def after(self, outcome: str = "") -> Status | None:
        """The state that follows; None: it stays."""
        return self.leads[outcome]


_S = Status
_ROWS = (
    Act(
        "confirm",
        "finding.confirmed",
        "findings.confirm",
        OPEN,
        {"": _S.CONFIRMED},
        (not_own_team, not_a_lead, not_personnel, rule_met, evidence_in),
    ),
    Act(
        "reject",
        "finding.rejected",
        "findings.verify",
        OPEN | {_S.CONFIRMED, _S.HEARD},
        {"": _S.REJECTED},
        (not_own_team,),
    ),
    Act("ask", "finding.returned", "findings.verify", OPEN, {"": _S.RETURNED}, (not_own_team,)),
    Act(
        "hear",
        "statement.recorded",
        "statements.record",
        frozenset({_S.CONFIRMED, _S.HEARD}),
        {"accepted": _S.CLEARED, "partly": _S.HEARD, "rejected": _S.HEARD, "pending": None},
    ),
    Act(
        "expire",
        "statement.expired",
        "statements.record",
        frozenset({_S.CONFIRMED}),
        {"": _S.HEARD},
        (deadline_passed,),
    ),
    Act("decide", "decision.recorded", "decisions.record", frozenset({_S.HEARD}), {"": _S.DECIDED}),
)
ACTS: Mapping[str, Act] = {act.name: act for act in _ROWS}
BY_ENTRY: Mapping[str, Act] = {act.entry: act for act in _ROWS}


def require(name: str, status: str, roles: Iterable[str], facts: Facts) -> Act:
    """The row, or the first refusal: `not_permitted`, `wrong_state`, then the row's own conditions in order."""
    act = ACTS[name]
    if not may(roles, act.permission):
        raise Refusal("not_permitted")
    if status not in act.status_from:
        raise Refusal("wrong_state", act=name, status=status)
    for condition in act.conditions:
        refusal = condition(facts)
        if refusal is not None:
            raise refusal
    return act


def offered(status: str, roles: Iterable[str]) -> list[str]:
    """The acts to show as buttons; whether their conditions hold is said beside each."""
    roles = tuple(roles)
    return [act.name for act in _ROWS if status in act.status_from and may(roles, act.permission)]
