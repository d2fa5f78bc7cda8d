"""考勤规则: each line of the attendance engine from both sides, as a reviewer meets it at the console.

Row 24 names 串岗 (A06) too, whose ten minutes are in the codebook and which no rule judges yet.
"""

from dataclasses import fields

import pytest

from server.domain.rules import load_rules
from server.domain.thresholds import Thresholds
from server.domain.workflow import RULED
from tests.support.casework import Field, go
from tests.support.office import OfficeClient
from tests.support.verifying import confirm
from tests.support.world import World

LI, HUANG, HE = ("LJ01001", "李秀兰"), ("LJ01002", "黄娜"), ("LJ01003", "何静")
SECOND, MS = 1000, 1
MINUTE = 60 * SECOND
LINES = {
    "late_grace_minutes": 5,
    "late_unverified_minutes": 30,
    "early_grace_minutes": 5,
    "early_unverified_minutes": 30,
    "disagreement_minutes": 5,
    "offset_tolerance_ms": 60_000,
    "A04": 30,
    "A05": 10,
}
"""Every line that the engine applies, and where these tests stand beside it."""


def later(field: Field, ms: int) -> None:
    field.world.clock.advance(milliseconds=ms)


def noted(field: Field, who: tuple[str, str], **moment: str) -> str:
    """Not there at one look, and a time of arriving or leaving noted at the next."""
    mark = field.phone.new_id()
    first = field.phone.mark(field.visit, *who, mark=mark)
    later(field, MINUTE)
    said = {name: f"2026-11-23T{clock}+08:00" for name, clock in moment.items()}
    state = "present" if "arrived_at" in moment else "absent_unverified"
    field.phone.mark(field.visit, *who, state, mark=mark, look=2, previous=first.id, **said)
    return mark


def away(field: Field, who: tuple[str, str], span: int) -> str:
    """Two looks at an empty desk."""
    mark = field.phone.new_id()
    first = field.phone.mark(field.visit, *who, mark=mark)
    later(field, span)
    field.phone.mark(field.visit, *who, mark=mark, look=2, previous=first.id)
    return mark


def empty(field: Field, span: int) -> str:
    """Two looks at an empty window, without B post and without a sign."""
    seat = field.phone.new_id()
    said = {"seat": seat, "b_post_present": False, "service_suspended_sign": False}
    field.phone.seat(field.visit, "大厅", "3号", "window_unattended", **said)
    later(field, span)
    field.phone.seat(field.visit, "大厅", "3号", "window_unattended", look=2, **said)
    return seat


def contradicted(field: Field, after: int) -> str:
    """One inspector saw nobody twice, the other saw the person that long after."""
    mark = away(field, LI, 40 * MINUTE)
    later(field, after)
    field.phones[1].mark(field.visit, *LI, "present")
    field.sync()
    return mark


def clock_moved(field: Field, by: int) -> str:
    """Between two looks the phone's clock was found to have moved against the server's."""
    mark, phone = field.phone.new_id(), field.phone
    first = phone.mark(field.visit, *LI, mark=mark)
    later(field, 40 * MINUTE)
    phone.log.offset_ms = by
    phone.mark(field.visit, *LI, mark=mark, look=2, previous=first.id)
    later(field, 10 * MINUTE)
    field.sync()
    return mark


def judged(me: OfficeClient, finding: str, code: str) -> str:
    """Early leaving always waits for the unit's own word, which the reason on record stands for here."""
    return confirm(me, finding, code, override="单位次日书面确认" if code == "A02" else "")


def test_these_are_all_the_lines_that_the_engine_applies(world: World) -> None:
    rules = load_rules(world.settings.config)
    named = {field.name for field in fields(Thresholds)} - {"provenance"}
    personnel = {"dismissal_consecutive_days", "dismissal_yearly_days"}  # 旷工: the unit's own record
    spans = {code: rules.codebook[code].minutes for code in RULED if rules.codebook[code].minutes}
    values = {name: getattr(rules.thresholds, name) for name in named - personnel}
    assert values | spans == LINES


