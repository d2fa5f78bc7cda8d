"""The gate: each missing thing is named, and severity 4 never comes out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.exposure.gate import Case, Lack, Photograph, draftable, lacks

TODAY = date(2026, 11, 23)
PHOTO = Photograph("entry", "sd", received=True, shown=True, masked="approved")
READY = Case(
    finding="f",
    status="decided",
    withdrawn=False,
    severity=2,
    statement="rejected",
    statement_expired=False,
    decision_number="临纪〔2026〕12号",
    in_force=TODAY,
    checklist_signed=True,
    missing_overridden=False,
    photographs=(PHOTO,),
)


def codes(case: Case) -> list[str]:
    return [lack.code for lack in lacks(case, TODAY)]


def test_a_finding_with_everything_may_be_published() -> None:
    assert lacks(READY, TODAY) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"withdrawn": True}, "withdrawn"),
        ({"status": "unverified"}, "not_confirmed"),
        ({"status": "rejected"}, "not_confirmed"),
        ({"status": "cleared"}, "not_confirmed"),
        ({"statement": None}, "no_statement"),
        ({"statement": "pending"}, "statement_pending"),
        ({"decision_number": None}, "no_decision"),
        ({"in_force": date(2026, 11, 24)}, "decision_not_in_force"),
        ({"in_force": None}, "decision_not_in_force"),
        ({"checklist_signed": False}, "checklist_unsigned"),
        ({"photographs": (replace(PHOTO, masked=None),)}, "photograph_unmasked"),
        ({"photographs": (replace(PHOTO, masked="made"),)}, "photograph_unapproved"),
        ({"photographs": (replace(PHOTO, masked="refused"),)}, "photograph_refused"),
        ({"photographs": (replace(PHOTO, received=False),)}, "photograph_not_here"),
    ],
)
def test_one_missing_thing_is_named(change: dict[str, Any], code: str) -> None:
    assert codes(replace(READY, **change)) == [code]


def test_an_expired_deadline_on_record_stands_for_a_statement() -> None:
    assert codes(replace(READY, statement=None, statement_expired=True)) == []


def test_a_decision_counts_from_the_day_it_comes_into_force() -> None:
    assert codes(replace(READY, in_force=TODAY)) == []


def test_a_photograph_that_can_t_be_opened_is_no_obstacle_because_it_is_never_printed() -> None:
    assert codes(replace(READY, photographs=(replace(PHOTO, shown=False, masked=None),))) == []


def test_a_photograph_that_never_came_is_no_obstacle_once_overridden_on_record() -> None:
    missing = replace(PHOTO, received=False, masked=None)
    assert codes(replace(READY, photographs=(missing,), missing_overridden=True)) == []


@given(
    severity=st.integers(min_value=4, max_value=9),
    status=st.sampled_from(["unverified", "confirmed", "heard", "decided"]),
    signed=st.booleans(),
)
def test_severity_4_never_comes_out_whatever_else_is_true(severity: int, status: str, signed: bool) -> None:
    case = replace(READY, severity=severity, status=status, checklist_signed=signed)
    assert lacks(case, TODAY) == (Lack("secret"),)
    assert draftable([case, READY]) == [READY]
