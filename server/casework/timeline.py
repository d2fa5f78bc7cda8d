"""A finding on the time ruler: from looks, schedule, approvals and what the rules measured to one drawing."""

from datetime import datetime

from server.casework.case import Case
from server.casework.people import called
from server.casework.proposals import Assessment
from server.casework.words import Words, words
from server.clock import parse_iso
from server.domain.labels import Language
from server.domain.proposal import Condition, duration
from server.domain.ruler import Bar, BarKind, Bound, Mark, Ruler, Span, State
from server.domain.ruler_svg import clock_time, draw
from server.storage.context import Office

_STATES: dict[str, State] = {
    "present": "present",
    "occupied": "present",
    "yes": "present",
    "absent_unverified": "absent",
    "window_unattended": "absent",
    "empty": "absent",
    "no": "absent",
    "recorded": "absent",
    "leave_claimed": "claimed",
    "trip_claimed": "claimed",
    "meeting_claimed": "claimed",
    "duty_claimed": "claimed",
}
Stretch = tuple[datetime, datetime]
_GAPS = ("A04.gap", "A05.gap")


def ruler_svg(
    office: Office, case: Case, assessment: Assessment, language: Language, *, outside: bool = False
) -> str:
    """The drawing. `outside`: for a paper that leaves the office, without pseudonyms and without proven intervals,
    which would tell when a phone synced."""
    say = words(office.settings.config, language)
    ruler = Ruler(
        marks=_marks(office, case, assessment, say, language, outside),
        bounds=[b for span in _spans(assessment) for b in _bounds(span, say)],
        hours=_spans(assessment),
        bars=[*_approvals(assessment, say), *([] if outside else _visits(office, case, say, language))],
        spans=[
            s for p in assessment.proposals for c in p.conditions for s in _measured(c, assessment, language)
        ],
    )
    return draw(ruler, title=say("ruler.title"))


def _spans(assessment: Assessment) -> list[Stretch]:
    return list(assessment.hours.spans) if assessment.hours else []


def _bounds(span: Stretch, say: Words) -> tuple[Bound, Bound]:
    start, end = span
    return Bound(start, say("ruler.start")), Bound(end, say("ruler.end"))


def _marks(
    office: Office, case: Case, assessment: Assessment, say: Words, language: Language, outside: bool
) -> list[Mark]:
    numbers = {(e["entry"], e["sd"]): n for n, e in enumerate(case.evidence, 1)}
    several = len({look["device"] for look in case.looks}) > 1
    found = []
    for look in case.looks:
        moment = assessment.moments.get(look["entry"])
        if moment is None or look["state"] == "unchecked":
            continue
        label = f"{clock_time(moment.at)} {say('state.' + look['state'])}"
        if several and not outside:
            name = called(office, case.finding, look["device"])
            label += f" {(name.zh if language == 'zh' else name.en).rpartition('·')[2].strip()}"
        found.append(
            Mark(
                at=moment.at,
                state=_STATES.get(look["state"], "neutral"),
                label=label,
                earliest=None if outside else moment.timing.not_before,
                latest=None if outside else moment.timing.not_after,
                photographs=tuple(number for (entry, _), number in numbers.items() if entry == look["entry"]),
                withdrawn=look["withdrawn"] is not None,
            )
        )
    return found


def _approvals(assessment: Assessment, say: Words) -> list[Bar]:
    kinds: dict[str, BarKind] = {"leave": "leave", "trip": "trip", "meeting": "meeting", "duty": "duty"}
    return [
        Bar(
            a.starts,
            a.ends,
            kinds[a.kind],
            say(
                "ruler.approval",
                kind=say("approval." + a.kind),
                start=clock_time(a.starts),
                end=clock_time(a.ends),
            ),
        )
        for a in assessment.approvals
    ]


def _visits(office: Office, case: Case, say: Words, language: Language) -> list[Bar]:
    bars = []
    for visit in case.visits:
        if visit["started_at"] and visit["finished_at"]:
            name = called(office, case.finding, visit["device"])
            label = say("ruler.visit", who=name.zh if language == "zh" else name.en)
            bars.append(Bar(parse_iso(visit["started_at"]), parse_iso(visit["finished_at"]), "visit", label))
    return bars


def _measured(condition: Condition, assessment: Assessment, language: Language) -> list[Span]:
    """The stretch that a rule of two looks measured, with its threshold."""
    times = [assessment.moments[e].at for e in condition.entries if e in assessment.moments]
    if condition.rule not in _GAPS or len(times) < 2 or condition.threshold_ms is None:
        return []
    met = condition.outcome == "met"
    seen = "?" if condition.value_ms is None else duration(condition.value_ms, language)
    label = f"{seen} {'≥' if met else '<'} {duration(condition.threshold_ms, language)}"
    return [Span(min(times), max(times), label, met)]
