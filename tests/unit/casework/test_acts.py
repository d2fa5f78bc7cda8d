"""Every act on a finding: who may, when, under which conditions, and the one entry that it leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.casework import acts
from server.casework.acts import Decision, Seen, Statement
from server.errors import Refusal
from server.identity.sessions import Person
from server.storage import sql
from server.storage.context import Office
from server.storage.office_log import MediaIn
from server.storage.tables import findings as t
from server.storage.tables import log
from tests.support.casework import Field, go, leave, reviewer
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


@pytest.mark.parametrize(("minutes", "code"), [(29, "rule_not_met"), (30, None)])
def test_two_looks_become_absence_from_post_only_at_thirty_minutes(
    world: World, minutes: int, code: str | None
) -> None:
    field = go(world)
    mark = field.absence(minutes=minutes)
    field.sync()
    if code:
        assert refused(field, mark, confirm("A04", override="我认为成立")).code == code
    else:
        do(field, mark, confirm("A04"))
        assert field.finding(mark)["violation"] == "A04"


def test_one_look_never_becomes_absence_from_post(world: World) -> None:
    field = go(world)
    mark = field.phone.new_id()
    field.phone.mark(field.visit, "LJ01001", "李秀兰", mark=mark)
    field.sync()
    assert refused(field, mark, confirm("A04", override="一次也够")).code == "rule_not_met"


def test_approved_leave_never_becomes_absence_from_post(world: World) -> None:
    field = go(world, leave_file=leave("LJ01001", "2026-11-23 08:00", "2026-11-23 17:00", "2026-11-20 10:00"))
    mark = field.absence()
    field.sync()
    assert refused(field, mark, confirm("A04", override="照片清楚")).code == "rule_not_met"


def test_leave_approved_after_the_visit_is_left_to_a_person_with_a_reason(world: World) -> None:
    field = go(world, leave_file=leave("LJ01001", "2026-11-23 08:00", "2026-11-23 17:00", "2026-11-23 15:00"))
    mark = field.absence()
    field.sync()
    assert refused(field, mark, confirm("A04")).code == "rule_open"
    do(field, mark, confirm("A04", override="事后补办，领导事先不知情"))


def test_inspectors_who_disagree_keep_absence_from_post_open(world: World) -> None:
    field = go(world, ("张三丰", "赵六"))
    mark = field.absence()
    field.phones[1].mark(field.visit, "LJ01001", "李秀兰", "present")
    field.sync()
    assert refused(field, mark, confirm("A04")).code in {"rule_open", "rule_not_met"}


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


def test_a_statement_says_what_by_whom_when_and_how_it_was_taken(world: World) -> None:
    field, finding = confirmed(world)
    for change, code in (
        ({"text": ""}, "statement_missing"),
        ({"by": " "}, "statement_by_missing"),
        ({"taken": "maybe"}, "taken_unknown"),
        ({"reason": ""}, "reason_missing"),
        ({"received_on": "昨天"}, "form_date_unreadable"),
        ({"received_on": "2026-11-22"}, "date_impossible"),
        ({"received_on": "2026-11-24"}, "date_impossible"),
    ):
        assert refused(field, finding, hear(replace(SAID, **change))).code == code, change


def test_an_accepted_statement_clears_the_finding(world: World) -> None:
    field, finding = confirmed(world)
    do(field, finding, hear(replace(SAID, taken="accepted", reason="会议记录属实")))
    assert field.finding(finding)["status"] == "cleared"
    assert refused(field, finding, decide()).code == "wrong_state"


def test_a_pending_statement_is_on_file_and_changes_no_state(world: World) -> None:
    field, finding = confirmed(world)
    do(
        field,
        finding,
        hear(replace(SAID, taken="pending", reason="", scan=MediaIn(b"%PDF-1.7", "application/pdf"))),
    )
    assert (field.finding(finding)["status"], field.finding(finding)["statement_taken"]) == (
        "confirmed",
        "pending",
    )
    assert field.case(finding).statements[0]["media"] == 1
    do(field, finding, hear(replace(SAID, taken="partly")), key="k2")
    assert field.finding(finding)["status"] == "heard"


def test_silence_is_recorded_only_after_the_last_working_day(world: World) -> None:
    field, finding = confirmed(world)
    world.clock.advance(days=7)
    due = refused(field, finding, expire)
    assert (due.code, due.details["due"]) == ("deadline_not_passed", "2026-11-30")
    world.clock.advance(days=1)
    do(field, finding, expire)
    row = field.finding(finding)
    assert (row["status"], row["statement_expired"], row["statement"]) == ("heard", True, None)


def test_a_decision_needs_number_organ_measures_and_possible_dates(world: World) -> None:
    field, finding = confirmed(world)
    do(field, finding, hear(), key="h")
    changes: list[tuple[dict[str, Any], str]] = [
        ({"number": ""}, "decision_number_missing"),
        ({"organ": ""}, "organ_missing"),
        ({"measures": ()}, "measures_missing"),
        ({"measures": ("admonition", "flogging")}, "measures_missing"),
        ({"decided_on": "2026-11-24"}, "decision_dates_impossible"),
        ({"in_force": "2026-11-22"}, "decision_dates_impossible"),
        ({"in_force": ""}, "form_date_unreadable"),
    ]
    for change, code in changes:
        assert refused(field, finding, decide(replace(DECIDED, **change))).code == code, change


def test_a_question_reaches_the_phone_and_its_answer_comes_back(world: World) -> None:
    field, finding = observed(world)
    do(field, finding, lambda office, seen: acts.ask(office, seen, text="拍的是哪一栏？"))
    row = field.finding(finding)
    assert (row["status"], row["answered"]) == ("returned", False)
    field.phone.append(
        "question.answered", {"question": row["question"], "finding": finding}, {"answer": "东墙"}
    )
    field.sync()
    row = field.finding(finding)
    assert (row["status"], row["answered"], row["question"]) == ("unverified", True, None)
    assert field.case(finding).questions[0]["answer"] == "东墙"


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
