"""What the rules propose (规则建议): a code with every condition met, failed or unknown, the figures that
decided, and the entries that show them. A proposal is never a finding; a person confirms or rejects it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from server.domain.labels import Labels, Language
from server.domain.times import Confidence

Outcome = Literal["met", "failed", "unknown"]


@dataclass(frozen=True)
class Condition:
    """`rule` is its id in `config/attendance/conditions.json`; `value_ms` and `threshold_ms` are durations,
    compared by `comparison`; `reasons` are ids of the same file; `note` is a short content text such as an
    approver."""

    rule: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    value_ms: int | None = None
    threshold_ms: int | None = None
    comparison: Literal[">", "≥", "≤"] | None = None

    def label(self, labels: Labels, language: Language) -> str:
        """What the condition asks."""
        return labels.conditions[self.rule][language]

    def why(self, labels: Labels, language: Language) -> str:
        """Figures and reasons, e.g. ``36 分 ≥ 30 分；同一计时段…``; empty when there is nothing to add."""
        parts = [labels.reasons[r][language] for r in self.reasons]
        if self.threshold_ms is not None and self.comparison is not None:
            seen = "?" if self.value_ms is None else duration(self.value_ms, language)
            sign = self.comparison if self.outcome != "failed" else _NOT[self.comparison]
            parts.insert(0, f"{seen} {sign} {duration(self.threshold_ms, language)}")
        return ("；" if language == "zh" else "; ").join(parts)


_NOT = {">": "≤", "≥": "<", "≤": ">"}


@dataclass(frozen=True)
class Proposal:
    """`outcome`: failed when any condition failed, unknown when any is open, met only when all are."""

    code: str
    outcome: Outcome
    conditions: tuple[Condition, ...]
    confidence: Confidence

    @property
    def entries(self) -> tuple[str, ...]:
        """Every entry that shows something, once, in order."""
        return tuple(dict.fromkeys(e for c in self.conditions for e in c.entries))


def propose(code: str, conditions: Iterable[Condition], trust: Confidence) -> Proposal:
    """Join the conditions; a time that cannot be relied on leaves the proposal open, never met."""
    outcome: Outcome = "unknown" if trust.grade == "low" else "met"
    all_of = (*conditions, Condition("time_trusted", outcome, trust.reasons))
    outcomes = {c.outcome for c in all_of}
    joined: Outcome = "failed" if "failed" in outcomes else "unknown" if "unknown" in outcomes else "met"
    return Proposal(code, joined, all_of, trust)


def duration(ms: int, language: Language) -> str:
    """Minutes, and seconds where there are any: ``36分``, ``5分30秒``, ``36 min``, ``5 min 30 s``."""
    minutes, seconds = divmod(abs(ms) // 1000, 60)
    minus = "-" if ms < 0 else ""
    if language == "zh":
        return f"{minus}{minutes}分" + (f"{seconds}秒" if seconds else "")
    return f"{minus}{minutes} min" + (f" {seconds} s" if seconds else "")
