"""Importing a roster and leave into an office: a preview changes nothing, an import is one entry, twice
changes nothing."""

import pytest

from server.errors import Refusal
from server.planning.leave_import import import_leave, preview_leave
from server.planning.roster_import import RosterPreview, import_roster, preview_roster
from server.projections.timetable import approvals_of, roster_of, roster_row
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import directory, log
from tests.support.rosters import as_sent, good, leave_csv, person, tidy_csv
from tests.support.world import World

DAY_OFF = ("LJ01001", "年休假", "2026-11-23", "2026-11-24", "何静", "2026-11-20 10:00", "OA")


def take(world: World, content: bytes) -> RosterPreview:
    with world.work() as office:
        return import_roster(office, "system", content, "名单.xlsx")[0]


def leaves(office: Office) -> int:
    return office.ledger.head().size


def test_a_preview_changes_nothing(world: World) -> None:
    with world.work() as office:
        before = leaves(office)
        assert preview_roster(office, as_sent(good(9))).counts()["added"] == 9
        assert leaves(office) == before
    with world.office() as office:
        assert sql.rows(office.session, directory.person, office=office.id) == []


def test_an_import_keeps_the_file_as_it_came_and_projects_its_people(world: World) -> None:
    content = as_sent([*good(9), person("LJ02001", unit="LJ02", unit_zh="临江区住房和城乡建设局")])
    take(world, content)
    with world.office() as office:
        assert [row.staff for row in roster_of(office, "LJ01")] == [f"LJ01{n:03d}" for n in range(1, 10)]
        units = sql.rows(office.session, directory.unit, office=office.id)
        assert {unit["unit"]: unit["zh"] for unit in units}["LJ02"] == "临江区住房和城乡建设局"
        imported = sql.rows(office.session, directory.directory_import, office=office.id)[0]
        entry = office.open(imported["entry"])
        assert office.media(entry.media[0].sealed) == content
        assert (imported["filename"], imported["rows"], imported["counts"]["added"]) == ("名单.xlsx", 10, 10)


def test_importing_twice_changes_nothing_and_leaves_no_second_entry(world: World) -> None:
    content = as_sent([*good(9), person("LJ01010", b_post="LJ99999")])
    assert take(world, content).counts() == {"added": 9, "changed": 0, "ended": 0, "unchanged": 0}
    with world.work() as office:
        before = leaves(office)
        preview, appended = import_roster(office, "system", content, "名单.xlsx")
        assert (preview.counts(), appended) == ({"added": 0, "changed": 0, "ended": 0, "unchanged": 9}, None)
        assert [fault.code for fault in preview.faults] == ["deputy_not_found"]
        assert leaves(office) == before


def test_what_changed_is_named_field_by_field(world: World) -> None:
    take(world, tidy_csv(good(3)))
    rows = good(3)
    rows[1] = person("LJ01002", room="408", post_kind="窗口")
    preview = take(world, tidy_csv(rows))
    assert preview.counts() == {"added": 0, "changed": 1, "ended": 0, "unchanged": 2}
    assert preview.changed[0].fields == {"room": ("301", "408"), "post_kind": ("desk", "window")}


def test_people_of_the_files_units_whom_it_no_longer_names_have_ended(world: World) -> None:
    elsewhere = person("LJ02001", unit="LJ02", unit_zh="临江区住房和城乡建设局")
    take(world, tidy_csv([*good(3), elsewhere]))
    preview = take(world, tidy_csv(good(2)))
    assert [row["staff"] for row in preview.ended] == ["LJ01003"]
    with world.office() as office:
        assert roster_row(office, "LJ01003") is None
        assert roster_row(office, "LJ02001") is not None


def test_whoever_has_ended_can_come_back(world: World) -> None:
    take(world, tidy_csv(good(3)))
    take(world, tidy_csv(good(2)))
    assert take(world, tidy_csv(good(3))).counts() == {"added": 1, "changed": 0, "ended": 0, "unchanged": 2}


