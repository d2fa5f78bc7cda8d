"""What a media package (媒体包) carries beside bulletin and photographs: the shot list, the fact-check table, the
summary of the units' statements, the approval sheet, and how to verify. Plain text that any newsroom can open."""

import csv
import io
from collections.abc import Mapping, Sequence

from server.exports.bulletin import Bulletin
from server.exports.dossier import Item
from server.exports.wording import clock, listed
from server.exposure import legal
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import accounts

_CSV, _TEXT = "text/csv; charset=utf-8", "text/plain; charset=utf-8"


def extras(
    office: Office, row: Row, bulletin: Bulletin, names: Mapping[str, str]
) -> dict[str, tuple[str, bytes]]:
    """Name → (type, content). Everything is masked already, because it comes from the bulletin's own items."""
    return {
        "media/shot_list.csv": (_CSV, _table(_SHOTS, _shots(bulletin.items, names))),
        "media/fact_check.csv": (_CSV, _table(_FACTS, _facts(bulletin.items))),
        "media/statements.txt": (_TEXT, _statements(bulletin.items)),
        "media/approval.txt": (_TEXT, _approval(office, row)),
        "VERIFY.txt": (_TEXT, _VERIFY.format(origin=office.keys.origin).encode()),
    }


_SHOTS = ("文件", "问题编号", "单位", "规则码", "说明")
_FACTS = (
    "问题编号",
    "单位",
    "人员",
    "日期",
    "时间",
    "规则码",
    "事实",
    "陈述采纳情况",
    "决定文号",
    "生效日期",
)
_VERIFY = (
    "怎样核验本发布包\n"
    "1. 向发布机关当面或经其官方网站取得 office.pub（不要用包里自带的那一份）。\n"
    "2. 运行：mingcha verify package.zip --key office.pub\n"
    "3. 结果为 VALID，说明每一个字节都与发布时相同，且已记入账本 {origin}；INVALID 会指出哪里不符。\n\n"
    "How to verify this package\n"
    "1. Get office.pub from the publishing office itself (not the copy inside this package).\n"
    "2. Run: mingcha verify package.zip --key office.pub\n"
    "3. VALID: every byte is as it was published and stands in the ledger {origin}. INVALID names the fault.\n"
)


def _shots(items: Sequence[Item], names: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [
        (names[shot.redaction], item.number, item.unit, item.code, item.label)
        for item in items
        for shot in item.shots
    ]


def _facts(items: Sequence[Item]) -> list[tuple[str, ...]]:
    return [
        (
            item.number,
            item.unit,
            item.whom or "—",
            item.day.isoformat(),
            listed(clock(moment) for moment in item.times),
            item.code,
            item.label,
            item.taken_zh or "期限届满，未陈述",
            item.decision_number,
            item.in_force.isoformat() if item.in_force else "",
        )
        for item in items
    ]


def _statements(items: Sequence[Item]) -> bytes:
    parts = []
    for item in items:
        said = item.statement or "期限届满，未陈述。"
        taken = (
            f"采纳情况：{item.taken_zh}" + (f"。理由：{item.reason}" if item.reason else "")
            if item.taken
            else ""
        )
        parts.append("\n".join(line for line in (f"{item.number}　{item.unit}", said, taken) if line))
    return ("单位陈述摘要\n\n" + "\n\n".join(parts) + "\n").encode()


def _approval(office: Office, row: Row) -> bytes:
    """Who asked, who approved, by office: no inspector is among them."""
    roles = {"requested": "拟稿", "approved": "签发"}
    lines = [f"发布审批单\n\n文号：{row['number']}\n标题：{row['title']}"]
    for act, label in roles.items():
        person = sql.one(office.session, accounts.account, office=office.id, account=row[f"{act}_by"])
        lines.append(f"{label}：{person['display_zh'] if person else '—'}　{row[f'{act}_at'][:10]}")
    lines.append("\n法律审查（逐项勾选，适用于每一问题）：")
    lines += [f"√ {item.zh}" for item in legal.checklist(office).items]
    return ("\n".join(lines) + "\n").encode()


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """CSV with a byte order mark, so that WPS and Excel read the Chinese; a cell can't become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(
        [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in row] for row in rows
    )
    return ("\ufeff" + out.getvalue()).encode()
