"""脱岗 A04: two looks at least 30 minutes apart, or one and the unit head's written confirmation."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.absence import absence
from server.domain.attendance import assess_person
from server.domain.facts import Approval, Cover, Look, PersonDay, RosterRow
from server.domain.proposal import Condition, Proposal
from tests.support.looks import DAY, ROW, RULES, SCHEDULE, approval, at, look, person_day


def judge(facts: PersonDay) -> Proposal:
    found = absence(facts, RULES)
    assert found is not None
    return found


def condition(facts: PersonDay, rule: str) -> Condition:
    return next(c for c in judge(facts).conditions if c.rule == rule)


def test_two_looks_36_minutes_apart_meet_every_condition_and_name_their_entries() -> None:
    proposal = judge(person_day(look("09:05:01"), look("09:41:01")))
    assert proposal.outcome == "met"
    assert proposal.confidence.grade == "high"
    gap = next(c for c in proposal.conditions if c.rule == "A04.gap")
    assert (gap.value_ms, gap.threshold_ms) == (36 * 60_000, 30 * 60_000)
    assert gap.entries == ("phone-a@09:05:01", "phone-a@09:41:01")


@pytest.mark.parametrize(
    ("second", "outcome"),
    [("09:39:00", "failed"), ("09:39:59.999", "failed"), ("09:40:00", "met"), ("09:40:00.001", "met")],
)
def test_thirty_minutes_exactly_are_enough_and_a_millisecond_less_is_not(second: str, outcome: str) -> None:
    assert judge(person_day(look("09:10:00"), look(second))).outcome == outcome


def test_one_look_never_becomes_absence_from_post() -> None:
    facts = person_day(look("09:10"))
    assert judge(facts).outcome == "failed"
    assert condition(facts, "A04.gap").reasons == ("one_look",)


def test_one_look_with_the_unit_heads_written_confirmation_suffices() -> None:
    facts = person_day(look("09:10"), confirmed=True)
    assert judge(facts).outcome == "met"
    assert condition(facts, "A04.gap").entries == ("phone-a@09:10", "letter")


def test_two_looks_29_minutes_apart_never_do() -> None:
    assert judge(person_day(look("09:10"), look("09:39"))).outcome == "failed"


def test_three_looks_use_the_pair_that_is_far_enough_apart() -> None:
    assert judge(person_day(look("09:10"), look("09:25"), look("09:40"))).outcome == "met"


def test_being_seen_at_the_post_in_between_breaks_it() -> None:
    facts = person_day(look("09:10"), look("09:20", "present"), look("09:45"))
    assert condition(facts, "A04.not_seen_between").outcome == "failed"
    assert judge(facts).outcome == "failed"


def test_a_later_pair_without_being_seen_in_between_still_counts() -> None:
    looks = [look("09:10"), look("09:20", "present"), look("09:25"), look("09:56")]
    assert judge(person_day(*looks)).outcome == "met"


def test_nobody_seen_away_gives_no_proposal() -> None:
    assert absence(person_day(look("09:10", "present"), look("09:50", "unchecked")), RULES) is None


def test_approved_leave_excuses_and_shows_its_approval() -> None:
    facts = person_day(look("09:10"), look("09:50"), approvals=(approval("00:00", "23:59:59"),))
    assert judge(facts).outcome == "failed"
    assert condition(facts, "no_approval").entries == ("leave-file",)


def test_leave_that_covers_only_one_of_the_looks_leaves_one_look() -> None:
    facts = person_day(look("09:10"), look("09:50"), approvals=(approval("09:00", "09:30"),))
    assert condition(facts, "A04.gap").reasons == ("one_look",)


@pytest.mark.parametrize(
    ("approved", "outcome"),
    [("2026-03-16T09:00:00+08:00", "failed"), ("2026-03-16T09:00:00.001+08:00", "unknown")],
)
def test_an_approval_given_after_the_visit_began_is_for_a_person_to_judge(
    approved: str, outcome: str
) -> None:
    leave = approval("00:00", "23:59:59", approved=approved)
    assert judge(person_day(look("09:10"), look("09:50"), approvals=(leave,))).outcome == outcome


def test_what_a_colleague_says_leaves_it_open_until_it_is_checked() -> None:
    facts = person_day(look("09:10", "leave_claimed"), look("09:50"))
    assert condition(facts, "claim_resolved").reasons == ("claimed_only",)
    assert judge(facts).outcome == "unknown"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, "not_listed"),
        (replace(ROW, status="seconded"), "seconded"),
        (replace(ROW, effective_to=date(2026, 3, 15)), "not_listed"),
        (replace(ROW, effective_from=date(2026, 3, 17)), "not_listed"),
    ],
)
def test_whoever_is_not_on_the_roster_that_day_is_not_looked_for(row: RosterRow | None, reason: str) -> None:
    facts = person_day(look("09:10"), look("09:50"), row=row)
    assert condition(facts, "on_roster").reasons == (reason,)
    assert judge(facts).outcome == "failed"


def test_the_last_day_of_the_roster_row_still_counts() -> None:
    row = replace(ROW, effective_from=DAY, effective_to=DAY)
    assert judge(person_day(look("09:10"), look("09:50"), row=row)).outcome == "met"


def test_a_field_post_is_left_to_a_person() -> None:
    assert (
        judge(person_day(look("09:10"), look("09:50"), row=replace(ROW, post_kind="field"))).outcome
        == "unknown"
    )


@pytest.mark.parametrize(("first", "outcome"), [("09:05:00", "failed"), ("09:05:00.001", "met")])
def test_within_five_minutes_of_the_start_an_absence_does_not_count(first: str, outcome: str) -> None:
    assert judge(person_day(look(first), look("09:36"))).outcome == outcome


def test_looks_outside_working_hours_do_not_count() -> None:
    facts = person_day(look("12:10"), look("12:50"))
    assert condition(facts, "in_hours").reasons == ("out_of_hours",)


def test_the_noon_break_is_not_counted_into_the_thirty_minutes() -> None:
    assert judge(person_day(look("11:50"), look("13:40"))).outcome == "failed"
    assert judge(person_day(look("11:40"), look("13:40"))).outcome == "met"


def test_a_day_of_rest_has_no_absence() -> None:
    sunday = SCHEDULE.hours_of_unit(date(2026, 3, 15), RULES.calendar)
    assert condition(person_day(look("09:10"), look("09:50"), hours=sunday), "in_hours").reasons == (
        "rest_day",
    )


def test_without_a_schedule_it_stays_open() -> None:
    assert judge(person_day(look("09:10"), look("09:50"), hours=None)).outcome == "unknown"


def test_two_inspectors_who_disagree_leave_it_unverified() -> None:
    other = look("09:14", "present", device="phone-b", session="s2")
    facts = person_day(look("09:10"), look("09:50"), other)
    assert condition(facts, "no_disagreement").outcome == "unknown"


def test_the_b_post_is_asked_for_where_there_is_one() -> None:
    window = replace(ROW, post_kind="window", b_post="LJ01005")
    looks = (look("09:10"), look("09:50"))
    assert condition(person_day(*looks, row=window), "A04.no_cover").reasons == ("cover_unknown",)
    assert judge(person_day(*looks, row=window, cover=Cover(present=False))).outcome == "met"
    assert judge(person_day(*looks, row=window, cover=Cover(present=True))).outcome == "unknown"


def test_a_clock_that_was_never_checked_leaves_it_open() -> None:
    unchecked = {"offset_ms": None, "offset_after_ms": None}
    proposal = judge(person_day(look("09:10", **unchecked), look("09:50", **unchecked)))
    assert (proposal.outcome, proposal.confidence.reasons) == ("unknown", ("offset_unknown",))


moments = st.integers(min_value=9 * 3600 + 301, max_value=11 * 3600 + 3599)
states = st.sampled_from(["absent_unverified", "leave_claimed", "trip_claimed", "meeting_claimed", "present"])


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


@st.composite
def some_looks(draw: st.DrawFn) -> list[Look]:
    """Looks from one or two phones, in any order, with clocks checked or not, sessions kept or broken."""
    found = []
    for second, state in draw(st.lists(st.tuples(moments, states), min_size=1, max_size=6)):
        device = draw(st.sampled_from(["phone-a", "phone-b"]))
        session = draw(st.sampled_from(["s1", "s2"]))
        offset = draw(st.sampled_from([None, 0, 1_000, -90_000]))
        after = draw(st.sampled_from([None, 0, 1_000]))
        where = {
            "device": device,
            "session": f"{device}-{session}",
            "offset_ms": offset,
            "offset_after_ms": after,
        }
        found.append(look(_clock(second), state, **where))  # type: ignore[arg-type]
    return found


@given(some_looks())
def test_a_person_on_approved_leave_never_becomes_a04(looks: list[Look]) -> None:
    facts = person_day(*looks, approvals=(approval("00:00", "23:59:59"),))
    found = absence(facts, RULES)
    assert found is None or found.outcome == "failed"


@given(some_looks())
def test_a_later_approval_is_never_decided_by_the_machine(looks: list[Look]) -> None:
    late: tuple[Approval, ...] = (approval("00:00", "23:59:59", approved="2026-03-16T18:00:00+08:00"),)
    found = absence(person_day(*looks, approvals=late), RULES)
    assert found is None or found.outcome != "met"


@given(moments, states)
def test_one_look_alone_never_becomes_a04(second: int, state: str) -> None:
    found = absence(person_day(look(_clock(second), state)), RULES)  # type: ignore[arg-type]
    assert found is None or found.outcome == "failed"


@given(moments, st.integers(min_value=0, max_value=29 * 60 + 59))
def test_two_looks_less_than_thirty_minutes_apart_never_become_a04(second: int, span: int) -> None:
    later = min(second + span, 11 * 3600 + 3599)
    found = absence(person_day(look(_clock(second)), look(_clock(later))), RULES)
    assert found is not None
    assert found.outcome == "failed"


@given(some_looks())
def test_met_always_rests_on_two_unclaimed_looks_thirty_minutes_apart(looks: list[Look]) -> None:
    found = absence(person_day(*looks), RULES)
    if found is not None and found.outcome == "met":
        gap = next(c for c in found.conditions if c.rule == "A04.gap")
        assert gap.value_ms is not None
        assert gap.value_ms >= 30 * 60_000
        used = [k for k in looks if k.entry in gap.entries]
        assert all(k.state == "absent_unverified" and k.timing.corrected >= at("09:05") for k in used)


@given(some_looks(), st.booleans(), st.sampled_from([True, False, None]))
def test_every_condition_explains_itself_in_both_languages(
    looks: list[Look], confirmed: bool, covered: bool | None
) -> None:
    facts = person_day(*looks, confirmed=confirmed, cover=Cover(present=covered))
    for proposal in assess_person(facts, RULES):
        for part in proposal.conditions:
            assert part.label(RULES.labels, "zh")
            assert not re.search("[\u4e00-\u9fff]", part.why(RULES.labels, "en"))
            assert part.outcome == "met" or part.why(RULES.labels, "zh")
