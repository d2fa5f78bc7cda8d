"""Composes the bulletin (通报) from findings: the neutral document with text, annexes and photographs. Names are masked
on the way in, and the finished whole is searched once more before it is handed on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from server.errors import Refusal
from server.exports.annexes import annexes
from server.exports.attendance import Visited, visited
from server.exports.dossier import Item, items, masker
from server.exports.model import Block, Document, Heading, Imprint, Level, Paragraph, spoken
from server.exports.reconcile import reconcile
from server.exports.wording import Wording, clock, listed, load_wording, long_date, ordinal, short_date, span
from server.exposure import cases
from server.exposure.masking import Masker
from server.ledger.b64 import b64u
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import log, planning


@dataclass(frozen=True)
class Bulletin:
    """The document, what it tells of each finding, and the checkpoint it stands on."""

    document: Document
    items: tuple[Item, ...]
    stands_on: dict[str, object]


def compose(office: Office, rows: Sequence[Row], *, number: str, title: str, banner: str = "") -> Bulletin:
    """`rows` are findings of one campaign that the caller let through the gate; empty `number` or `title` take the
    wording's own. Raises Refusal `figures_disagree`, `name_in_document`, `nothing_selected`."""
    if not rows:
        raise Refusal("nothing_selected")
    say = load_wording(office.settings.config)
    ours = sql.one(office.session, log.office, office=office.id)
    campaign = sql.one(office.session, planning.campaign, office=office.id, campaign=rows[0]["campaign"])
    if ours is None or campaign is None:
        raise Refusal("campaign_unknown")
    hide = masker(office)
    told = items(office, rows, hide)
    seen = visited(office, campaign["campaign"])
    stands_on = _checkpoint(office)
    today = cases.today(office)
    name = ours["name_zh"]
    document = Document(
        mark=say.text("mark", office=name),
        number=number or say.text("draft_number"),
        title=title or say.text("title", campaign=campaign["name_zh"]),
        recipients=say.text("recipients"),
        body=_body(say, name, campaign, told, seen, office),
        annexes=annexes(told, seen, say),
        signer=name,
        date=long_date(today),
        remark=say.text("remark"),
        ground=say.text("ground", origin=office.keys.origin, **stands_on),
        imprint=Imprint(say.text("copies_to"), name, long_date(today)),
        banner=banner,
    )
    document = _masked(document, hide)
    reconcile(document)
    _search(document, hide)
    return Bulletin(document, tuple(told), stands_on)


def _checkpoint(office: Office) -> dict[str, object]:
    size = office.ledger.head().size
    return {"size": size, "root": b64u(office.ledger.tree.root(size))}


def _body(
    say: Wording, name: str, campaign: Row, told: Sequence[Item], seen: Visited, office: Office
) -> tuple[Block, ...]:
    deadlines = office.rules.deadlines
    demands = say.text(
        "demands_text", office=name, rectify=deadlines["rectify"].count, revisit=deadlines["revisit"].count
    )
    return (
        Paragraph(_opening(say, name, campaign, seen)),
        Heading(Level.FIRST, say.text("overview")),
        Paragraph(_overview(say, told, seen)),
        Heading(Level.FIRST, say.text("problems")),
        *_problems(say, told),
        Heading(Level.FIRST, say.text("statements")),
        Paragraph(_statements(say, told)),
        Heading(Level.FIRST, say.text("decisions")),
        *_decisions(say, told),
        Heading(Level.FIRST, say.text("demands")),
        Paragraph(demands),
    )


def _opening(say: Wording, name: str, campaign: Row, seen: Visited) -> str:
    first, last = date.fromisoformat(campaign["starts"]), date.fromisoformat(campaign["ends"])
    kind = "opening" if campaign["basis"] else "opening_without_basis"
    return say.text(
        kind,
        basis=campaign["basis"],
        plan=campaign["plan_number"],
        days=span(first, last),
        office=name,
        campaign=campaign["name_zh"],
        teams=seen.teams,
        units=seen.visited,
    )


def _overview(say: Wording, told: Sequence[Item], seen: Visited) -> str:
    rates = say.text("rates", rates=seen.total.text("zh")) if seen.units else ""
    shots = sum(len(item.shots) for item in told)
    units = len({item.unit for item in told})
    return rates + say.text("counts", findings=len(told), units=units, photographs=shots)


def _problems(say: Wording, told: Sequence[Item]) -> list[Block]:
    blocks: list[Block] = []
    for number, category in enumerate(dict.fromkeys(item.category for item in told), 1):
        heading = say.text("category", ordinal=ordinal(number), category=category)
        blocks.append(Heading(Level.SECOND, heading))
        for count, item in enumerate((i for i in told if i.category == category), 1):
            blocks.append(Paragraph(f"{count}．{_fact(item)}"))
    return blocks


def _fact(item: Item) -> str:
    """区甲局办公室张某某3月16日9时05分、9时41分：脱岗（A04，编号LJ-2026-0316-003）。"""
    place = "" if item.whom or not item.room else f"（{item.room}）"
    when = f"{short_date(item.day)}{listed(clock(moment) for moment in item.times)}"
    note = f"：{item.note.rstrip('。．.')}" if item.note else ""
    return f"{item.who}{place}{when}，{item.label}{note}（{item.code}，编号{item.number}）。"


def _statements(say: Wording, told: Sequence[Item]) -> str:
    taken = Counter(item.taken for item in told)
    received = sum(count for kind, count in taken.items() if kind is not None)
    expired = sum(1 for item in told if item.taken is None and item.expired)
    kinds = {kind: taken[kind] for kind in ("accepted", "partly", "rejected", "pending")}
    return say.text("statements_text", received=received, expired=expired, **kinds)


def _decisions(say: Wording, told: Sequence[Item]) -> list[Block]:
    decided = [item for item in told if item.decision_number and item.decided_on and item.in_force]
    if not decided:
        return [Paragraph(say.text("no_decisions"))]
    return [
        Paragraph(
            say.text(
                "decision",
                ordinal=number,
                whom=item.who,
                measures=listed(item.measures),
                organ=item.organ,
                number=item.decision_number,
                decided=long_date(item.decided_on),
                force=long_date(item.in_force),
            )
        )
        for number, item in enumerate(decided, 1)
        if item.decided_on and item.in_force
    ]


def _masked(document: Document, hide: Masker) -> Document:
    """What people typed elsewhere (title, campaign, organ) passes the mask too."""
    body = tuple(
        replace(block, text=hide.text(block.text)) if isinstance(block, (Paragraph, Heading)) else block
        for block in document.body
    )
    return replace(document, title=hide.text(document.title), body=body)


def _search(document: Document, hide: Masker) -> None:
    """Raises Refusal `name_in_document`: better nothing than a name."""
    for _, text in spoken(replace(document, ground="")):
        if hide.text(text) != text:
            raise Refusal("name_in_document")
