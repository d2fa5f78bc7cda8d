"""The 63 mechanisms (制度/机制) that the founding documents name, and the tests that say they show one.

A test shows a row by `@pytest.mark.system(24)`: it drives the API or a browser and its docstring quotes the row's
check. Beside it stands its twin, `@pytest.mark.system(24, refusal=True)`, which shows what is refused. `lacks="…"` on
one of a row's markers says that the row is shown in part only, and what is missing; such a row doesn't count as shown.
"""

import ast
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
ROWS = TESTS / "systems" / "systems.tsv"


@dataclass(frozen=True)
class Row:
    """One mechanism: the speech or document that names it, the feature it asks for, and how to see that it works."""

    number: int
    source: str
    phrase: str
    feature: str
    check: str


@dataclass(frozen=True)
class Shown:
    """One test that carries a `system` marker, as its source says."""

    row: int
    name: str
    refusal: bool
    lacks: str
    docstring: str
    arguments: frozenset[str]


def rows() -> Mapping[int, Row]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [Row(int(r["id"]), r["source"], r["phrase"], r["feature"], r["check"]) for r in read]
    return {row.number: row for row in found}


def of_marker(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[int, bool, str]:
    """The row, whether it is the refusal, what is missing. Anything else in a marker is a TypeError."""
    [number] = args
    if not isinstance(number, int) or kwargs.keys() - {"refusal", "lacks"}:
        raise TypeError(f"system(number, refusal=…, lacks=…), not system({args}, {dict(kwargs)})")
    return number, bool(kwargs.get("refusal")), str(kwargs.get("lacks", ""))


def marked() -> list[Shown]:
    """Every marked test, read from the sources, so that nothing has to be imported or run."""
    return [shown for path in sorted(TESTS.rglob("test_*.py")) for shown in _marked_in(path)]


def _marked_in(path: Path) -> Iterator[Shown]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.system":
                args = tuple(ast.literal_eval(arg) for arg in call.args)
                kwargs = {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
                named = frozenset(arg.arg for arg in node.args.args)
                yield Shown(*_first(args, kwargs, node.name), ast.get_docstring(node) or "", named)


def _first(args: tuple[Any, ...], kwargs: Mapping[str, Any], name: str) -> tuple[int, str, bool, str]:
    number, refused, lacks = of_marker(args, kwargs)
    return number, name, refused, lacks
