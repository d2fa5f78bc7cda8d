"""Time as an interval with a confidence; spans only as far as they are proven."""

from dataclasses import replace

import pytest

from server.domain.times import confidence, gap, weakest, with_later_offsets
from tests.support.looks import at, timing

TOLERANCE = 60_000
MINUTE = 60_000


def test_inside_one_session_the_elapsed_clock_proves_the_span_whatever_the_device_says() -> None:
    first = timing("09:05", offset_ms=None, offset_after_ms=None)
    second = timing("09:41", offset_ms=None, offset_after_ms=None)
    found = gap(first, second, TOLERANCE)
    assert (found.ms, found.basis) == (36 * MINUTE, "elapsed")


def test_elapsed_time_is_never_compared_across_sessions() -> None:
    unchecked = {"offset_ms": None, "offset_after_ms": None}
    found = gap(timing("09:05", **unchecked), timing("09:41", session="s2", **unchecked), TOLERANCE)
    assert found.ms is None
    assert found.reasons == ("offset_unknown",)


def test_across_sessions_the_device_clock_counts_when_checked_before_and_after() -> None:
    found = gap(timing("09:05"), timing("09:41", session="s2"), TOLERANCE)
    assert (found.ms, found.basis) == (36 * MINUTE, "device")


def test_checked_only_before_it_proves_nothing() -> None:
    found = gap(timing("09:05"), timing("09:41", session="s2", offset_after_ms=None), TOLERANCE)
    assert found.ms is None


@pytest.mark.parametrize(("after", "proven"), [(60_000, True), (60_001, False)])
def test_checks_that_differ_by_more_than_the_tolerance_prove_nothing(after: int, proven: bool) -> None:
    found = gap(timing("09:05"), timing("09:41", session="s2", offset_after_ms=after), TOLERANCE)
    assert (found.ms is not None) is proven


def test_the_drift_between_two_checks_is_given_to_the_person() -> None:
    found = gap(timing("09:05"), timing("09:35:30", session="s2", offset_after_ms=40_000), TOLERANCE)
    assert found.ms == 30 * MINUTE + 30_000 - 40_000


def test_a_session_that_slept_is_a_lower_bound_and_the_checked_clock_may_say_more() -> None:
    slept = replace(timing("09:41"), elapsed_ms=timing("09:05").elapsed_ms + 10 * MINUTE)
    assert gap(timing("09:05"), slept, TOLERANCE).ms == 36 * MINUTE


def test_a_clock_that_was_set_back_proves_nothing() -> None:
    assert gap(timing("09:41"), timing("09:05", session="s2"), TOLERANCE).reasons == ("clock_ran_backwards",)


def test_two_phones_compare_by_the_servers_clock() -> None:
    slow = {"device": "phone-b", "session": "s2", "offset_ms": 300_000, "offset_after_ms": 300_000}
    assert gap(timing("09:05"), timing("09:36", **slow), TOLERANCE).ms == 36 * MINUTE


@pytest.mark.parametrize(
    ("changes", "grade", "reason"),
    [
        ({}, "high", "offsets_agree"),
        ({"offset_after_ms": None}, "medium", "offset_before_only"),
        ({"offset_ms": None}, "medium", "offset_after_only"),
        ({"offset_ms": None, "offset_after_ms": None}, "low", "offset_unknown"),
        ({"offset_after_ms": 60_001}, "low", "offsets_differ"),
        ({"offset_after_ms": 60_000}, "high", "offsets_agree"),
        ({"not_before": at("09:06:01")}, "low", "outside_interval"),
        ({"not_before": at("09:06:00")}, "high", "offsets_agree"),
        ({"not_after": at("09:03:59")}, "low", "outside_interval"),
        ({"not_after": at("09:04:00")}, "high", "offsets_agree"),
    ],
)
def test_confidence_says_why(changes: dict[str, object], grade: str, reason: str) -> None:
    found = confidence(replace(timing("09:05"), **changes), TOLERANCE)  # type: ignore[arg-type]
    assert (found.grade, found.reasons) == (grade, (reason,))


def test_a_judgement_is_as_sure_as_its_weakest_time() -> None:
    sure, unsure = timing("09:05"), timing("09:41", offset_after_ms=None)
    assert weakest([confidence(t, TOLERANCE) for t in (sure, unsure)]).grade == "medium"
    assert weakest([]).grade == "low"


def test_a_later_entry_of_the_same_phone_that_has_synced_tells_the_offset_after() -> None:
    first = timing("09:05", offset_ms=100, offset_after_ms=None, saw_size=4)
    same = timing("09:41", offset_ms=100, offset_after_ms=None, saw_size=4)
    later = timing("11:00", offset_ms=140, offset_after_ms=None, saw_size=9)
    other = timing("10:00", offset_ms=7, offset_after_ms=None, device="phone-b", saw_size=30)
    found = {t.entry: t.offset_after_ms for t in with_later_offsets([later, same, other, first])}
    assert found[first.entry] == found[same.entry] == 140
    assert found[later.entry] is None
    assert found[other.entry] is None
