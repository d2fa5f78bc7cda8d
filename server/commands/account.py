"""`mingcha account`: the first administrator, when nobody can sign in yet; and a way back in when nobody can any more.

Whoever may run commands on the server may do this; each act is an entry of actor `system`, so it shows."""

import argparse
import os
import sys

from server.clock import system_clock
from server.domain.permissions import ACTIVE
from server.errors import Refusal
from server.identity import accounts, passwords
from server.identity.accounts import NewAccount
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage.store import open_store


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Puts the command and its three acts beside the others."""
    parser = subparsers.add_parser("account", help="accounts of the console")
    acts = parser.add_subparsers(dest="act", required=True)
    new = acts.add_parser("add", help="open an account; prints its first password")
    new.add_argument("username")
    new.add_argument("--name", required=True, help="display name (Chinese)")
    new.add_argument("--name-en", help="display name (English)")
    new.add_argument("--role", action="append", choices=[str(role) for role in ACTIVE], required=True)
    new.add_argument(
        "--password-stdin", action="store_true", help="read the password instead of inventing one"
    )
    new.set_defaults(run=_add)
    renew = acts.add_parser("password", help="give an account a new first password and print it")
    renew.add_argument("username")
    renew.set_defaults(run=_renew)
    acts.add_parser("list", help="list accounts and roles").set_defaults(run=_list)


def _add(arguments: argparse.Namespace, settings: Settings) -> int:
    given = sys.stdin.readline().rstrip("\n") if arguments.password_stdin else None
    new = NewAccount(
        username=arguments.username,
        password=given or passwords.invented(),
        roles=arguments.role,
        display_zh=arguments.name,
        display_en=arguments.name_en,
        must_change=given is None,
    )
    with unit_of_work(open_store(settings, system_clock, os.urandom)) as office:
        accounts.create_account(office, "system", new)
    print(arguments.username if given else f"{arguments.username}\t{new.password}")
    return 0


def _renew(arguments: argparse.Namespace, settings: Settings) -> int:
    password = passwords.invented()
    with unit_of_work(open_store(settings, system_clock, os.urandom)) as office:
        found = accounts.credential_of(office, arguments.username)
        if found is None:
            raise Refusal("account_unknown")
        accounts.set_password(office, "system", found.account, password, must_change=True)
    print(f"{arguments.username}\t{password}")
    return 0


def _list(_arguments: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings, system_clock, os.urandom).reading() as office:
        for one in accounts.accounts_of(office):
            state = "active" if one.active else "ended"
            print(f"{one.username}\t{','.join(one.roles)}\t{state}\t{one.display_zh}")
    return 0
