"""Acts as a reviewer would do them, and the counting that shows that a refusal leaves nothing."""

from collections.abc import Callable

import pytest

from server.casework import acts
from server.casework.acts import Decision, Seen, Statement
from server.errors import Refusal
from server.identity.sessions import Person
from server.storage.context import Office
from tests.support.casework import Field, go, reviewer
from tests.support.world import World

ME = reviewer()
SAID = Statement("当时在三楼开会。", "张局长", "2026-11-23", "rejected", "无会议记录")
DECIDED = Decision("临纪〔2026〕12号", "临江区纪委", ("admonition", "criticism"), "2026-11-23", "2026-11-24")
Act = Callable[[Office, Seen], None]


def do(field: Field, finding: str, act: Act, person: Person = ME, key: str = "k1") -> None:
    seen = field.seen(finding, person, key)
    with field.world.work() as office:
        act(office, seen)


def refused(field: Field, finding: str, act: Act, person: Person = ME) -> Refusal:
    before = count(field.world)
    with pytest.raises(Refusal) as refusal:
        do(field, finding, act, person, key="refused")
    assert count(field.world) == before
    return refusal.value


def count(world: World) -> int:
    with world.office() as office:
        return office.ledger.head().size


def confirm(code: str = "B04", reason: str = "照片清楚", override: str = "") -> Act:
    return lambda office, seen: acts.confirm(office, seen, violation=code, reason=reason, override=override)


def hear(said: Statement = SAID) -> Act:
    return lambda office, seen: acts.hear(office, seen, said)


def decide(decision: Decision = DECIDED) -> Act:
    return lambda office, seen: acts.decide(office, seen, decision)


def expire(office: Office, seen: Seen) -> None:
    acts.expire(office, seen, note="电话催过一次")


def observed(world: World) -> tuple[Field, str]:
    """A missing notice board, synced whole."""
    field = go(world)
    field.phone.observe(field.visit, "B04", "公示栏缺失", room="大厅")
    field.sync()
    return field, field.findings()[0]["finding"]


def confirmed(world: World) -> tuple[Field, str]:
    field, finding = observed(world)
    do(field, finding, confirm())
    return field, finding
