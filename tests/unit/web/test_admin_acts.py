"""Every act of administration at the console succeeds for the right person and leaves its entry in the ledger."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from server.storage.overview import acts
from tests.structure.office_requests.admin import REQUESTS, bring_leave, demonstrate
from tests.support.world import World

LEAVES = {
    "auth.sign_in": "session.opened",
    "auth.logout": "session.closed",
    "auth.password_set": "account.password_changed",
    "auth.demo_role": "session.opened",
    "accounts.create": "account.created",
    "accounts.change_roles": "account.roles_changed",
    "accounts.renew_password": "account.password_changed",
    "accounts.deactivate": "account.deactivated",
    "devices.invite": "device.invited",
    "devices.change_status": "device.status_changed",
    "directory.take": "roster.imported",
    "schedule.put": "schedule.set",
    "schedule.calendar_put": "calendar.set",
    "campaigns.create": "campaign.opened",
    "campaigns.assign": "visit.assigned",
}


def newest(world: World) -> str:
    with world.office() as office:
        return acts(office, "", 1)[0][0].type


@pytest.mark.parametrize(("endpoint", "request_it"), REQUESTS.items(), ids=list(REQUESTS))
def test_each_act_leaves_its_entry(
    world: World, endpoint: str, request_it: Callable[[World], TestResponse]
) -> None:
    answer = request_it(world)
    assert answer.status_code in (200, 303), answer.text
    assert newest(world) == LEAVES[endpoint]


def test_a_leave_import_leaves_its_entry(world: World) -> None:
    assert bring_leave(world).status_code == 303
    assert newest(world) == "leave.imported"


def test_switching_the_role_is_refused_outside_a_demonstration(world: World) -> None:
    answer = world.login("reviewer").post("/office/demo/role", data={"role": "director"})
    assert answer.status_code == 403
    assert "演示环境" in answer.text


def test_switching_the_role_is_a_real_change_of_person(world: World) -> None:
    demonstrate(world)
    world.login("director")
    me = world.login("reviewer")
    answer = me.post("/office/demo/role", data={"role": "director"})
    token = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("mc_session="))
    assert me.token not in token
    assert me.get("/office/").status_code == 302


def test_a_role_that_nobody_holds_cannot_be_switched_to(world: World) -> None:
    demonstrate(world)
    assert world.login("reviewer").post("/office/demo/role", data={"role": "editor"}).status_code == 404
