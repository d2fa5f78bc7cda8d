"""迟到 A01, 早退 A02: beyond five minutes' grace, up to thirty; beyond that 待核."""

from dataclasses import replace

import pytest

from server.domain.attendance import assess_person
from server.domain.facts import PersonDay
from server.domain.proposal import Outcome, Proposal
from tests.support.looks import ROW, RULES, approval, look, person_day


def judge(code: str, facts: PersonDay) -> Proposal | None:
    return next((p for p in assess_person(facts, RULES) if p.code == code), None)


def outcome(code: str, facts: PersonDay, rule: str | None = None) -> Outcome:
    found = judge(code, facts)
    assert found is not None
    return found.outcome if rule is None else next(c.outcome for c in found.conditions if c.rule == rule)


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        ("09:05:00", "failed"),
        ("09:05:00.001", "met"),
        ("09:30:00", "met"),
        ("09:30:00.001", "failed"),
    ],
)
def test_late_is_more_than_five_and_at_most_thirty_minutes(arrived: str, expected: str) -> None:
    assert outcome("A01", person_day(look("10:00", "present", arrived=arrived))) == expected


def test_beyond_thirty_minutes_it_goes_to_unverified_absence() -> None:
    facts = person_day(look("10:00", "present", arrived="09:31"))
    assert outcome("A01", facts, "A01.late") == "met"
    assert outcome("A01", facts, "A01.not_long") == "failed"


def test_arriving_on_time_gives_no_proposal() -> None:
    assert judge("A01", person_day(look("09:10", "present"))) is None


def test_away_and_then_present_bounds_the_lateness() -> None:
    facts = person_day(look("09:10"), look("09:25", "present"))
    assert outcome("A01", facts) == "met"


def test_when_the_bounds_span_the_grace_it_stays_open() -> None:
    facts = person_day(look("09:03"), look("09:20", "present"))
    assert outcome("A01", facts, "A01.late") == "unknown"


def test_when_even_the_later_bound_is_within_the_grace_nobody_is_late() -> None:
    facts = person_day(look("09:02"), look("09:05", "present"))
    assert outcome("A01", facts, "A01.late") == "failed"


def test_the_phones_clock_error_is_taken_off_the_noted_arrival() -> None:
    fast = {"offset_ms": -60_000, "offset_after_ms": -60_000}
    assert outcome("A01", person_day(look("10:00", "present", arrived="09:06:00", **fast))) == "failed"


def test_approved_leave_for_the_morning_excuses_lateness() -> None:
    facts = person_day(look("10:00", "present", arrived="09:20"), approvals=(approval("08:00", "09:30"),))
    assert outcome("A01", facts, "no_approval") == "failed"


def test_an_afternoon_return_is_not_a_late_arrival() -> None:
    assert judge("A01", person_day(look("13:40"), look("13:50", "present"))) is None


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("16:55:00", "failed"),
        ("16:54:59.999", "met"),
        ("16:30:00", "met"),
        ("16:29:59.999", "failed"),
    ],
)
def test_early_leaving_is_symmetric(left: str, expected: str) -> None:
    facts = person_day(look("16:58", left=left), leaving_confirmed=True)
    assert outcome("A02", facts) == expected


def test_early_leaving_waits_for_the_units_confirmation() -> None:
    assert outcome("A02", person_day(look("16:58", left="16:40"))) == "unknown"


def test_present_and_then_gone_bounds_the_early_leaving() -> None:
    facts = person_day(look("16:32", "present"), look("16:45"), leaving_confirmed=True)
    assert outcome("A02", facts) == "met"


def test_gone_long_before_the_end_is_an_absence_and_not_early_leaving() -> None:
    assert judge("A02", person_day(look("14:00", "present"), look("15:00"))) is None


def test_coming_back_is_not_leaving() -> None:
    looks = (look("16:35", "present"), look("16:40"), look("16:50", "present"))
    assert judge("A02", person_day(*looks)) is None


def test_without_hours_nothing_is_late_or_early() -> None:
    looks = (look("10:00", "present", arrived="09:20"), look("16:58", left="16:40"))
    assert assess_person(replace(person_day(*looks), hours=None), RULES)[0].code == "A04"


def test_a_seconded_person_is_neither_late_nor_early() -> None:
    row = replace(ROW, status="seconded")
    assert outcome("A01", person_day(look("10:00", "present", arrived="09:20"), row=row)) == "failed"
