"""A full disk (磁盘已满): a clear refusal, nothing lost, and the phone finishes once there is room. Made for real where
the machine can make one."""

import errno
import os

import pytest
from sqlalchemy import text

from server.storage.verification import verify
from tests.flow.test_uploads import code_of, location_of, photo_of
from tests.support.world import World


def test_a_full_disk_under_an_upload_is_a_clear_refusal_and_nothing_is_lost(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    file = world.settings.data / "uploads" / f"{medium.entry}.{medium.sd}"
    file.parent.mkdir(exist_ok=True)
    file.symlink_to("/dev/full")
    found = phone.patch(location, 0, medium.content)
    assert code_of(found) == (507, "storage_full")
    file.unlink()
    phone.upload(medium)
    with world.office() as office:
        assert office.media(medium.sealed) == medium.original


def test_a_full_disk_under_the_blob_store_keeps_the_upload(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert code_of(phone.patch(location, 0, medium.content)) == (507, "storage_full")
    monkeypatch.undo()
    assert phone.offset(location) == len(medium.content)
    phone.push([], want=[medium.entry])
    assert phone.media_receipts[medium.entry, medium.sd]["matched"] is True


def _fill(world: World, full: bool) -> None:
    """No room left: a limit of pages on SQLite, the very error of PostgreSQL by a trigger. Or room again."""
    with world.store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages if full else 1_000_000}")
        elif full:
            body = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END"
            made = f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
            connection.execute(text(made))
            on = "CREATE TRIGGER no_room BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION no_room()"
            connection.execute(text(on))
        else:
            connection.execute(text("DROP FUNCTION no_room CASCADE"))


def test_a_full_database_is_a_clear_refusal_without_half_a_batch_and_later_the_phone_finishes(
    world: World,
) -> None:
    phone = world.phone()
    visit = phone.start_visit()
    phone.push()
    for _ in range(100):
        phone.observe(visit, note="长" * 500)
    _fill(world, True)
    found = phone.post("/api/v1/sync", phone.sync_request(phone.unsent()))
    _fill(world, False)
    assert code_of(found) == (507, "storage_full")
    assert phone.push([], want=[entry.id for entry in phone.log.entries[1:]])["verdicts"] == []
    phone.sync()
    assert phone.unsent() == []
    with world.office() as office:
        assert verify(office, lambda done, total: None).faults == []
