"""The sample rosters under MINGCHA_SAMPLES; twins with generated files stand in `test_roster_import.py`."""

import pytest

from server.planning.roster_import import RosterPreview, import_roster
from tests.support.samples import sample
from tests.support.world import World

pytestmark = pytest.mark.sample


def roster(name: str) -> bytes:
    return sample(f"rosters/{name}").read_bytes()


def take(world: World, content: bytes) -> RosterPreview:
    with world.work() as office:
        return import_roster(office, "system", content, "名单")[0]


def test_the_roster_as_sent_adds_116_people_and_names_its_four_faults(world: World) -> None:
    content = roster("roster_as_sent.xlsx")
    first, second = take(world, content), take(world, content)
    faults = [(14, "岗位类型", "unknown_post_kind"), (20, "姓名", "name_missing")]
    faults += [(25, "B岗工号", "deputy_not_found"), (128, "工号", "duplicate_id")]
    for found in (first, second):
        assert [(fault.row, fault.column, fault.code) for fault in found.faults] == faults
    assert first.counts() == {"added": 116, "changed": 0, "ended": 0, "unchanged": 0}
    assert second.counts() == {"added": 0, "changed": 0, "ended": 0, "unchanged": 116}


def test_the_tidy_roster_has_no_fault_and_changes_nothing_the_second_time(world: World) -> None:
    content = roster("roster_tidy.csv")
    first, second = take(world, content), take(world, content)
    assert (first.faults, second.faults) == ((), ())
    assert first.counts() == {"added": 119, "changed": 0, "ended": 0, "unchanged": 0}
    assert second.counts() == {"added": 0, "changed": 0, "ended": 0, "unchanged": 119}


def test_after_the_roster_as_sent_the_tidy_one_adds_only_the_three_that_were_faulty(world: World) -> None:
    take(world, roster("roster_as_sent.xlsx"))
    assert take(world, roster("roster_tidy.csv")).counts() == {
        "added": 3,
        "changed": 0,
        "ended": 0,
        "unchanged": 116,
    }
