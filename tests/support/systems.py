"""`make systems`: runs the tests that show one of the 63 mechanisms and prints the register, row by row.

A row counts as shown when a test that shows it and a test that shows its refusal both passed in this very run, and
nothing is noted as missing. The exit code is 1 when a marked test failed or none ran.
"""

import os
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import pytest
from rich.console import Console
from rich.table import Table

from tests.support.mechanisms import TESTS, Row, of_marker, rows

Result = Literal["shown", "in part", "failed", "not run", "no test yet"]
_STYLES = {
    "shown": "green",
    "in part": "yellow",
    "failed": "bold red",
    "not run": "yellow",
    "no test yet": "dim",
}
_WIDTH = 150
"""Where the output is no terminal, so that a file or a log holds whole lines."""


@dataclass
class Test:
    """One marked test; its parameters count together."""

    __test__ = False
    name: str
    refusal: bool
    lacks: str
    outcomes: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """A failure weighs most; a test that was only skipped has shown nothing."""
        return next((o for o in ("failed", "passed") if o in self.outcomes), "skipped")


class Register:
    """A pytest plugin that keeps what became of each marked test."""

    def __init__(self) -> None:
        self._at: dict[str, list[Test]] = {}
        self.tests: dict[int, dict[str, Test]] = defaultdict(dict)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for marker in item.iter_markers("system"):
                number, refusal, lacks = of_marker(marker.args, marker.kwargs)
                name = item.nodeid.partition("[")[0]
                test = self.tests[number].setdefault(name, Test(name.rpartition("::")[2], refusal, lacks))
                self._at.setdefault(item.nodeid, []).append(test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            for test in self._at.get(report.nodeid, []):
                test.outcomes.append(report.outcome)

    def result(self, number: int) -> Result:
        found = list(self.tests.get(number, {}).values())
        if not found:
            return "no test yet"
        if any(test.outcome == "failed" for test in found):
            return "failed"
        if {test.refusal for test in found if test.outcome == "passed"} != {True, False}:
            return "not run"
        return "in part" if any(test.lacks for test in found) else "shown"


def table(known: list[Row], register: Register) -> Table:
    """The register, one line for each test of a row."""
    made = Table(title="The 63 mechanisms (制度/机制)", show_lines=False, pad_edge=False)
    for name, justify in (("row", "right"), ("source", "left"), ("phrase", "left"), ("shown by", "left")):
        made.add_column(name, justify=justify)  # type: ignore[arg-type]
    made.add_column("result", no_wrap=True)
    for row in known:
        result = register.result(row.number)
        lines = [_line(test) for test in register.tests.get(row.number, {}).values()]
        missing = {test.lacks for test in register.tests.get(row.number, {}).values() if test.lacks}
        lines += [f"[yellow]lacks: {text}[/]" for text in sorted(missing)]
        style = _STYLES[result]
        made.add_row(str(row.number), row.source, row.phrase, "\n".join(lines), f"[{style}]{result}[/]")
    return made


def _line(test: Test) -> str:
    mark = {"passed": "[green]✓[/]", "failed": "[red]✗[/]", "skipped": "[yellow]–[/]"}[test.outcome]
    return f"{mark} {test.name.removeprefix('test_').replace('_', ' ')}"


def main() -> int:
    """On SQLite, and on PostgreSQL too where `MINGCHA_TEST_PG` names a server."""
    register, known = Register(), list(rows().values())
    both = bool(os.environ.get("MINGCHA_TEST_PG"))
    chosen = ["-m", "system", *([] if both else ["-k", "not postgresql"])]
    code = pytest.main([str(TESTS), "--no-header", *chosen], plugins=[register])
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    console.print(table(known, register))
    shown = sum(register.result(row.number) == "shown" for row in known)
    parts = sum(register.result(row.number) == "in part" for row in known)
    where = "SQLite and PostgreSQL" if both else "SQLite"
    console.print(f"{shown} of {len(known)} rows shown, {parts} in part, on {where}", highlight=False)
    return int(code != pytest.ExitCode.OK)


if __name__ == "__main__":
    sys.exit(main())
