"""From what phones record to findings: what opens one, what belongs together, and what is taken back."""

import pytest

from server.casework import case as cases
from server.clock import parse_iso
from server.storage import sql
from server.storage.tables import findings as t
from tests.support.casework import go, picture
from tests.support.phone import Photo
from tests.support.world import World


def test_a_person_never_seen_absent_makes_no_finding(world: World) -> None:
    field = go(world)
    for state in ("present", "leave_claimed", "trip_claimed", "meeting_claimed", "duty_claimed", "unchecked"):
        field.phone.mark(field.visit, "LJ01002", "黄娜", state)
    field.sync()
    assert field.findings() == []


def test_both_looks_of_a_person_are_one_finding_with_all_photographs(world: World) -> None:
    field = go(world)
    mark = field.absence(photos=2)
    field.sync()
    [row] = field.findings()
    assert (row["finding"], row["recorded"], row["staff"], row["unit"]) == (mark, "A03", "LJ01001", "LJ01")
    assert (row["date"], row["number"], row["status"]) == ("2026-11-23", 1, "unverified")
    found = field.case(mark)
    assert [look["number"] for look in found.looks] == [1, 2]
    assert [e["matched"] for e in found.evidence] == [True, True, True]
    assert {(e["format"], e["width"], e["height"]) for e in found.evidence} == {("JPEG", 640, 480)}


def test_looks_before_the_first_absence_belong_to_the_finding_too(world: World) -> None:
    field = go(world)
    field.phone.mark(field.visit, "LJ01001", "李秀兰", "present", photos=[Photo(picture(3))])
    mark = field.absence()
    field.sync()
    assert [look["state"] for look in field.case(mark).looks] == ["present", *["absent_unverified"] * 2]
    assert len(field.case(mark).evidence) == 3


def test_each_kind_opens_a_finding_only_by_what_calls_for_one(world: World) -> None:
    field = go(world)
    phone, visit = field.phone, field.visit
    phone.seat(visit, "大厅", "3号窗口", "empty")
    seat = phone.new_id()
    phone.seat(visit, "大厅", "4号窗口", "window_unattended", seat=seat, b_post_present=False)
    version = {"checklist": "plates_and_board", "checklist_version": "2026.1"}
    phone.append("checklist.marked", {"visit": visit, **version, "item": "badge", "answer": "yes"})
    no = phone.append("checklist.marked", {"visit": visit, **version, "item": "desk_plate", "answer": "no"})
    phone.observe(visit, "B04", "公示栏缺失")
    field.sync()
    kinds = {row["kind"]: row for row in field.findings()}
    assert set(kinds) == {"seat", "checklist", "observation"}
    assert kinds["seat"]["finding"] == seat
    assert kinds["checklist"]["finding"] == no.id
    assert kinds["observation"]["recorded"] == "B04"
    assert [row["number"] for row in field.findings()] == [1, 2, 3]


def test_two_inspectors_who_disagree_are_one_finding_that_says_so(world: World) -> None:
    field = go(world, ("张三丰", "赵六"))
    first, second = field.phones
    mark = first.new_id()
    first.mark(field.visit, "LJ01001", "李秀兰", mark=mark)
    second.mark(field.visit, "LJ01001", "李秀兰", "present")
    field.sync()
    [row] = field.findings()
    assert row["finding"] == mark
    assert len(field.case(mark).looks) == 2
    assert field.case(mark).disagree
    assert row["status"] == "unverified"


def test_a_photograph_still_on_the_phone_is_missing_by_name(world: World) -> None:
    field = go(world)
    mark = field.absence()
    field.phone.push()
    assert [e["device"] for e in field.case(mark).missing] == [field.phone.device] * 2
    field.sync()
    assert field.case(mark).missing == []


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"),
        (b"<html>login</html>", "not_an_image"),
        (picture()[:3000], "truncated"),
    ],
    ids=["zero bytes", "a page named .jpg", "cut"],
)
def test_a_damaged_photograph_is_kept_byte_for_byte_and_flagged(
    world: World, content: bytes, flag: str
) -> None:
    field = go(world)
    field.phone.observe(field.visit, "B04", photos=[Photo(content, name="IMG_1.jpg")])
    field.sync()
    [row] = field.findings()
    [shown] = field.case(row["finding"]).evidence
    assert shown["matched"] is True
    assert flag in shown["flags"]
    with world.office() as office:
        assert office.media(shown["sealed"]) == content


def test_a_withdrawn_look_stays_and_a_finding_without_looks_is_withdrawn(world: World) -> None:
    field = go(world)
    seen = field.phone.observe(field.visit, "B04")
    field.phone.append("entry.withdrawn", {"target": seen.id, "reason_kind": "slip"})
    field.sync()
    [row] = field.findings()
    assert (row["status"], row["withdrawn"]) == ("withdrawn", True)
    [look] = field.case(row["finding"]).looks
    assert look["withdrawn"] is not None


def test_a_finding_with_a_look_left_is_not_withdrawn(world: World) -> None:
    field = go(world)
    mark = field.absence()
    field.phone.append("entry.withdrawn", {"target": field.phone.log.entries[-1].id, "reason_kind": "undo"})
    field.sync()
    assert (field.finding(mark)["status"], field.finding(mark)["withdrawn"]) == ("unverified", False)


def test_nobody_withdraws_what_another_phone_recorded(world: World) -> None:
    field = go(world, ("张三丰", "赵六"))
    seen = field.phones[0].observe(field.visit, "B04")
    field.phones[0].sync()
    field.phones[1].append("entry.withdrawn", {"target": seen.id, "reason_kind": "slip"})
    field.phones[1].sync()
    [row] = field.findings()
    assert row["status"] == "unverified"


def test_the_interval_of_a_look_reaches_from_the_checkpoint_it_saw_to_its_receipt(world: World) -> None:
    field = go(world)
    mark = field.absence()
    world.clock.advance(minutes=90)
    field.sync()
    with world.office() as office:
        look = cases.load(office, mark).looks[0]
        assert look["not_before"] is not None
        first, at, last = (parse_iso(look[name]) for name in ("not_before", "at", "received_at"))
        assert first <= at < last
        assert (last - at).total_seconds() == (90 + 36) * 60
        assert sql.rows(office.session, t.look, office=office.id)[0]["withdrawn"] is None
