"""明察暗访，不做事前通知: whoever doesn't plan learns where the visit goes on its day, and nobody earlier."""

from collections.abc import Iterator

import pytest

from tests.support.office import OfficeClient
from tests.support.phone import Phone
from tests.support.planned import TUESDAY, campaign, fetched, with_roster
from tests.support.verifying import SCRIPTED, refusal
from tests.support.world import World

UNIT = "临江区政务服务中心"
OTHERS = ("reviewer", "editor", "administrator")
"""The roles an account can have now that don't plan."""


def planned(world: World) -> tuple[Phone, str]:
    """A roster, a phone and an open campaign that sends nobody anywhere yet."""
    with_roster(world)
    phone, opened = world.phone(), campaign(world)
    return phone, opened


def send(world: World, phone: Phone, opened: str) -> None:
    """The director sends the phone to the unit tomorrow."""
    where = {"unit": "LJ01", "date": TUESDAY.isoformat(), "device": [phone.device], "team": "第三组"}
    answer = world.login("director").post(f"/office/campaigns/{opened}/visits", where)
    assert answer.status_code == 303, answer.text


def addresses(world: World, campaign: str) -> Iterator[str]:
    """Every address that can be read with nothing known, or nothing but the campaign's id."""
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"campaign"}:
            built = rule.build(dict.fromkeys(rule.arguments, campaign))
            assert built is not None
            yield built[1]


def mentions(world: World, opened: str, client: OfficeClient | None) -> dict[str, int]:
    """How often each page names the unit, to a signed-in person or to a stranger."""
    found = {}
    for address in addresses(world, opened):
        answer = client.get(address) if client else world.client.get(address)
        found[address] = answer.get_data(as_text=True).count(UNIT)
    return found


@pytest.mark.system(28)
def test_an_assignment_shows_nowhere_until_its_day_comes(world: World) -> None:
    """不做事前通知: the unit can see nothing before the visit."""
    phone, opened = planned(world)
    readers = {role: world.login(role) for role in (*OTHERS, "director")}
    before = {role: mentions(world, opened, client) for role, client in readers.items()}
    send(world, phone, opened)
    after = {role: mentions(world, opened, client) for role, client in readers.items()}
    assert after.pop("director") != before.pop("director")
    assert after == before
    assert set(mentions(world, opened, None).values()) == {0}
    assert fetched(world, phone) == {}
    world.clock.advance(hours=14, minutes=59)
    assert fetched(world, phone) == {}
    world.clock.advance(minutes=1)
    assert fetched(world, phone)["assignment"][0]["unit"]["zh"] == UNIT


@pytest.mark.system(28, refusal=True)
def test_whoever_asks_for_the_assignment_without_planning_it_is_refused(world: World) -> None:
    """不做事前通知: the unit can see nothing before the visit; it can't be given an account, and neither colleagues
    nor other phones get the assignment by asking for it."""
    phone, opened = planned(world)
    other = world.phone(inspector="李四")
    send(world, phone, opened)
    liaison = {"username": "liaison", "display_zh": "单位联络员", "roles": ["unit_liaison"]}
    made = world.login("administrator").post("/office/accounts", liaison, headers=SCRIPTED)
    assert refusal(made) == "role_unknown"
    for role in OTHERS:
        assert world.login(role).get(f"/office/campaigns/{opened}").status_code == 403
    assert world.client.get(f"/office/campaigns/{opened}").status_code == 302
    world.clock.advance(days=1)
    sealed = fetched(world, phone)["assignment"][0]["sha256"]
    assert fetched(world, other) == {}
    answer = other.request("GET", f"/api/v1/bundles/{sealed}")
    assert (answer.status, answer.json["code"]) == (404, "bundle_not_listed")
