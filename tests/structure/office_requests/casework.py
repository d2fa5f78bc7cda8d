"""One request to each changing route of casework, as a reviewer would make it."""

from collections.abc import Callable

from werkzeug.test import TestResponse

from server.casework import acts
from server.casework.acts import Statement
from tests.support.casework import Field, go, reviewer
from tests.support.world import World

SAID = {
    "text": "当时在开会。",
    "by": "张局长",
    "received_on": "2026-11-23",
    "taken": "rejected",
    "reason": "无会议记录",
}
DECISION = {
    "number": "临纪〔2026〕12号",
    "organ": "临江区纪委",
    "measures": "admonition",
    "decided_on": "2026-11-23",
    "in_force": "2026-11-23",
}


def _observed(world: World) -> tuple[Field, str]:
    field = go(world)
    field.phone.observe(field.visit, "B04", "公示栏缺失")
    field.sync()
    return field, field.findings()[0]["finding"]


def _confirmed(world: World) -> tuple[Field, str]:
    field, finding = _observed(world)
    seen = field.seen(finding, reviewer(), "earlier")
    with world.work() as office:
        acts.confirm(office, seen, violation="B04", reason="照片清楚")
    return field, finding


def _heard(world: World) -> tuple[Field, str]:
    field, finding = _confirmed(world)
    seen = field.seen(finding, reviewer(), "earlier")
    with world.work() as office:
        acts.hear(office, seen, Statement(**SAID))
    return field, finding


def _send(world: World, at: tuple[Field, str], act: str, **fields: str) -> TestResponse:
    field, finding = at
    revision = field.case(finding).revision
    sent = {"revision": "new" if revision is None else str(revision), "key": "form-1", **fields}
    return world.login("reviewer").post(f"/office/findings/{finding}/{act}", data=sent)


def confirm(world: World) -> TestResponse:
    return _send(world, _observed(world), "confirm", violation="B04", reason="照片清楚")


def reject(world: World) -> TestResponse:
    return _send(world, _observed(world), "reject", reason="光线太暗，看不清")


def ask(world: World) -> TestResponse:
    return _send(world, _observed(world), "return", text="拍的是哪一栏？")


def hear(world: World) -> TestResponse:
    return _send(world, _confirmed(world), "statement", **SAID)


def expire(world: World) -> TestResponse:
    at = _confirmed(world)
    world.clock.advance(days=9)
    return _send(world, at, "expire", note="")


def decide(world: World) -> TestResponse:
    return _send(world, _heard(world), "decision", **DECISION)


REQUESTS: dict[str, Callable[[World], TestResponse]] = {
    "finding.confirm": confirm,
    "finding.reject": reject,
    "finding.ask": ask,
    "finding.hear": hear,
    "finding.expire": expire,
    "finding.decide": decide,
}
"""By endpoint."""
