"""`mingcha account`: the first administrator, before anybody can sign in."""

from argparse import ArgumentParser, Namespace
from io import StringIO

import pytest

from server.commands import account
from server.errors import Refusal
from server.identity import accounts, passwords
from server.storage.overview import acts
from tests.support.world import World


def run(world: World, *words: str) -> int:
    parser = ArgumentParser()
    account.add(parser.add_subparsers())
    arguments: Namespace = parser.parse_args(["account", *words])
    result: int = arguments.run(arguments, world.settings)
    return result


def test_the_first_administrator_gets_a_password_that_works_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(world, "add", "guan", "--name", "管信", "--role", "administrator") == 0
    username, password = capsys.readouterr().out.strip().split("\t")
    with world.office() as office:
        stored = accounts.credential_of(office, username)
        assert acts(office, "account", 1)[0][0].actor == "system"
    assert stored is not None
    assert passwords.matches(stored.hash, password)


def test_a_password_may_be_given_on_standard_input(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("seven-grey-herons\n"))
    run(world, "add", "guan", "--name", "管信", "--role", "administrator", "--password-stdin")
    with world.office() as office:
        stored = accounts.credential_of(office, "guan")
    assert stored is not None
    assert passwords.matches(stored.hash, "seven-grey-herons")


def test_a_forgotten_password_is_renewed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(world, "add", "guan", "--name", "管信", "--role", "administrator")
    run(world, "password", "guan")
    assert len(set(capsys.readouterr().out.split())) == 3
    with pytest.raises(Refusal, match="account_unknown"):
        run(world, "password", "nobody")


def test_accounts_are_listed_with_their_roles(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(world, "add", "guan", "--name", "管信", "--role", "administrator", "--role", "reviewer")
    capsys.readouterr()
    run(world, "list")
    assert capsys.readouterr().out == "guan\tadministrator,reviewer\tactive\t管信\n"
