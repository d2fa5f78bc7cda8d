"""勾稽: the figures that a bulletin's text states must be the annexes' rows, before anything is printed. Reads the
finished document as a reader would, so that no other code's counting is trusted."""

import re
from collections.abc import Iterable

from server.errors import Refusal
from server.exports.model import Annex, Document, Figure, Paragraph, Table


def reconcile(document: Document) -> None:
    """Raises Refusal `figures_disagree` naming the first figure that doesn't fit."""
    text = "\n".join(block.text for block in document.body if isinstance(block, Paragraph))
    findings, statements, rates = (_table(document, number) for number in (0, 1, 2))
    photographs = sum(isinstance(b, Figure) for annex in document.annexes for b in annex.blocks)
    rows = findings.rows if findings else ()
    _same("问题个数", _figure(text, r"通报问题(\d+)个"), len(rows))
    _same("照片张数", _figure(text, r"附照片(\d+)张"), photographs)
    _same("问题序号", [row[0] for row in rows], [str(n) for n in range(1, len(rows) + 1)])
    _statements(text, statements, [row[1] for row in rows])
    for row in rows:
        _same(f"{row[1]}见于正文", text.count(row[1]) >= 1, True)
    if rates is not None:
        _rates(text, rates)


def _statements(text: str, table: Table | None, numbers: Iterable[str]) -> None:
    rows = table.rows if table else ()
    _same("附件2问题编号", [row[1] for row in rows], list(numbers))
    taken = [row[4] for row in rows]
    _same("陈述份数", _figure(text, r"收到陈述(\d+)份"), sum(value != "—" for value in taken))
    for pattern, value in (
        ("，采纳", "采纳"),
        ("部分采纳", "部分采纳"),
        ("不采纳", "不采纳"),
        ("待研究", "待研究"),
    ):
        _same(value, _figure(text, rf"{pattern}(\d+)份"), taken.count(value))


def _rates(text: str, table: Table) -> None:
    units = [row for row in table.rows if row[0] != "合计"]
    for column, label in ((1, "名单"), (3, "应在岗"), (4, "在岗")):
        total = sum(int(row[column]) for row in units)
        _same(f"{label}人数", _figure(text, rf"(?<!应){label}(\d+)人"), total)
    for row in table.rows:
        listed, excused, expected, present, unverified, unchecked = (int(value) for value in row[1:7])
        _same(f"{row[0]}应在岗", expected, listed - excused)
        _same(f"{row[0]}在岗", expected, present + unverified + unchecked)


def _table(document: Document, number: int) -> Table | None:
    annex: Annex = document.annexes[number]
    return next((block for block in annex.blocks if isinstance(block, Table)), None)


def _figure(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise Refusal("figures_disagree", what=pattern, text="—", annex="—")
    return int(found[1])


def _same(what: str, text: object, annex: object) -> None:
    if text != annex:
        raise Refusal("figures_disagree", what=what, text=text, annex=annex)
