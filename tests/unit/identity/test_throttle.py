"""Guessing passwords costs waiting, for names that exist and names that don't, and never for ever."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Refusal
from server.identity.throttle import FORGOTTEN, LONGEST, NAME, count_attempt, forgive, wait_after
from tests.support.world import World


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_waiting_never_shrinks_and_never_exceeds_a_quarter_hour(failures: int, free: int) -> None:
    assert wait_after(failures, free) <= wait_after(failures + 1, free) <= LONGEST


def test_the_free_attempts_wait_for_nothing() -> None:
    assert wait_after(NAME.free - 1, NAME.free) == timedelta(0)
    assert wait_after(NAME.free, NAME.free) == timedelta(seconds=30)


def attempt(world: World, name: str = "hejing", address: str = "10.0.0.1") -> None:
    with world.work() as office:
        count_attempt(office, name, address)


def test_the_sixth_attempt_must_wait_and_is_told_how_long(world: World) -> None:
    for _ in range(5):
        attempt(world)
    with pytest.raises(Refusal) as refused:
        attempt(world)
    assert refused.value.code == "too_many_logins"
    assert refused.value.details["seconds"] == 31


def test_after_the_wait_one_more_attempt_is_free(world: World) -> None:
    for _ in range(5):
        attempt(world)
    world.clock.advance(seconds=31)
    attempt(world)
    with pytest.raises(Refusal):
        attempt(world)


def test_another_name_from_another_address_is_not_held_up(world: World) -> None:
    for _ in range(5):
        attempt(world)
    attempt(world, "zhengming", "10.0.0.2")


def test_many_names_from_one_address_are_held_up(world: World) -> None:
    for n in range(20):
        attempt(world, f"name-{n}")
    with pytest.raises(Refusal, match="too_many_logins"):
        attempt(world, "name-21")


def test_the_right_password_clears_the_name(world: World) -> None:
    for _ in range(5):
        attempt(world)
    with world.work() as office:
        forgive(office, "hejing", "10.0.0.1")
    attempt(world)


def test_half_an_hour_later_everything_is_forgotten(world: World) -> None:
    for _ in range(5):
        attempt(world)
    world.clock.now += FORGOTTEN + timedelta(seconds=1)
    for _ in range(5):
        attempt(world)


def test_capitals_do_not_make_another_name(world: World) -> None:
    for name in ("hejing", "HeJing", "HEJING", "hejinG", "heJing"):
        attempt(world, name)
    with pytest.raises(Refusal, match="too_many_logins"):
        attempt(world)
