"""A planned office: a roster, a campaign, an assignment, and what a phone then gets over the wire."""

import json
from datetime import date
from hashlib import sha256
from typing import Any

from server.ledger.b64 import b64u, unb64u
from server.planning.campaigns import assign_visit, open_campaign
from server.planning.roster_import import import_roster
from tests.support.phone import Phone
from tests.support.rosters import good, person, tidy_csv
from tests.support.world import World

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOURS = {"hours": [["09:00", "12:00"], ["13:30", "17:00"]]}


def with_roster(world: World) -> None:
    with world.work() as office:
        import_roster(office, "system", tidy_csv([*good(3), person("LJ01004", status="借调")]), "名单.csv")


def campaign(world: World, starts: date = MONDAY, ends: date = date(2026, 11, 27)) -> str:
    names = {"zh": "2026年11月第二轮", "en": "Second round, November 2026"}
    with world.work() as office:
        return open_campaign(
            office, "system", names=names, plan_number="临督计〔2026〕3号", starts=starts, ends=ends
        )


def assign(world: World, phone: Phone, day: date = MONDAY, **other: Any) -> str:
    where = {
        "campaign": other.pop("campaign", None) or campaign(world),
        "unit": "LJ01",
        "team": "第三组",
        **other,
    }
    with world.work() as office:
        return assign_visit(office, "system", device=phone.device, day=day, **where)


def fetched(world: World, phone: Phone) -> dict[str, list[dict[str, Any]]]:
    """What the phone gets over the wire: every listed bundle by kind, its hash checked."""
    phone.push()
    signed = phone.request("GET", "/api/v1/manifest").json["manifest"]
    payload = json.loads(unb64u(signed.split(".")[1]))
    found: dict[str, list[dict[str, Any]]] = {}
    for listed in payload["bundles"]:
        content = phone.request("GET", f"/api/v1/bundles/{listed['sha256']}").body
        assert b64u(sha256(content).digest()) == listed["sha256"]
        assert len(content) == listed["bytes"]
        body = json.loads(content)
        found.setdefault(body["kind"], []).append(body["body"] | {"sha256": listed["sha256"]})
    return found
