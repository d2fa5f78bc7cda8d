"""UUIDv7: the version, the variant, and an order in time."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from server.domain.ids import new_id
from tests.support.seeded import SeededRng

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_that_holds_its_moment() -> None:
    made = UUID(new_id(lambda: NOW, SeededRng()))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_sort_by_time() -> None:
    rng = SeededRng()
    made = [new_id(lambda ms=ms: NOW + timedelta(milliseconds=ms), rng) for ms in range(50)]
    assert made == sorted(made)
