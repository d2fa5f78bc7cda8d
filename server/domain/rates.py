"""The numbers of a roll call (点名统计): 名单人数, 应在岗, 在岗, 到岗率, 有效在岗率. Both rates are always
printed together, so they are one value. Whoever was not checked (未核) is never counted as absent: while
names are unchecked each rate is a range, from none of them present to all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from server.domain.facts import AWAY, Look, PersonDay
from server.domain.fairness import lawful
from server.domain.labels import Language

Standing = Literal["not_listed", "present", "on_duty", "excused", "unverified", "unchecked"]
"""not_listed: seconded, not in force; on_duty: elsewhere on approved duty (值班), which is at work;
excused: approved leave, trip or meeting; unverified: 不在岗(待核)."""


@dataclass(frozen=True)
class Rates:
    """Counts of people. `listed` 名单人数, `expected` 应在岗, `present` 在岗, `unverified` 待核,
    `unchecked` 未核."""

    listed: int
    excused: int
    present: int
    unverified: int
    unchecked: int

    @property
    def expected(self) -> int:
        return self.listed - self.excused

    @property
    def attendance(self) -> tuple[Fraction, Fraction] | None:
        """到岗率 = 在岗 / 名单人数, lowest and highest; None for an empty list."""
        return self._range(self.listed)

    @property
    def effective(self) -> tuple[Fraction, Fraction] | None:
        """有效在岗率 = 在岗 / 应在岗."""
        return self._range(self.expected)

    def text(self, language: Language) -> str:
        """Both rates and what they stand on, as a document prints them."""
        first, second = percent(self.attendance), percent(self.effective)
        if language == "zh":
            counts = (
                f"名单{self.listed}人，应在岗{self.expected}人，在岗{self.present}人，待核{self.unverified}人"
            )
            open_ones = f"，未核{self.unchecked}人（不计为缺岗）" if self.unchecked else ""
            return f"{counts}{open_ones}；到岗率{first}，有效在岗率{second}"
        counts = f"{self.listed} listed, {self.expected} expected, {self.present} present, {self.unverified} unverified"
        open_ones = f", {self.unchecked} unchecked (not counted as absent)" if self.unchecked else ""
        return f"{counts}{open_ones}; attendance {first}, effective attendance {second}"

    def _range(self, whole: int) -> tuple[Fraction, Fraction] | None:
        if whole <= 0:
            return None
        return Fraction(self.present, whole), Fraction(self.present + self.unchecked, whole)


def standing(facts: PersonDay) -> Standing:
    """Where one person counts: the last look decides; seen present wins over an approval for the same time;
    two inspectors who differ about the same person leave 待核 through the rule A04, not through this
    count."""
    if facts.row is None or not facts.row.listed(facts.day):
        return "not_listed"
    looks = [k for k in facts.looks if k.state != "unchecked"]
    if not looks:
        return _unseen(facts)
    last = max(looks, key=lambda k: (k.timing.corrected, k.timing.seq))
    if last.state not in AWAY:
        return "present"
    return _away(last, facts)


def count(standings: Iterable[Standing]) -> Rates:
    """Count a unit's people, or a campaign's."""
    seen = Counter(standings)
    present = seen["present"] + seen["on_duty"]
    listed = sum(seen.values()) - seen["not_listed"]
    return Rates(listed, seen["excused"], present, seen["unverified"], seen["unchecked"])


def percent(bounds: tuple[Fraction, Fraction] | None) -> str:
    """One decimal, halves up, e.g. ``89.5%``; a range while it is open, ``—`` for an empty list."""
    if bounds is None:
        return "—"
    low, high = (_one_decimal(part) for part in bounds)
    return f"{low}%" if low == high else f"{low}%–{high}%"


def _one_decimal(part: Fraction) -> str:
    tenths = (part * 1000 + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}"


def _away(look: Look, facts: PersonDay) -> Standing:
    approvals = lawful(look, facts)
    if not approvals:
        return "unverified"
    return "on_duty" if all(a.kind == "duty" for a in approvals) else "excused"


def _unseen(facts: PersonDay) -> Standing:
    """Nobody looked. An approval that holds when the visit begins excuses; otherwise the person stays
    未核."""
    known = [a for a in facts.approvals if a.approved_at <= facts.visit_started]
    current = [a for a in known if a.starts <= facts.visit_started <= a.ends and a.kind != "duty"]
    return "excused" if current else "unchecked"
