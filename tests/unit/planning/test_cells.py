"""Cells as people write them."""

from datetime import date, datetime, time

import pytest

from server.planning.cells import (
    clean,
    heading,
    looks_like_identity_number,
    read_date,
    read_moment,
    without_spaces,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" 李\u3000秀 ", "李秀"),
        ("Li\u3000\n Xiu", "Li Xiu"),
        ("３０１室", "301室"),
        (301.0, "301"),
        (1.5, "1.5"),
        (datetime(2025, 1, 1), "2025-01-01"),  # noqa: DTZ001 - as a cell holds it
        ("（一）", "（一）"),
    ],
)
def test_a_cell_becomes_clean_text(cell: object, text: str) -> None:
    assert clean(cell) == text  # type: ignore[arg-type]


def test_codes_have_no_spaces_and_headings_no_brackets() -> None:
    assert without_spaces(" LJ 01 001 ") == "LJ01001"
    assert heading("岗位类型\n(窗口/机关)*") == heading("岗 位 类 型（必填）") == "岗位类型"


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-01", "2025.1.1", "2025/1/1", "2025年1月1日", "20250101", 20250101, "45658", 45658, 45658.0,
        date(2025, 1, 1), datetime(2025, 1, 1), "２０２５－０１－０１", "2025-01-01 00:00:00",  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(cell: object) -> None:
    assert read_date(cell) == date(2025, 1, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        True,
        "去年",
        "2025-13-01",
        "2025-02-29",
        12,
        "25.1.1",
        "2025-01-01 x",
        time(9),
        float("inf"),
        float("nan"),
    ],
)
def test_what_is_no_date_is_none(cell: object) -> None:
    assert read_date(cell) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "end", "moment"),
    [
        ("2026-03-16", False, "2026-03-16T00:00:00+08:00"),
        ("2026-03-16", True, "2026-03-16T23:59:59+08:00"),
        ("2026.3.16 8:30", False, "2026-03-16T08:30:00+08:00"),
        ("2026年3月16日 8时30分", True, "2026-03-16T08:30:00+08:00"),
        ("2026-03-16T08:30:15", True, "2026-03-16T08:30:15+08:00"),
        ("2026-03-16 上午", False, "2026-03-16T00:00:00+08:00"),
        ("2026-03-16 上午", True, "2026-03-16T12:00:00+08:00"),
        ("2026-03-16下午", False, "2026-03-16T12:00:00+08:00"),
        ("2026-03-16 下午2:30", False, "2026-03-16T14:30:00+08:00"),
        (46097.5, False, "2026-03-16T12:00:00+08:00"),
        (datetime(2026, 3, 16, 8, 30), False, "2026-03-16T08:30:00+08:00"),  # noqa: DTZ001
    ],
)
def test_a_moment_is_beijing_time_and_a_bare_date_its_start_or_its_end(
    cell: object, end: bool, moment: str
) -> None:
    assert read_moment(cell, end=end) == datetime.fromisoformat(moment)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11010519491231002X", True),
        ("证号11010519491231002x。", True),
        ("110105194912310021", False),
        ("110105491231002", True),
        ("13800138000", False),
        ("LJ01001", False),
    ],
)
def test_identity_numbers_are_recognised_by_their_check_character_or_birth_date(
    text: str, found: bool
) -> None:
    assert (looks_like_identity_number(["x", text]) is not None) is found
