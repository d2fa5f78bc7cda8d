"""Sessions: a random token in the browser, its hash on the server, an end by disuse, by age, by act."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.identity import accounts, sessions
from server.identity.accounts import NewAccount
from server.storage.tables.accounts import login_session
from tests.support.office import PASSWORD
from tests.support.world import World


@pytest.fixture
def account(world: World) -> str:
    with world.work() as office:
        return accounts.create_account(office, "system", NewAccount("hejing", PASSWORD, ["reviewer"], "何静"))


def opened(world: World, account: str) -> str:
    with world.work() as office:
        return sessions.open_session(office, account)


def person(world: World, token: str | None) -> sessions.Person | None:
    with world.office() as office:
        return sessions.person_of(office, token)


def test_a_token_leads_to_its_person(world: World, account: str) -> None:
    found = person(world, opened(world, account))
    assert found is not None
    assert (found.account, found.roles) == (account, ("reviewer",))


def test_the_database_holds_no_token(world: World, account: str) -> None:
    token = opened(world, account)
    with world.office() as office:
        stored = [str(value) for row in office.session.execute(select(login_session)) for value in row]
    assert token not in stored


@pytest.mark.parametrize("token", [None, "", "x" * 43])
def test_another_token_leads_to_nobody(world: World, account: str, token: str | None) -> None:
    opened(world, account)
    assert person(world, token) is None


def test_an_hour_without_use_ends_it(world: World, account: str) -> None:
    token = opened(world, account)
    world.clock.now += sessions.IDLE + timedelta(seconds=1)
    assert person(world, token) is None


def test_use_keeps_it_open_but_not_beyond_twelve_hours(world: World, account: str) -> None:
    token = opened(world, account)
    for _ in range(24):
        world.clock.advance(minutes=30)
        found = person(world, token)
        assert found is not None
        with world.work() as office:
            sessions.touch(office, found.session)
    world.clock.advance(minutes=1)
    assert person(world, token) is None


def test_closing_ends_it_and_leaves_an_entry(world: World, account: str) -> None:
    token = opened(world, account)
    found = person(world, token)
    assert found is not None
    with world.work() as office:
        sessions.close_session(office, found)
    assert person(world, token) is None
    assert newest(world) == "session.closed"


def test_a_deactivated_account_is_signed_out_everywhere(world: World, account: str) -> None:
    token = opened(world, account)
    with world.work() as office:
        accounts.deactivate(
            office, "system", account, "left", accounts.find_account(office, account).revision
        )
    assert person(world, token) is None


def test_a_changed_role_holds_for_the_open_session(world: World, account: str) -> None:
    token = opened(world, account)
    with world.work() as office:
        revision = accounts.find_account(office, account).revision
        accounts.change_roles(office, "system", account, ["editor"], revision)
    found = person(world, token)
    assert found is not None
    assert found.roles == ("editor",)


def test_two_sessions_have_two_form_tokens(world: World, account: str) -> None:
    first, second = person(world, opened(world, account)), person(world, opened(world, account))
    assert first is not None
    assert second is not None
    assert first.csrf != second.csrf


def newest(world: World) -> str:
    from server.storage.overview import acts

    with world.office() as office:
        return acts(office, "", 1)[0][0].type
