"""勾稽: a figure in the text that isn't the annex's stops everything."""

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.exports.model import Annex, Document, Figure, Paragraph, Table
from server.exports.reconcile import reconcile
from server.exports.wording import ordinal, span
from tests.support.documents import document, jpeg

TEXT = (
    "点名核查名单20人，应在岗18人，在岗17人，待核1人；到岗率85.0%，有效在岗率94.4%。本次通报问题2个，涉及2家单位，附照片1张。",
    "收到陈述1份，采纳0份，部分采纳1份，不采纳0份，待研究0份；期限届满未陈述1份。",
    "区甲局（A04，编号LJ-1）。区乙局（B04，编号LJ-2）。",
)
FINDINGS = Table(("序号", "问题编号"), (("1", "LJ-1"), ("2", "LJ-2")), (50, 50))
STATEMENTS = Table(
    ("序号", "问题编号", "单位", "要点", "采纳", "理由"),
    (("1", "LJ-1", "甲", "说明", "部分采纳", "—"), ("2", "LJ-2", "乙", "期限届满，未陈述", "—", "—")),
    (10, 10, 20, 20, 20, 20),
)
RATES = Table(
    tuple("abcdefghi"), (("甲", "20", "2", "18", "17", "1", "0", "85.0%", "94.4%"),), (12,) * 8 + (4,)
)


def told(
    text: tuple[str, ...] = TEXT,
    findings: Table = FINDINGS,
    statements: Table = STATEMENTS,
    rates: Table = RATES,
) -> Document:
    photograph = Figure("a.jpg", jpeg(1), 640, 480, "图1")
    tables = [Annex(f"附件{n}", "表", (table,)) for n, table in enumerate((findings, statements, rates), 1)]
    annexes = (*tables, Annex("附件4", "照片", (photograph,)))
    return replace(document(), body=tuple(Paragraph(part) for part in text), annexes=annexes)


def test_figures_that_agree_pass() -> None:
    reconcile(told())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("通报问题2个", "通报问题3个"),
        ("附照片1张", "附照片2张"),
        ("收到陈述1份", "收到陈述2份"),
        ("部分采纳1份", "部分采纳0份"),
        ("名单20人", "名单21人"),
        ("应在岗18人", "应在岗19人"),
        ("，在岗17人", "，在岗16人"),
        ("编号LJ-2", "编号LJ-9"),
        ("本次通报问题2个，", ""),
    ],
)
def test_each_figure_that_differs_is_refused(old: str, new: str) -> None:
    with pytest.raises(Refusal) as refused:
        reconcile(told(tuple(part.replace(old, new) for part in TEXT)))
    assert refused.value.code == "figures_disagree"


def test_rates_that_don_t_add_up_are_refused() -> None:
    wrong = replace(RATES, rows=(("甲", "20", "2", "18", "17", "0", "0", "85.0%", "94.4%"),))
    with pytest.raises(Refusal):
        reconcile(told(rates=wrong))


def test_a_row_too_few_is_refused() -> None:
    with pytest.raises(Refusal):
        reconcile(told(findings=replace(FINDINGS, rows=FINDINGS.rows[:1])))


def test_ordinals_and_spans_are_written_as_officials_write_them() -> None:
    from datetime import date

    assert [ordinal(n) for n in (1, 10, 11, 20, 23)] == ["一", "十", "十一", "二十", "二十三"]
    assert span(date(2026, 3, 16), date(2026, 3, 18)) == "3月16日至18日"
    assert span(date(2026, 3, 30), date(2026, 4, 2)) == "3月30日至4月2日"
    assert span(date(2026, 3, 30), date(2026, 3, 30)) == "3月30日"
