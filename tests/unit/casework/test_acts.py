"""Every act on a finding: who may, when, under which conditions, and the one entry that it leaves."""

from datetime import date

import pytest

from server.casework import acts
from server.casework.acts import Seen
from server.errors import Refusal
from server.storage import sql
from server.storage.tables import findings as t
from server.storage.tables import log
from tests.support.casework import go, reviewer
from tests.support.world import World
from tests.unit.casework.acting import (
    ME,
    Act,
    confirm,
    confirmed,
    count,
    decide,
    do,
    expire,
    hear,
    observed,
    refused,
)


def test_from_confirmation_to_decision_every_act_is_one_entry_by_its_person(world: World) -> None:
    field, finding = confirmed(world)
    row = field.finding(finding)
    assert (row["status"], row["violation"], row["confirmed_by"]) == ("confirmed", "B04", "acc1")
    assert row["statement_due"] == "2026-11-30"
    do(field, finding, hear())
    assert field.finding(finding)["status"] == "heard"
    do(field, finding, decide())
    found = field.case(finding)
    assert found.finding["status"] == "decided"
    assert (found.finding["decision_number"], found.finding["in_force"]) == ("临纪〔2026〕12号", "2026-11-24")
    assert set(found.decisions[0]["measures"]) == {"admonition", "criticism"}
    assert [a["type"] for a in found.acts] == [
        "finding.confirmed",
        "statement.requested",
        "statement.recorded",
        "decision.recorded",
    ]
    assert {a["actor"] for a in found.acts} == {"acc1"}


def test_nobody_without_the_permission_acts(world: World) -> None:
    field, finding = observed(world)
    for act in (confirm(), hear(), decide(), expire):
        assert refused(field, finding, act, reviewer(roles=("editor",))).code == "not_permitted"


def test_an_inspector_of_the_team_can_t_judge_what_it_saw(world: World) -> None:
    field, finding = observed(world)
    for name in ("张三丰", " 张 三丰 "):
        assert refused(field, finding, confirm(), reviewer(name)).code == "own_team"


def test_a_member_of_the_same_team_who_stayed_outside_can_t_either(world: World) -> None:
    field, finding = observed(world)
    world.phone("何静", "第三组")
    assert refused(field, finding, confirm()).code == "own_team"


def test_a_stale_page_is_refused_and_leaves_nothing(world: World) -> None:
    field, finding = observed(world)
    old = field.seen(finding, reviewer("黄河", account="acc2"), "other")
    do(field, finding, lambda office, seen: acts.ask(office, seen, text="拍的是哪一栏？"))
    before = count(world)
    with pytest.raises(Refusal) as refusal, world.work() as office:
        acts.reject(office, old, reason="不清楚")
    assert refusal.value.code == "stale"
    assert count(world) == before


def test_a_second_click_changes_nothing_and_is_no_error(world: World) -> None:
    field, finding = observed(world)
    seen = field.seen(finding, ME)
    for _ in range(2):
        with world.work() as office:
            acts.confirm(office, seen, violation="B04", reason="照片清楚")
    assert [a["type"] for a in field.case(finding).acts] == ["finding.confirmed", "statement.requested"]


def test_a_wrong_state_is_refused_by_name(world: World) -> None:
    field, finding = observed(world)
    assert refused(field, finding, decide()).code == "wrong_state"
    assert refused(field, finding, hear()).code == "wrong_state"


def test_leads_absenteeism_and_unknown_codes_are_never_confirmed(world: World) -> None:
    field, finding = observed(world)
    for code, refusal in (("I01", "lead_only"), ("A07", "personnel_only"), ("Z99", "violation_unknown")):
        assert refused(field, finding, confirm(code)).code == refusal


def test_a_recorded_lead_stays_a_lead_under_any_other_code(world: World) -> None:
    field = go(world)
    field.phone.observe(field.visit, "I01", "收受红包")
    field.sync()
    [row] = field.findings()
    assert refused(field, row["finding"], confirm("B04")).code == "lead_only"


def test_confirming_waits_for_the_photograph_or_a_reason_on_record(world: World) -> None:
    field = go(world)
    mark = field.absence()
    field.phone.push()
    missing = refused(field, mark, confirm("A03"))
    assert (missing.code, missing.details["count"]) == ("evidence_missing", 2)
    assert str(missing.details["holders"]).startswith("第三组·")
    do(field, mark, confirm("A03", override="手机已损坏，无法取回"))
    assert field.finding(mark)["override"] == "手机已损坏，无法取回"


def test_an_act_without_its_words_is_refused(world: World) -> None:
    field, finding = observed(world)
    table: list[tuple[Act, str]] = [
        (confirm(reason="  "), "reason_missing"),
        (confirm(reason="长" * 4001), "form_text_too_long"),
        (lambda o, s: acts.reject(o, s, reason=""), "reason_missing"),
        (lambda o, s: acts.ask(o, s, text=" "), "question_missing"),
    ]
    for act, code in table:
        assert refused(field, finding, act).code == code


def test_an_unknown_finding_is_refused(world: World) -> None:
    field, _ = observed(world)
    with pytest.raises(Refusal) as refusal, world.work() as office:
        acts.reject(office, Seen(ME, "nothing", None, "k"), reason="x")
    assert refusal.value.code == "finding_unknown"
    assert field.case(field.findings()[0]["finding"]).day == date(2026, 11, 23)


def test_the_reason_stands_in_no_clear_member_of_the_entry(world: World) -> None:
    _, finding = confirmed(world)
    with world.office() as office:
        [entry] = sql.rows(office.session, log.entry, office=office.id, type="finding.confirmed")
        opened = office.open(entry["id"])
        assert opened.private["reason"] == "照片清楚"
        assert "reason" not in opened.data
        assert sql.rows(office.session, t.finding_act, office=office.id, finding=finding)