@pytest.mark.system(24, lacks="串岗 A06: no rule applies its ten minutes")
def test_what_reaches_a_line_of_the_attendance_rules_can_be_confirmed(world: World) -> None:
    """迟到早退脱岗: boundary tests at every threshold, on the side that counts."""
    field, me = go(world), world.login("reviewer")
    found = [
        (empty(field, 10 * MINUTE), "A05"),
        (away(field, HE, 30 * MINUTE), "A04"),
        (noted(field, LI, arrived_at="09:05:00.001"), "A01"),
        (noted(field, HUANG, left_at="16:54:59.999"), "A02"),
    ]
    field.sync()
    assert [judged(me, finding, code) for finding, code in found] == ["confirmed"] * 4


@pytest.mark.system(24, refusal=True)
def test_what_falls_short_of_a_line_by_a_millisecond_is_refused(world: World) -> None:
    """迟到早退脱岗: boundary tests at every threshold, just short of it."""
    field, me = go(world), world.login("reviewer")
    found = [
        (empty(field, 10 * MINUTE - MS), "A05"),
        (away(field, HE, 30 * MINUTE - MS), "A04"),
        (noted(field, LI, arrived_at="09:05:00.000"), "A01"),
        (noted(field, HUANG, left_at="16:55:00.000"), "A02"),
    ]
    field.sync()
    assert [judged(me, finding, code) for finding, code in found] == ["rule_not_met"] * 4


@pytest.mark.system(24)
def test_half_an_hour_late_or_early_is_still_lateness_or_early_leaving(world: World) -> None:
    """迟到早退: boundary tests at every threshold, the upper one included."""
    field, me = go(world), world.login("reviewer")
    found = [
        (noted(field, LI, arrived_at="09:30:00.000"), "A01"),
        (noted(field, HUANG, left_at="16:30:00.000"), "A02"),
    ]
    field.sync()
    assert [judged(me, finding, code) for finding, code in found] == ["confirmed"] * 2


@pytest.mark.system(24, refusal=True)
def test_a_millisecond_beyond_half_an_hour_is_an_unverified_absence(world: World) -> None:
    """迟到早退: boundary tests at every threshold, just beyond the upper one, where it goes to 待核."""
    field, me = go(world), world.login("reviewer")
    found = [
        (noted(field, LI, arrived_at="09:30:00.001"), "A01"),
        (noted(field, HUANG, left_at="16:29:59.999"), "A02"),
    ]
    field.sync()
    assert [judged(me, finding, code) for finding, code in found] == ["rule_not_met"] * 2


@pytest.mark.system(24)
def test_looks_of_two_inspectors_contradict_each_other_within_five_minutes_only(world: World) -> None:
    """脱岗: boundary tests at every threshold, that of disagreement."""
    field = go(world, ("张三丰", "赵六"))
    mark = contradicted(field, 5 * MINUTE + MS)
    assert confirm(world.login("reviewer"), mark, "A04") == "confirmed"


@pytest.mark.system(24, refusal=True)
def test_inspectors_who_disagree_within_five_minutes_leave_it_open(world: World) -> None:
    """脱岗: boundary tests at every threshold; a disagreement is not decided by the rules."""
    field = go(world, ("张三丰", "赵六"))
    mark = contradicted(field, 5 * MINUTE)
    assert confirm(world.login("reviewer"), mark, "A04") == "rule_open"


@pytest.mark.system(24)
def test_a_clock_that_moved_by_a_minute_is_trusted(world: World) -> None:
    """脱岗: boundary tests at every threshold, that of the phone's clock."""
    mark = clock_moved(go(world), 60 * SECOND)
    assert confirm(world.login("reviewer"), mark, "A04") == "confirmed"


@pytest.mark.system(24, refusal=True)
def test_a_clock_that_moved_by_more_than_a_minute_is_not(world: World) -> None:
    """脱岗: boundary tests at every threshold; a clock that can't be trusted convicts nobody."""
    mark = clock_moved(go(world), 60 * SECOND + MS)
    assert confirm(world.login("reviewer"), mark, "A04") == "rule_open"
