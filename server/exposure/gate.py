"""The gate (发布关口): what a finding still lacks before it may be published. Pure, and the only place that decides:
whatever leaves as a publication passed here; what doesn't pass is an internal draft that says so on every page.

Severity 4 (廉洁线索) passes neither: it is a lead for the discipline organ alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

SECRET_SEVERITY = 4
CONFIRMED = ("confirmed", "heard", "decided")

LackCode = Literal[
    "secret",
    "withdrawn",
    "not_confirmed",
    "no_statement",
    "statement_pending",
    "no_decision",
    "decision_not_in_force",
    "checklist_unsigned",
    "photograph_not_here",
    "photograph_unmasked",
    "photograph_refused",
    "photograph_unapproved",
]


@dataclass(frozen=True)
class Photograph:
    """One photograph of a finding. `masked` is the newest copy's state; `shown`: the server can open it at all (what
    it can't open is kept as evidence and never printed)."""

    entry: str
    sd: str
    received: bool
    shown: bool
    masked: Literal["made", "approved", "refused"] | None


@dataclass(frozen=True)
class Case:
    """What the gate must know about a finding. `severity` is the gravest of what was recorded and confirmed;
    `missing_overridden`: it was confirmed on record although a photograph had not arrived."""

    finding: str
    status: str
    withdrawn: bool
    severity: int
    statement: Literal["accepted", "partly", "rejected", "pending"] | None
    statement_expired: bool
    decision_number: str | None
    in_force: date | None
    checklist_signed: bool
    missing_overridden: bool
    photographs: tuple[Photograph, ...]


@dataclass(frozen=True)
class Lack:
    """One missing thing; `about` is the photograph's digest where it is a photograph's."""

    code: LackCode
    about: str = ""


def secret(severity: int) -> bool:
    return severity >= SECRET_SEVERITY


def lacks(case: Case, today: date) -> tuple[Lack, ...]:
    """Everything that stands between this finding and a final publication on that day (Beijing date)."""
    if secret(case.severity):
        return (Lack("secret"),)
    if case.withdrawn:
        return (Lack("withdrawn"),)
    found: list[Lack] = []
    if case.status not in CONFIRMED:
        found.append(Lack("not_confirmed"))
    if case.statement is None and not case.statement_expired:
        found.append(Lack("no_statement"))
    if case.statement == "pending":
        found.append(Lack("statement_pending"))
    if not case.decision_number:
        found.append(Lack("no_decision"))
    elif case.in_force is None or case.in_force > today:
        found.append(Lack("decision_not_in_force"))
    if not case.checklist_signed:
        found.append(Lack("checklist_unsigned"))
    for photograph in case.photographs:
        found.extend(_photograph(photograph, case.missing_overridden))
    return tuple(found)


def draftable(cases: Iterable[Case]) -> list[Case]:
    """What may stand in an internal draft: everything but severity 4 and what was withdrawn."""
    return [case for case in cases if not secret(case.severity) and not case.withdrawn]


def _photograph(photograph: Photograph, overridden: bool) -> Iterable[Lack]:
    if not photograph.received:
        if not overridden:
            yield Lack("photograph_not_here", photograph.sd)
    elif photograph.shown:
        match photograph.masked:
            case None:
                yield Lack("photograph_unmasked", photograph.sd)
            case "refused":
                yield Lack("photograph_refused", photograph.sd)
            case "made":
                yield Lack("photograph_unapproved", photograph.sd)
            case "approved":
                pass
