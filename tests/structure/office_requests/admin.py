"""One request to each changing route of login, accounts, phones, directory, hours and campaigns, as a person would
make it. The test of routes checks that each succeeds and leaves an entry."""

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

from werkzeug.test import TestResponse

from server.identity.accounts import find_account
from server.planning.campaigns import open_campaign
from server.planning.roster_import import import_roster
from server.storage.guards import revision
from tests.support.office import PASSWORD, account_with
from tests.support.rosters import LEAVE, ROSTER
from tests.support.world import World


def sign_in(world: World) -> TestResponse:
    with world.app.app_context():
        account_with(["reviewer"])
    client = world.client
    token = re.search(r'name="csrf_token" value="(\w+)"', client.get("/office/login").text)
    assert token is not None
    data = {"csrf_token": token[1], "username": "reviewer-1", "password": PASSWORD}
    return client.post("/office/login", data=data)


def log_out(world: World) -> TestResponse:
    return world.login("reviewer").post("/office/logout")


def set_password(world: World) -> TestResponse:
    data = {"present": PASSWORD, "wanted": "two-green-lamps", "repeat": "two-green-lamps"}
    return world.login("reviewer").post("/office/password", data=data)


def switch_role(world: World) -> TestResponse:
    demonstrate(world)
    world.login("director")
    return world.login("reviewer").post("/office/demo/role", data={"role": "director"})


def demonstrate(world: World) -> None:
    store = world.store
    world.app.extensions["mingcha.store"] = replace(
        store, settings=replace(store.settings, demonstration=True)
    )


def create_account(world: World) -> TestResponse:
    data = {"username": "lisi", "display_zh": "李四", "roles": ["reviewer", "editor"]}
    return world.login("administrator").post("/office/accounts", data=data)


def change_roles(world: World) -> TestResponse:
    account, seen = other_account(world)
    data = {"roles": ["editor"], "revision": seen}
    return world.login("administrator").post(f"/office/accounts/{account}/roles", data=data)


def renew_password(world: World) -> TestResponse:
    account, _ = other_account(world)
    return world.login("administrator").post(f"/office/accounts/{account}/password")


def deactivate(world: World) -> TestResponse:
    account, seen = other_account(world)
    data = {"reason": "调离", "revision": seen}
    return world.login("administrator").post(f"/office/accounts/{account}/deactivate", data=data)


def other_account(world: World) -> tuple[str, str]:
    with world.app.app_context():
        account = account_with(["reviewer"], 2)
    with world.office() as office:
        return account, str(find_account(office, account).revision)


def invite(world: World) -> TestResponse:
    return world.login("administrator").post(
        "/office/devices/invitations", data={"inspector": "张三", "team": "3"}
    )


def freeze(world: World) -> TestResponse:
    device = world.phone().device
    with world.office() as office:
        seen = revision(office.session, office.id, "device", device)
    data = {"status": "frozen", "reason": "遗失", "revision": "new" if seen is None else str(seen)}
    return world.login("administrator").post(f"/office/devices/{device}/status", data=data)


def upload(world: World, kind: str, content: bytes, seen: str) -> TestResponse:
    data = {
        "previewed": sha256(content).hexdigest(),
        "revision": seen,
        "file": (BytesIO(content), f"{kind}.csv"),
    }
    return world.login("director").post(f"/office/{kind}/import", data=data)


def bring_roster(world: World) -> TestResponse:
    return upload(world, "roster", ROSTER, "new")


def with_roster(world: World) -> None:
    with world.work() as office:
        import_roster(office, "system", ROSTER, "roster.csv")


def set_hours(world: World) -> TestResponse:
    with_roster(world)
    data = {"name": "机关作息", "hours": "09:00-12:00 13:30-17:00", "revision": "new"}
    return world.login("director").post("/office/schedule/LJ01", data=data)


def set_calendar(world: World) -> TestResponse:
    data = {"year": "2027", "off": "2027-01-01 元旦", "work": "2027-01-03", "revision": "new"}
    return world.login("director").post("/office/calendar", data=data)


def open_one(world: World) -> TestResponse:
    data = {
        "name_zh": "第一批",
        "plan_number": "临效办〔2026〕1号",
        "starts": "2026-11-23",
        "ends": "2026-12-31",
    }
    return world.login("director").post("/office/campaigns", data=data)


def assign(world: World) -> TestResponse:
    with_roster(world)
    device = world.phone().device
    today = world.clock().date()
    with world.work() as office:
        names = {"zh": "第一批", "en": "First"}
        made = open_campaign(office, "system", names=names, plan_number="1", starts=today, ends=today)
    data = {"unit": "LJ01", "date": today.isoformat(), "device": [device]}
    return world.login("director").post(f"/office/campaigns/{made}/visits", data=data)


REQUESTS: dict[str, Callable[[World], TestResponse]] = {
    "auth.sign_in": sign_in,
    "auth.logout": log_out,
    "auth.password_set": set_password,
    "auth.demo_role": switch_role,
    "accounts.create": create_account,
    "accounts.change_roles": change_roles,
    "accounts.renew_password": renew_password,
    "accounts.deactivate": deactivate,
    "devices.invite": invite,
    "devices.change_status": freeze,
    "directory.take": bring_roster,
    "schedule.put": set_hours,
    "schedule.calendar_put": set_calendar,
    "campaigns.create": open_one,
    "campaigns.assign": assign,
}


def bring_leave(world: World) -> TestResponse:
    with_roster(world)
    return upload(world, "leave", LEAVE, "new")
