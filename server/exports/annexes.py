"""The bulletin's annexes (附件): the list of findings, the statements, both rates of each unit, the masked
photographs."""

from collections.abc import Sequence

from server.exports.attendance import UnitRates, Visited
from server.exports.dossier import Item
from server.exports.model import Annex, Block, Figure, Paragraph, Table
from server.exports.photo_names import photograph_names
from server.exports.wording import Wording, clock, listed, short_date

_FINDINGS = ("序号", "问题编号", "单位", "人员", "时间", "规则码", "事实", "处理")
_STATEMENTS = ("序号", "问题编号", "单位", "陈述要点", "采纳情况", "理由")
_RATES = ("单位", "名单人数", "公假", "应在岗", "在岗", "待核", "未核", "到岗率", "有效在岗率")
_LONGEST = 160


def annexes(items: Sequence[Item], seen: Visited, say: Wording) -> tuple[Annex, ...]:
    """Always all four kinds that have something to show; the first three always."""
    titles = say.annexes
    found = [
        Annex("附件1", titles[0], (Table(_FINDINGS, _findings(items), (7, 23, 14, 9, 15, 9, 12, 11)),)),
        Annex("附件2", titles[1], (Table(_STATEMENTS, _statements(items), (7, 22, 15, 26, 11, 19)),)),
        Annex("附件3", titles[2], (_rates(seen),)),
    ]
    shown = _figures(items)
    if shown:
        found.append(Annex("附件4", titles[3], shown))
    return tuple(found)


def _findings(items: Sequence[Item]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number),
            item.number,
            f"{item.unit}{item.dept}",
            item.whom or "—",
            f"{short_date(item.day)}{listed(clock(moment) for moment in item.times)}",
            item.code,
            item.label,
            listed(item.measures) or "—",
        )
        for number, item in enumerate(items, 1)
    )


def _statements(items: Sequence[Item]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number),
            item.number,
            item.unit,
            _short(item.statement) if item.taken else ("期限届满，未陈述" if item.expired else "尚未陈述"),
            item.taken_zh or "—",
            _short(item.reason) or "—",
        )
        for number, item in enumerate(items, 1)
    )


def _rates(seen: Visited) -> Block:
    if not seen.units:
        return Paragraph("本次暗访未进行点名。")
    rows = [unit.row() for unit in seen.units]
    if len(rows) > 1:
        rows.append(UnitRates("合计", seen.total).row())
    note = (
        "到岗率＝在岗／名单人数；有效在岗率＝在岗／应在岗；应在岗＝名单人数－公假（经批准的请假、公出、会议）。"
        "未核人员不计为缺岗，有未核时到岗率以区间表示。"
    )
    return Table(_RATES, tuple(rows), (17, 11, 8, 9, 8, 8, 8, 15, 16), note)


def _figures(items: Sequence[Item]) -> tuple[Figure, ...]:
    names = photograph_names(items)
    figures: list[Figure] = []
    for item in items:
        for shot in item.shots:
            caption = f"图{len(figures) + 1}　{item.unit}　{item.code}{item.label}　{item.number}"
            figures.append(Figure(names[shot.redaction], shot.jpeg, shot.width, shot.height, caption))
    return tuple(figures)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}……"
