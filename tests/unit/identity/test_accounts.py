"""Accounts: each act an entry, names unique for ever, nobody deleted, always one administrator."""

import pytest

from server.errors import Refusal
from server.identity import accounts, passwords
from server.identity.accounts import Account, NewAccount
from server.storage.overview import acts
from tests.support.office import PASSWORD
from tests.support.world import World


def create(
    world: World, username: str = "hejing", roles: tuple[str, ...] = ("reviewer",), **more: str
) -> str:
    new = NewAccount(username, more.get("password", PASSWORD), roles, more.get("zh", "何静"), more.get("en"))
    with world.work() as office:
        return accounts.create_account(office, "system", new)


def get(world: World, account: str) -> Account:
    with world.office() as office:
        return accounts.find_account(office, account)


def types(world: World) -> list[str]:
    with world.office() as office:
        return [entry.type for entry in acts(office, "", 1)[0]]


def test_a_created_account_is_there_with_its_roles_and_names(world: World) -> None:
    made = get(world, create(world, en="He Jing"))
    assert (made.username, made.display_zh, made.display_en, tuple(made.roles)) == (
        "hejing",
        "何静",
        "He Jing",
        ("reviewer",),
    )
    assert made.active
    assert types(world)[0] == "account.created"


def test_name_and_password_are_not_in_the_open_part_of_the_entry(world: World) -> None:
    create(world)
    with world.office() as office:
        entry = acts(office, "account", 1)[0][0]
    assert "hejing" not in str(entry.data)
    assert PASSWORD not in str(entry.private)


@pytest.mark.parametrize("username", ["", "a", "he jing", "x" * 41, "he\tjing"])
def test_a_malformed_user_name_is_refused(world: World, username: str) -> None:
    with pytest.raises(Refusal, match="username_malformed"):
        create(world, username)


def test_a_name_differing_in_capitals_is_taken(world: World) -> None:
    create(world)
    with pytest.raises(Refusal, match="username_taken"):
        create(world, "HeJing")


def test_a_deactivated_account_keeps_its_name(world: World) -> None:
    account = create(world)
    with world.work() as office:
        accounts.deactivate(office, "system", account, "", get(world, account).revision)
    assert not get(world, account).active
    with pytest.raises(Refusal, match="username_taken"):
        create(world)


@pytest.mark.parametrize("roles", [(), ("superuser",), ("planner",), ("reviewer", "inspector")])
def test_only_the_listed_roles_can_be_given(world: World, roles: tuple[str, ...]) -> None:
    with pytest.raises(Refusal, match="role_unknown"):
        create(world, roles=roles)


def test_an_account_without_a_display_name_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="display_name_missing"):
        create(world, zh="  ")


def test_a_weak_password_is_refused_and_nothing_is_left_behind(world: World) -> None:
    with pytest.raises(Refusal, match="password_weak"):
        create(world, password="short")
    create(world)


def test_a_stale_change_of_roles_is_refused(world: World) -> None:
    account = create(world)
    seen = get(world, account).revision
    with world.work() as office:
        accounts.change_roles(office, "system", account, ["editor"], seen)
    with pytest.raises(Refusal, match="stale"), world.work() as office:
        accounts.change_roles(office, "system", account, ["director"], seen)
    assert tuple(get(world, account).roles) == ("editor",)


def test_the_last_administrator_can_neither_leave_nor_step_down(world: World) -> None:
    account = create(world, "admin", ("administrator",))
    seen = get(world, account).revision
    with pytest.raises(Refusal, match="last_administrator"), world.work() as office:
        accounts.deactivate(office, "system", account, "", seen)
    with pytest.raises(Refusal, match="last_administrator"), world.work() as office:
        accounts.change_roles(office, "system", account, ["reviewer"], seen)


def test_with_a_second_administrator_the_first_may_go(world: World) -> None:
    account = create(world, "admin", ("administrator",))
    other = create(world, "admin2", ("administrator",))
    with world.work() as office:
        accounts.deactivate(office, other, account, "", get(world, account).revision)
    assert not get(world, account).active


def test_nobody_deactivates_the_own_account(world: World) -> None:
    account = create(world)
    with pytest.raises(Refusal, match="own_account"), world.work() as office:
        accounts.deactivate(office, account, account, "", get(world, account).revision)


def test_an_unknown_or_ended_account_cannot_be_changed(world: World) -> None:
    with pytest.raises(Refusal, match="account_unknown"), world.work() as office:
        accounts.change_roles(office, "system", "nobody", ["editor"], None)


def test_the_own_password_changes_only_with_the_present_one(world: World) -> None:
    account = create(world)
    with pytest.raises(Refusal, match="password_wrong"), world.work() as office:
        accounts.change_own_password(office, account, "s", "not-it-at-all", "two-green-lamps")
    with pytest.raises(Refusal, match="password_same"), world.work() as office:
        accounts.change_own_password(office, account, "s", PASSWORD, PASSWORD)
    with world.work() as office:
        accounts.change_own_password(office, account, "s", PASSWORD, "two-green-lamps")
        stored = accounts.credential_of(office, "hejing")
    assert stored is not None
    assert passwords.matches(stored.hash, "two-green-lamps")
    assert types(world)[0] == "account.password_changed"
