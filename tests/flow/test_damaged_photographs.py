"""A photograph with damage arrives as it was taken, byte for byte, and is flagged for whoever looks at it."""

import pytest

from server.storage import sql
from server.storage.tables import findings as t
from tests.support.casework import go, picture
from tests.support.phone import Photo
from tests.support.samples import sample
from tests.support.world import World


def arrives(world: World, content: bytes) -> tuple[bytes, list[str]]:
    """What the office opens of it, and the flags beside it."""
    field = go(world)
    field.phone.observe(field.visit, "B01", "如照片所示", [Photo(content)])
    field.sync()
    with world.office() as office:
        [row] = sql.rows(office.session, t.evidence, office=office.id)
        return office.media(row["sealed"]), list(row["flags"])


@pytest.mark.sample
@pytest.mark.parametrize("name", ["corrupted.jpg", "image00971.jpg"])
def test_a_damaged_photograph_of_a_real_camera_arrives_whole_and_flagged(world: World, name: str) -> None:
    content = sample(f"photos/{name}").read_bytes()
    opened, flags = arrives(world, content)
    assert opened == content
    assert flags


def test_a_photograph_that_was_cut_off_arrives_whole_and_flagged(world: World) -> None:
    content = picture()[:-4000]
    opened, flags = arrives(world, content)
    assert opened == content
    assert flags


def test_an_undamaged_photograph_arrives_whole_without_a_flag(world: World) -> None:
    opened, flags = arrives(world, picture())
    assert opened == picture()
    assert flags == []
