"""A projection with a bug stops at its leaf and says why; the others go on, and evidence is never refused for it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from server.projections import REGISTRY, Project, Projection
from server.projections.work import catch_up
from server.storage import sql
from server.storage.opening import OpenEntry
from server.storage.tables import log
from tests.support.world import World


class BugError(Exception):
    """Ours, in a handler."""


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """A projection that trips over an observation noted 坏, until `fixed` is in the list."""
    seen: list[str] = []
    projection = Projection("fragile", tables=[])

    @projection.on("observation.recorded")
    def observed(p: Project, e: OpenEntry) -> None:
        if e.private["note"] == "坏" and "fixed" not in seen:
            raise BugError
        seen.append(e.private["note"])

    yield seen
    del REGISTRY["fragile"]


def _faults(world: World) -> list[sql.Row]:
    with world.office() as office:
        return sql.rows(office.session, log.projection_fault, office=office.id)


def _observe(world: World, *notes: str) -> dict[str, object]:
    phone = world.phone()
    visit = phone.start_visit()
    for note in notes:
        phone.observe(visit, note=note)
    return phone.push()


def test_a_projection_that_raises_stops_alone_and_the_entries_are_accepted(
    world: World, seen: list[str]
) -> None:
    answer = _observe(world, "好", "坏", "后")
    assert answer["acked"] == 4
    assert seen == ["好"]
    assert [fault["projection"] for fault in _faults(world)] == ["fragile"]
    with world.office() as office:
        cursors = {row["projection"]: row["leaf"] for row in sql.rows(office.session, log.projection_cursor)}
        size = office.ledger.head().size
    assert {leaf for name, leaf in cursors.items() if name != "fragile"} == {size}
    assert cursors["fragile"] < size


def test_once_mended_it_goes_on_from_where_it_stood(world: World, seen: list[str]) -> None:
    _observe(world, "好", "坏", "后")
    seen.append("fixed")
    with Session(world.store.engine) as session:
        catch_up(world.store, session)
    assert seen == ["好", "fixed", "坏", "后"]
    assert _faults(world) == []


def test_a_name_can_not_be_registered_twice(seen: list[str]) -> None:
    with pytest.raises(ValueError, match="fragile"):
        Projection("fragile", tables=[])