def test_a_faulty_row_does_not_end_the_person_it_names(world: World) -> None:
    take(world, tidy_csv(good(3)))
    preview = take(world, tidy_csv([*good(2), person("LJ01003", None), person("LJ01004")]))
    assert preview.counts() == {"added": 1, "changed": 0, "ended": 0, "unchanged": 2}
    with world.office() as office:
        assert roster_row(office, "LJ01003") is not None


def test_a_deputy_may_be_on_the_roster_already(world: World) -> None:
    take(world, tidy_csv(good(3)))
    other = person("LJ02001", unit="LJ02", unit_zh="临江区住房和城乡建设局", b_post="LJ01001")
    assert take(world, tidy_csv([other])).faults == ()


def test_english_names_survive_a_file_that_has_none(world: World) -> None:
    english = (
        tidy_csv(good(2)).decode("utf-8-sig").replace("编制类型", "英文姓名").replace("行政", "Wang Fang")
    )
    take(world, english.encode())
    preview = take(world, tidy_csv(good(2)))
    assert all(change.fields.keys() == {"establishment"} for change in preview.changed)


def test_somebody_elses_import_in_between_makes_the_preview_stale(world: World) -> None:
    with world.office() as office:
        seen = preview_roster(office, tidy_csv(good(3))).revision
    take(world, tidy_csv(good(2)))
    with pytest.raises(Refusal, match="stale"), world.work() as office:
        import_roster(office, "system", tidy_csv(good(3)), "名单.csv", seen)


def test_a_file_with_identity_numbers_is_previewed_but_never_kept(world: World) -> None:
    content = tidy_csv([*good(2), person("LJ01003", room="11010519491231002X")])
    with pytest.raises(Refusal) as refused, world.work() as office:
        import_roster(office, "system", content, "名单.csv")
    assert (refused.value.code, refused.value.details["rows"]) == ("identity_numbers_in_file", "4")
    with world.office() as office:
        assert sql.rows(office.session, log.entry, office=office.id, type="roster.imported") == []


def test_a_file_in_which_every_row_is_wrong_is_not_imported(world: World) -> None:
    with pytest.raises(Refusal, match="nothing_to_import"), world.work() as office:
        import_roster(office, "system", tidy_csv([person("LJ01001", None)]), "名单.csv")


def test_approved_leave_is_imported_with_its_approver_and_time(world: World) -> None:
    take(world, tidy_csv(good(3)))
    with world.work() as office:
        import_leave(office, "system", leave_csv(DAY_OFF), "请假.csv")
    with world.office() as office:
        approval = approvals_of(office, ["LJ01001", "LJ01002"])["LJ01001"][0]
        assert (approval.kind, approval.approver) == ("leave", "何静")
        assert approval.starts.isoformat() == "2026-11-22T16:00:00+00:00"
        assert approval.ends.isoformat() == "2026-11-24T15:59:59+00:00"


def test_importing_leave_twice_changes_nothing_and_a_correction_is_a_change(world: World) -> None:
    take(world, tidy_csv(good(3)))
    with world.work() as office:
        import_leave(office, "system", leave_csv(DAY_OFF), "请假.csv")
    with world.work() as office:
        again, appended = import_leave(office, "system", leave_csv(DAY_OFF), "请假.csv")
        assert (again.counts()["unchanged"], appended) == (1, None)
        longer = (*DAY_OFF[:3], "2026-11-25", *DAY_OFF[4:])
        assert preview_leave(office, leave_csv(longer)).counts()["changed"] == 1


def test_the_same_leave_twice_in_a_file_counts_once(world: World) -> None:
    take(world, tidy_csv(good(3)))
    with world.office() as office:
        preview = preview_leave(office, leave_csv(DAY_OFF, DAY_OFF))
    assert preview.counts()["added"] == 1
    assert [fault.code for fault in preview.faults] == ["duplicate_leave"]
