"""The workflow's table: permission first, state second, conditions last, and nothing that isn't in it."""

from datetime import date

import pytest

from server.domain.permissions import RoleName, known, may
from server.domain.workflow import ACTS, BY_ENTRY, Facts, Status, offered, require
from server.errors import Refusal

TODAY = date(2026, 11, 24)
FINE = Facts(today=TODAY, due=date(2026, 11, 23))
REVIEWER = ["reviewer"]


def refused(name: str, status: str, roles: list[str], facts: Facts = FINE) -> str:
    with pytest.raises(Refusal) as refusal:
        require(name, status, roles, facts)
    return refusal.value.code


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("role", [r.value for r in RoleName])
def test_an_act_goes_through_exactly_where_the_table_says(name: str, status: str, role: str) -> None:
    act = ACTS[name]
    if not may([role], act.permission):
        assert refused(name, status, [role]) == "not_permitted"
    elif status not in act.status_from:
        assert refused(name, status, [role]) == "wrong_state"
    else:
        assert require(name, status, [role], FINE) is act
        assert name in offered(status, [role])


def test_permission_is_asked_before_state_and_state_before_conditions() -> None:
    own = Facts(today=TODAY, own_team=True)
    assert refused("confirm", "decided", ["editor"], own) == "not_permitted"
    assert refused("confirm", "decided", REVIEWER, own) == "wrong_state"
    assert refused("confirm", "unverified", REVIEWER, own) == "own_team"


@pytest.mark.parametrize("name", ["confirm", "reject", "ask"])
def test_nobody_judges_what_his_own_team_saw(name: str) -> None:
    assert refused(name, "unverified", REVIEWER, Facts(today=TODAY, own_team=True)) == "own_team"


@pytest.mark.parametrize("severity", [4, 5])
def test_a_lead_is_never_confirmed(severity: int) -> None:
    assert refused("confirm", "unverified", REVIEWER, Facts(today=TODAY, severity=severity)) == "lead_only"
    assert require("confirm", "unverified", REVIEWER, Facts(today=TODAY, severity=3)).after() == "confirmed"


def test_absenteeism_is_left_to_the_unit_s_personnel_record() -> None:
    facts = Facts(today=TODAY, on_phone="personnel")
    assert refused("confirm", "unverified", REVIEWER, facts) == "personnel_only"


@pytest.mark.parametrize("code", ["A01", "A02", "A04", "A05"])
def test_an_attendance_code_is_confirmed_only_as_the_rules_propose_it(code: str) -> None:
    """A04 with approved leave, with one look or with 29 minutes fails here, whatever anybody writes beside it."""
    nothing, failed = Facts(TODAY, code=code), Facts(TODAY, code=code, rule="failed", override="我认为成立")
    assert refused("confirm", "unverified", REVIEWER, nothing) == "rule_not_met"
    assert refused("confirm", "unverified", REVIEWER, failed) == "rule_not_met"
    assert require("confirm", "unverified", REVIEWER, Facts(TODAY, code=code, rule="met"))


def test_an_open_rule_needs_a_reason_on_record() -> None:
    assert refused("confirm", "unverified", REVIEWER, Facts(TODAY, code="A04", rule="unknown")) == "rule_open"
    assert require(
        "confirm", "unverified", REVIEWER, Facts(TODAY, code="A04", rule="unknown", override="已核对")
    )


def test_a_missing_photograph_blocks_until_somebody_says_why_not() -> None:
    missing = Facts(today=TODAY, missing=1, holders="第三组·乙")
    assert refused("confirm", "unverified", REVIEWER, missing) == "evidence_missing"
    assert (
        refused("confirm", "unverified", REVIEWER, Facts(TODAY, missing=1, override="  "))
        == "evidence_missing"
    )
    assert require("confirm", "unverified", REVIEWER, Facts(TODAY, missing=1, override="手机已损毁"))


@pytest.mark.parametrize(
    ("due", "code"),
    [
        (None, "no_deadline"),
        (date(2026, 11, 24), "deadline_not_passed"),
        (date(2026, 11, 25), "deadline_not_passed"),
    ],
)
def test_silence_counts_only_after_the_last_day(due: date | None, code: str) -> None:
    assert refused("expire", "confirmed", REVIEWER, Facts(today=TODAY, due=due)) == code


def test_silence_counts_on_the_day_after_the_last_day() -> None:
    assert require("expire", "confirmed", REVIEWER, FINE).after() == Status.HEARD


@pytest.mark.parametrize(
    ("taken", "status"),
    [("accepted", "cleared"), ("partly", "heard"), ("rejected", "heard"), ("pending", None)],
)
def test_how_a_statement_is_taken_decides_where_the_finding_goes(taken: str, status: str | None) -> None:
    assert ACTS["hear"].after(taken) == status


def test_a_decision_needs_the_unit_to_have_been_heard() -> None:
    assert refused("decide", "confirmed", REVIEWER) == "wrong_state"
    assert refused("decide", "unverified", REVIEWER) == "wrong_state"
    assert require("decide", "heard", REVIEWER, FINE).after() == Status.DECIDED


def test_every_permission_of_the_table_is_known_and_every_entry_leads_back() -> None:
    assert all(known(act.permission) for act in ACTS.values())
    assert {act.entry for act in ACTS.values()} == set(BY_ENTRY)
