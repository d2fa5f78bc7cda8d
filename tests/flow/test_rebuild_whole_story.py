"""Accept 7 over the whole story: from a roster to an issued publication, every table comes back as it was."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from server.exports.issue import issue
from server.projections.rebuild import rebuild
from server.projections.row_hashes import hash_tables
from server.storage import sql
from server.storage.database import open_database
from server.storage.schema import Role
from server.storage.tables import log
from server.storage.verification import verify
from tests.support import postgres
from tests.support.exposure import tell
from tests.support.world import World

FILLED = {
    "account",
    "assignment",
    "campaign",
    "case_visit",
    "decision",
    "device",
    "directory_import",
    "evidence",
    "finding",
    "finding_act",
    "guard",
    "legal_check",
    "media",
    "person",
    "publication",
    "redaction",
    "statement",
    "unit",
    "visit",
}
"""Projections that this story must have filled, so that equal hashes are not hashes of nothing."""


def test_a_story_told_to_its_end_is_rebuilt_row_for_row(world: World, tmp_path: Path) -> None:
    story = tell(world)
    story.ready()
    publication = story.approved()
    with world.work() as office:
        issue(office, story.account("editor"), publication)
    sqlite = world.store.engine.dialect.name == "sqlite"
    url = f"sqlite:///{tmp_path}/again.sqlite" if sqlite else postgres.another_database("story")
    target = replace(world.store, engine=open_database(url))
    rebuild(world.store, target, lambda done, total: None)
    with Session(world.store.engine) as old, Session(target.engine) as new:
        before, after = hash_tables(old, *Role), hash_tables(new, *Role)
    target.engine.dispose()
    assert [(found.table, found.sha256) for found in after] == [
        (found.table, found.sha256) for found in before
    ]
    assert {found.table for found in after if found.rows} >= FILLED
    with world.office() as office:
        assert sql.rows(office.session, log.projection_fault, office=office.id) == []
        assert verify(office, lambda done, total: None).faults == []
