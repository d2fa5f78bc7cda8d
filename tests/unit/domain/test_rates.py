"""名单人数, 应在岗, 到岗率, 有效在岗率: always both, and 未核 never an absence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.facts import PersonDay
from server.domain.rates import Rates, Standing, count, percent, standing
from tests.support.looks import ROW, approval, look, person_day

ALL = st.sampled_from(["not_listed", "present", "on_duty", "excused", "unverified", "unchecked"])


def test_the_bulletins_figures() -> None:
    rates = Rates(listed=612, excused=57, present=548, unverified=7, unchecked=0)
    assert rates.expected == 555
    assert (percent(rates.attendance), percent(rates.effective)) == ("89.5%", "98.7%")


def test_both_rates_stand_in_every_text() -> None:
    rates = Rates(612, 57, 548, 7, 0)
    assert rates.text("zh") == "名单612人，应在岗555人，在岗548人，待核7人；到岗率89.5%，有效在岗率98.7%"
    assert "attendance 89.5%, effective attendance 98.7%" in rates.text("en")


def test_unchecked_people_make_a_range_and_are_named_as_not_absent() -> None:
    rates = count(["present"] * 8 + ["unchecked"] * 2)
    assert percent(rates.attendance) == "80.0%–100.0%"
    assert "未核2人（不计为缺岗）" in rates.text("zh")


def test_an_empty_list_has_no_rate() -> None:
    assert percent(count([]).attendance) == percent(count(["not_listed"]).effective) == "—"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (person_day(look("09:10", "present")), "present"),
        (person_day(look("09:10"), look("09:50", "present")), "present"),
        (person_day(look("09:10", "present"), look("09:50")), "unverified"),
        (person_day(look("09:10", "leave_claimed")), "unverified"),
        (person_day(look("09:10"), approvals=(approval("09:00", "12:00"),)), "excused"),
        (person_day(look("09:10"), approvals=(approval("09:00", "12:00", kind="duty"),)), "on_duty"),
        (person_day(look("09:10", "present"), approvals=(approval("09:00", "12:00"),)), "present"),
        (
            person_day(
                look("09:10"), approvals=(approval("09:00", "12:00", approved="2026-03-16T11:00+08:00"),)
            ),
            "unverified",
        ),
        (person_day(), "unchecked"),
        (person_day(look("09:10", "unchecked")), "unchecked"),
        (person_day(approvals=(approval("08:00", "12:00"),)), "excused"),
        (person_day(look("09:10"), row=replace(ROW, status="seconded")), "not_listed"),
        (person_day(look("09:10"), row=None), "not_listed"),
    ],
)
def test_where_a_person_counts(facts: PersonDay, expected: Standing) -> None:
    assert standing(facts) == expected


@given(st.lists(ALL, max_size=80))
def test_the_counts_always_add_up(standings: list[Standing]) -> None:
    rates = count(standings)
    assert rates.expected == rates.listed - rates.excused
    assert rates.expected == rates.present + rates.unverified + rates.unchecked
    for bounds in (rates.attendance, rates.effective):
        assert bounds is None or 0 <= bounds[0] <= bounds[1] <= 1


def test_halves_are_rounded_up() -> None:
    assert percent(Rates(2000, 0, 1_001, 999, 0).attendance) == "50.1%"
