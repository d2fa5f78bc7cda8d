"""Asking the inspector, hearing the unit, and the organ's decision."""

from dataclasses import replace
from typing import Any

from server.casework import acts
from server.storage.office_log import MediaIn
from tests.support.world import World
from tests.unit.casework.acting import DECIDED, SAID, confirmed, decide, do, expire, hear, observed, refused


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
