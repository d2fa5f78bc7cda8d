"""Reading a leave file: absence without an approver or a time of approval is not approved."""

import pytest

from server.domain.messages import load_errors
from server.planning.leave_import import LeavePreview, compare_leave
from tests.support.looks import CONFIG, RULES
from tests.support.rosters import leave_csv

CATALOGUE = load_errors(CONFIG)
DAY_OFF = ("LJ01001", "年休假", "2026-11-23", "2026-11-24", "何静", "2026-11-20 10:00", "OA")


def preview(*rows: object) -> LeavePreview:
    return compare_leave(leave_csv(*rows), RULES.formats.leave, {"LJ01001"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "value", "column", "code"),
    [
        (0, "", "工号", "staff_missing"),
        (0, "LJ99999", "工号", "person_unknown"),
        (1, "打麻将", "类别", "unknown_leave_kind"),
        (2, "下周", "起", "date_unreadable"),
        (2, "", "起", "date_unreadable"),
        (3, "2026-11-22", "止", "dates_reversed"),
        (4, "", "审批人", "approver_missing"),
        (5, "", "审批时间", "approval_time_missing"),
        (5, "口头同意", "审批时间", "date_unreadable"),
        (6, "11010519491231002X", "来源", "identity_number_value"),
        (6, "依" * 101, "来源", "text_too_long"),
    ],
)
def test_every_fault_is_named_by_row_and_column_with_a_sentence(
    at: int, value: str, column: str, code: str
) -> None:
    found = preview(DAY_OFF, [*DAY_OFF[:at], value, *DAY_OFF[at + 1 :]])
    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [(3, column, code)]
    message = found.faults[0].as_json(CATALOGUE)["message"]
    assert isinstance(message, dict)
    assert "{" not in message["zh"] + message["en"]
    assert found.counts()["added"] == 1


@pytest.mark.parametrize(
    ("written", "kind"),
    [("年休假", "leave"), ("病假（住院）", "leave"), ("公出", "trip"), ("会议", "meeting"), ("值班", "duty")],
)
def test_the_words_of_the_office_become_the_kinds_of_the_rules(written: str, kind: str) -> None:
    found = preview([DAY_OFF[0], written, *DAY_OFF[2:]]).added[0]
    assert (found["kind"], found["kind_zh"]) == (kind, written)


def test_a_date_without_a_time_means_the_whole_day_and_an_approval_the_end_of_it() -> None:
    found = preview([*DAY_OFF[:3], "2026-11-23", "何静", "2026-11-23", ""]).added[0]
    assert (found["starts"], found["ends"]) == ("2026-11-22T16:00:00.000Z", "2026-11-23T15:59:59.000Z")
    assert found["approved_at"] == "2026-11-23T15:59:59.000Z"


def test_a_signature_line_is_no_absence() -> None:
    found = preview(DAY_OFF, ["填表人：", "", "", "", "审核人：", "", ""])
    assert (found.counts()["added"], found.faults) == (1, ())
