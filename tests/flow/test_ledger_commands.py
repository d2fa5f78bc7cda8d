"""`mingcha ledger verify` and `rebuild` (Accept 7): what is derived follows from entries and blobs alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from server.errors import Refusal
from server.projections.rebuild import rebuild
from server.projections.row_hashes import hash_tables
from server.storage.database import open_database
from server.storage.schema import ROLES, Role, metadata
from server.storage.verification import Report, verify
from tests.support import postgres
from tests.support.phone import Phone, Photo
from tests.support.world import World


def _quiet(done: int, total: int) -> None:
    assert done <= total


def _report(world: World) -> Report:
    with world.office() as office:
        return verify(office, _quiet)


def _recorded(world: World) -> Phone:
    phone = world.phone()
    visit = phone.start_visit()
    phone.observe(visit, "B01", note="一", photos=[Photo(b"one" * 5000), Photo(b"")])
    phone.observe(visit, "B01", note="二", photos=[Photo(b"two" * 9000)])
    phone.sync()
    phone.append("person.marked", {"nonsense": 1})
    phone.observe(visit, "B01")
    phone.sync()
    return phone


def _target(world: World, tmp_path: object) -> str:
    if world.store.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path}/again.sqlite"
    return postgres.another_database("again")


def test_a_ledger_with_quarantined_entries_and_media_verifies(world: World) -> None:
    _recorded(world)
    report = _report(world)
    assert report.faults == []
    assert report.blobs == 3
    assert report.checkpoints >= 2


def test_rebuilding_gives_the_same_rows_in_every_table(world: World, tmp_path: object) -> None:
    _recorded(world)
    target = replace(world.store, engine=open_database(_target(world, tmp_path)))
    rebuild(world.store, target, _quiet)
    with Session(world.store.engine) as old, Session(target.engine) as new:
        before, after = hash_tables(old, *Role), hash_tables(new, *Role)
    target.engine.dispose()
    assert before == after
    rows = {found.table: found.rows for found in after}
    assert all(
        rows[name] for name in ("entry", "node", "head", "device", "media", "device_invited", "office")
    )


def test_rebuilding_into_a_database_that_holds_something_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="rebuild_target_not_empty"):
        rebuild(world.store, world.store, _quiet)


def test_every_table_declares_its_role() -> None:
    assert set(ROLES) == set(metadata.tables)


@pytest.mark.parametrize("statement", ["UPDATE entry SET verdict = 'accepted'", "DELETE FROM entry"])
def test_the_log_refuses_update_and_delete(world: World, statement: str) -> None:
    with world.store.engine.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text(statement))


def _tamper(world: World, statement: str, **values: object) -> None:
    """As somebody who owns the database would: triggers dropped first."""
    engine = create_engine(world.store.engine.url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                connection.execute(text(f"DROP TRIGGER entry_{verb}"))
        else:
            connection.execute(text("DROP TRIGGER entry_append_only ON entry"))
        connection.execute(text(statement), values)
    engine.dispose()


Act = Callable[[World, Phone], None]


def _alter_signature(world: World, phone: Phone) -> None:
    altered = phone.log.entries[0].jws[:-4] + "AAAA"
    _tamper(world, "UPDATE entry SET jws = :jws WHERE id = :id", jws=altered, id=phone.log.entries[0].id)


def _drop_leaf(world: World, phone: Phone) -> None:
    _tamper(world, "DELETE FROM entry WHERE id = :id", id=phone.log.entries[1].id)


def _release(world: World, phone: Phone) -> None:
    _tamper(world, "UPDATE entry SET verdict = 'accepted', code = NULL WHERE verdict = 'quarantined'")


def _swap_seal(world: World, phone: Phone) -> None:
    _tamper(
        world,
        "UPDATE entry SET seal = (SELECT seal FROM entry WHERE id = :other) WHERE id = :id",
        id=phone.log.entries[1].id,
        other=phone.log.entries[2].id,
    )


def _damage_blob(world: World, phone: Phone) -> None:
    path = world.store.blobs.path(phone.media()[0].sealed)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")


def _lose_blob(world: World, phone: Phone) -> None:
    world.store.blobs.path(phone.media()[0].sealed).unlink()


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_alter_signature, "signature_invalid"),
        (_drop_leaf, "leaf_missing"),
        (_release, "receipt_differs"),
        (_swap_seal, "seal_damaged"),
        (_damage_blob, "blob_damaged"),
        (_lose_blob, "blob_missing"),
    ],
)
def test_verification_names_what_was_tampered_with(world: World, act: Act, code: str) -> None:
    phone = _recorded(world)
    act(world, phone)
    assert code in {found for found, _ in _report(world).faults}
