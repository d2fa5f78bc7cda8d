"""Reading a roster as sent: all good rows, and every fault by row and column."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from server.domain.messages import load_errors
from server.errors import Refusal
from server.planning.roster_import import RosterPreview, compare_roster
from tests.support.looks import CONFIG, RULES
from tests.support.rosters import Cells, as_sent, good, person, row_of, tidy_csv

CATALOGUE = load_errors(CONFIG)


def preview(content: bytes) -> RosterPreview:
    return compare_roster(content, RULES.formats.roster)


def faults(rows: Sequence[Cells]) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in preview(as_sent(rows)).faults]


def test_a_roster_as_sent_gives_its_people_and_the_four_faults_by_row_and_column() -> None:
    rows = [
        *good(10),
        person("LJ01011", post_kind="后勤"),
        person("LJ01012", None, b_post="LJ01002"),
        person("LJ01013", b_post="LJ99999"),
        person("LJ01004", "高杰芳"),
    ]
    found = preview(as_sent(rows))
    assert found.counts() == {"added": 10, "changed": 0, "ended": 0, "unchanged": 0}
    assert [(fault.row, fault.column, fault.code) for fault in found.faults] == [
        (row_of(10), "岗位类型", "unknown_post_kind"),
        (row_of(11), "姓名", "name_missing"),
        (row_of(12), "B岗工号", "deputy_not_found"),
        (row_of(13), "工号", "duplicate_id"),
    ]


def test_the_first_of_a_repeated_number_stands_and_is_named() -> None:
    found = preview(as_sent([person("LJ01001", "李秀"), person("LJ01001", "王秀")]))
    assert [p["name"] for p in found.added] == ["李秀"]
    assert found.faults[0].details["first_row"] == row_of(0)


def test_a_deputy_is_looked_for_in_faulty_rows_too() -> None:
    rows = [person("LJ01001", b_post="LJ01002"), person("LJ01002", None)]
    assert faults(rows) == [(row_of(1), "姓名", "name_missing")]


def test_names_dates_and_numbers_are_cleaned() -> None:
    rows = [
        person("LJ01001", "王\u3000芳", starts=45658, room="３０１"),
        person("LJ01002", " 阿依古丽·买买提 ", starts="2025年1月1日"),
        person("LJ01003", "高\n平", starts="2025.1.1", ends="2026/12/31"),
    ]
    people = preview(as_sent(rows)).added
    assert [p["name"] for p in people] == ["王芳", "阿依古丽·买买提", "高平"]
    assert {p["effective_from"] for p in people} == {"2025-01-01"}
    assert (people[0]["room"], people[2]["effective_to"]) == ("301", "2026-12-31")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_that_chinese_offices_use(encoding: str, delimiter: str) -> None:
    found = preview(tidy_csv(good(7), encoding, delimiter))
    assert found.counts()["added"] == 7
    assert found.added[0]["name"] == "王芳"


def test_csv_and_xlsx_of_the_same_people_read_the_same() -> None:
    rows = good(9)
    ignored = {"position"}
    sent, tidy = (preview(content).added for content in (as_sent(rows), tidy_csv(rows)))
    assert [{k: v for k, v in p.items() if k not in ignored} for p in sent] == [
        {k: v for k, v in p.items() if k not in ignored} for p in tidy
    ]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (person(""), "工号", "staff_missing"),
        (person("李秀"), "工号", "staff_malformed"),
        (person("A1", unit=""), "单位代码", "unit_missing"),
        (person("A1", unit_zh=""), "单位全称", "unit_missing"),
        (person("A1", unit="临江"), "单位代码", "unit_malformed"),
        (person("A1", unit_zh="另一个名字"), "单位全称", "unit_name_differs"),
        (person("A1", status="失踪"), "状态", "unknown_status"),
        (person("A1", post_kind=""), "岗位类型", "unknown_post_kind"),
        (person("A1", b_post="A1"), "B岗工号", "deputy_is_self"),
        (person("A1", starts="去年"), "生效日", "date_unreadable"),
        (person("A1", starts="2025-02-30"), "生效日", "date_unreadable"),
        (person("A1", starts="2026-02-01", ends="2026-01-31"), "失效日", "dates_reversed"),
        (person("A1", room="房" * 101), "楼层房间", "text_too_long"),
        (person("A1", "=HYPERLINK(1)"), "姓名", "formula_value"),
        (person("A1", room="11010519491231002X"), "楼层房间", "identity_number_value"),
    ],
)
def test_every_fault_names_its_column_and_has_a_sentence_that_says_what_to_do(
    row: Cells, column: str, code: str
) -> None:
    content = tidy_csv([person("LJ01001"), row])
    found = preview(content).faults
    assert [(fault.row, fault.column, fault.code) for fault in found] == [(3, column, code)]
    message = found[0].as_json(CATALOGUE)["message"]
    assert isinstance(message, dict)
    assert "{" not in message["zh"] + message["en"]


def test_one_row_may_have_several_faults() -> None:
    assert {code for _, _, code in faults([person("A1", None, post_kind="后勤")])} == {
        "name_missing",
        "unknown_post_kind",
    }


def test_a_header_printed_again_on_each_page_is_no_person() -> None:
    from tests.support.rosters import HEADER

    assert preview(as_sent([*good(3), list(HEADER), person("LJ01009")])).counts()["added"] == 4


def test_other_headings_for_the_same_column_are_understood() -> None:
    content = (
        tidy_csv(good(2)).decode("utf-8-sig").replace("单位全称", "单位名称").replace("科室", "部门（处室）")
    )
    found = preview(content.encode())
    assert found.added[0]["dept"] == "办公室"


def test_columns_that_mean_nothing_here_are_left_alone_and_named() -> None:
    content = tidy_csv(good(2)).decode("utf-8-sig").replace("编制类型", "手机号")
    found = preview(content.encode())
    assert found.ignored == ("手机号",)
    assert b"\xe8\xa1\x8c\xe6\x94\xbf" not in found.normalised


def test_a_column_of_identity_numbers_is_refused_before_anything_is_read() -> None:
    content = tidy_csv(good(2)).decode("utf-8-sig").replace("编制类型", "身份证号码")
    with pytest.raises(Refusal) as refused:
        preview(content.encode())
    assert (refused.value.code, refused.value.details["column"]) == ("identity_number_column", "身份证号码")


def test_english_names_and_addresses_are_taken_when_the_office_gives_them() -> None:
    demonstration = Path(CONFIG / "demonstration" / "roster.csv").read_bytes()
    found = preview(demonstration)
    assert not found.faults
    assert all(p["name_en"] for p in found.added)
    assert all(unit["en"] and unit["address"] for unit in found.units)
