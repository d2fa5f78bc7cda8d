"""The attendance rules bind the reviewer: what they find failed can't be confirmed, whatever is written beside it."""

import pytest

from tests.support.casework import go, leave
from tests.support.world import World
from tests.unit.casework.acting import confirm, do, refused


@pytest.mark.parametrize(("minutes", "code"), [(29, "rule_not_met"), (30, None)])
def test_two_looks_become_absence_from_post_only_at_thirty_minutes(
    world: World, minutes: int, code: str | None
) -> None:
    field = go(world)
    mark = field.absence(minutes=minutes)
    field.sync()
    if code:
        assert refused(field, mark, confirm("A04", override="我认为成立")).code == code
    else:
        do(field, mark, confirm("A04"))
        assert field.finding(mark)["violation"] == "A04"


def test_one_look_never_becomes_absence_from_post(world: World) -> None:
    field = go(world)
    mark = field.phone.new_id()
    field.phone.mark(field.visit, "LJ01001", "李秀兰", mark=mark)
    field.sync()
    assert refused(field, mark, confirm("A04", override="一次也够")).code == "rule_not_met"


def test_approved_leave_never_becomes_absence_from_post(world: World) -> None:
    field = go(world, leave_file=leave("LJ01001", "2026-11-23 08:00", "2026-11-23 17:00", "2026-11-20 10:00"))
    mark = field.absence()
    field.sync()
    assert refused(field, mark, confirm("A04", override="照片清楚")).code == "rule_not_met"


def test_leave_approved_after_the_visit_is_left_to_a_person_with_a_reason(world: World) -> None:
    field = go(world, leave_file=leave("LJ01001", "2026-11-23 08:00", "2026-11-23 17:00", "2026-11-23 15:00"))
    mark = field.absence()
    field.sync()
    assert refused(field, mark, confirm("A04")).code == "rule_open"
    do(field, mark, confirm("A04", override="事后补办，领导事先不知情"))


def test_inspectors_who_disagree_keep_absence_from_post_open(world: World) -> None:
    field = go(world, ("张三丰", "赵六"))
    mark = field.absence()
    field.phones[1].mark(field.visit, "LJ01001", "李秀兰", "present")
    field.sync()
    assert refused(field, mark, confirm("A04")).code in {"rule_open", "rule_not_met"}
