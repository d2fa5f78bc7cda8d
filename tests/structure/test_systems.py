"""What may call itself the proof of a mechanism: it names a row that exists, quotes its check, drives the product, and
has a twin that shows the refusal."""

import re
from collections import defaultdict

import pytest

from tests.support.mechanisms import TESTS, marked, rows
from tests.support.systems import Register, Test

DRIVERS = {"world", "page", "phone", "browser_for"}
"""Fixtures that lead to the API, the console or a browser."""


def test_the_register_holds_the_sixty_three_mechanisms_in_order() -> None:
    known = rows()
    assert list(known) == list(range(1, 64))
    assert all(row.source and row.phrase and row.feature and row.check for row in known.values())


def test_every_marker_names_a_row() -> None:
    assert {shown.row for shown in marked()} <= set(rows())


def test_every_marker_stands_where_the_register_looks_for_it() -> None:
    written = sum(
        len(
            re.findall(r"^\s*(?:@|pytestmark\b.*)pytest\.mark\.system\(", path.read_text("utf-8"), flags=re.M)
        )
        for path in TESTS.rglob("*.py")
    )
    assert written == len(marked())


def test_every_marked_test_quotes_the_check_of_its_row() -> None:
    known = rows()
    silent = [shown.name for shown in marked() if known[shown.row].check not in shown.docstring]
    assert silent == []


def test_every_marked_test_drives_the_product() -> None:
    assert [shown.name for shown in marked() if not shown.arguments & DRIVERS] == []


def test_every_row_that_is_shown_has_a_twin_that_shows_the_refusal() -> None:
    sides: dict[int, set[bool]] = defaultdict(set)
    for shown in marked():
        sides[shown.row].add(shown.refusal)
    assert {row: found for row, found in sides.items() if found != {False, True}} == {}


@pytest.mark.parametrize(
    ("shows", "refuses", "lacks", "result"),
    [
        (["passed"], ["passed"], "", "shown"),
        (["passed", "skipped"], ["passed"], "", "shown"),
        (["passed"], ["passed"], "half of it", "in part"),
        (["passed", "failed"], ["passed"], "", "failed"),
        (["passed"], ["skipped"], "", "not run"),
        (["passed"], [], "", "not run"),
    ],
)
def test_a_row_counts_only_when_both_sides_passed_and_nothing_lacks(
    shows: list[str], refuses: list[str], lacks: str, result: str
) -> None:
    register = Register()
    register.tests[1] = {
        "a": Test("a", refusal=False, lacks=lacks, outcomes=shows),
        "b": Test("b", refusal=True, lacks="", outcomes=refuses),
    }
    assert register.result(1) == result
    assert register.result(2) == "no test yet"
