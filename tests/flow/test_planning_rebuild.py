"""Directory and planning follow from the log alone: every table of theirs, filled, is the same after a
rebuild."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from server.planning.campaigns import assign_visit, open_campaign
from server.planning.hours import set_calendar, set_schedule
from server.planning.leave_import import import_leave
from server.planning.roster_import import import_roster
from server.projections.directory import directory
from server.projections.planning import planning
from server.projections.rebuild import rebuild
from server.projections.row_hashes import TableHash, hash_tables
from server.storage.database import open_database
from server.storage.schema import Role
from server.storage.store import Store
from tests.support.rosters import LEAVE, good, tidy_csv
from tests.support.world import World


def plan(world: World) -> None:
    """Something in every table: two imports, hours, a year, a campaign, a visit by two looks, a question
    answered."""
    phone = world.phone()
    monday = date(2026, 11, 23)
    with world.work() as office:
        import_roster(office, "system", tidy_csv(good(4)), "名单.csv")
    with world.work() as office:
        import_roster(office, "system", tidy_csv(good(3)), "名单.csv")
        names = {"zh": "一轮", "en": "One"}
        opened = open_campaign(office, "system", names=names, plan_number="3号", starts=monday, ends=monday)
        set_calendar(office, "system", year=2027, days={"off": {"2027-01-01": "元旦"}, "work": []})
    with world.work() as office:
        import_leave(office, "system", LEAVE, "请假.csv")
        set_schedule(office, "system", unit="LJ01", name="标准", layers={"hours": [["09:00", "17:00"]]})
        where = {"campaign": opened, "unit": "LJ01", "team": "第三组"}
        assignment = assign_visit(office, "system", device=phone.device, day=monday, **where)
    visit = phone.start_visit(None, assignment, opened)
    phone.identify(visit)
    phone.mark(visit, "LJ01001", "王芳", mark="mark-1")
    phone.push()
    with world.work() as office:
        private = {"text": "去向牌怎么写？"}
        office.log.append(
            "finding.returned",
            actor="system",
            clear={"finding": "mark-1", "question": "q-1"},
            private=private,
        )
    phone.append("question.answered", {"question": "q-1", "finding": "mark-1"}, {"answer": "在岗"})
    phone.finish_visit(visit)
    phone.push()


def hashes(store: Store) -> dict[str, TableHash]:
    ours = {table.name for table in (*directory.tables, *planning.tables)}
    with store.reading() as office:
        return {h.table: h for h in hash_tables(office.session, Role.PROJECTION) if h.table in ours}


def test_directory_and_planning_are_rebuilt_to_the_same_rows(world: World, tmp_path: Path) -> None:
    plan(world)
    before = hashes(world.store)
    assert [name for name, found in before.items() if found.rows == 0] == []
    target = replace(world.store, engine=open_database(f"sqlite:///{tmp_path / 'rebuilt.sqlite'}"))
    rebuild(world.store, target, lambda done, total: None)
    assert hashes(target) == before
    target.engine.dispose()
