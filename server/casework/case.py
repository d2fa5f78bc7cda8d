"""One finding with everything a reviewer weighs, read in one go. Read-only; knows nothing of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, select

from server.clock import parse_iso
from server.domain.proposal import Proposal
from server.errors import Refusal
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import revision
from server.storage.sql import Row
from server.storage.tables import directory, planning
from server.storage.tables import findings as t


@dataclass(frozen=True)
class Case:
    """`looks` are those of all inspectors at the same person or place, by the phones' clocks."""

    finding: Row
    revision: int | None
    looks: Sequence[Row]
    visits: Sequence[Row]
    evidence: Sequence[Row]
    questions: Sequence[Row]
    statements: Sequence[Row]
    decisions: Sequence[Row]
    acts: Sequence[Row]
    unit: Row | None
    campaign: Row | None
    person: Row | None

    @property
    def id(self) -> str:
        return str(self.finding["finding"])

    @property
    def day(self) -> date:
        """The day of the visit, Beijing time."""
        return date.fromisoformat(self.finding["date"])

    @property
    def missing(self) -> list[Row]:
        """Photographs that an entry declares and that aren't here, or came changed."""
        return [e for e in self.evidence if not e["withdrawn"] and not (e["received"] and e["matched"])]

    @property
    def disagree(self) -> bool:
        """Two inspectors of the visit saw different things: 待核, never last-write-wins."""
        seen: dict[str, set[str]] = {}
        for look in self.looks:
            if look["withdrawn"] is None and look["state"] not in ("unchecked", "cannot_see"):
                seen.setdefault(look["device"], set()).add(look["state"])
        states = list(seen.values())
        return len(states) > 1 and any(one != states[0] for one in states[1:])

    @property
    def first(self) -> Row | None:
        """The look that opened the finding."""
        opening = [look for look in self.looks if look["leaf"] == self.finding["opened_leaf"]]
        return opening[0] if opening else None

    def position_of(self, entry: str) -> int | None:
        """The number of a look in this case, counted from 1."""
        return next((n for n, look in enumerate(self.looks, 1) if look["entry"] == entry), None)

    @staticmethod
    def preset(proposals: Sequence[Proposal], suggested: str | None) -> str | None:
        """The code to offer first: the gravest that the rules find met, else what the record suggests."""
        met = [p.code for p in proposals if p.outcome == "met"]
        return "A04" if "A04" in met else next(iter(met), suggested)


def find(office: Office, finding: str) -> Row:
    """The finding's row. Raises Refusal `finding_unknown`."""
    row = sql.one(office.session, t.finding, office=office.id, finding=finding)
    if row is None:
        raise Refusal("finding_unknown", finding=finding)
    return row


def load(office: Office, finding: str) -> Case:
    """Everything about one finding. Raises Refusal `finding_unknown`."""
    row = find(office, finding)
    mine = {"office": office.id, "finding": finding}
    session = office.session
    looks = select(t.look).where(sql.where(t.look, mine)).order_by(t.look.c.leaf)
    shown = (
        select(t.evidence)
        .where(sql.where(t.evidence, mine))
        .order_by(t.evidence.c.leaf, t.evidence.c.position)
    )
    return Case(
        finding=row,
        revision=revision(session, office.id, "finding", finding),
        looks=sorted(sql.fetch(session, looks), key=lambda look: parse_iso(look["at"])),
        visits=sql.rows(session, t.case_visit, office=office.id, visit=row["visit"]),
        evidence=sql.fetch(session, shown),
        questions=_in_order(office, t.finding_question, finding),
        statements=_in_order(office, t.statement, finding),
        decisions=_in_order(office, t.decision, finding),
        acts=_in_order(office, t.finding_act, finding),
        unit=sql.one(session, directory.unit, office=office.id, unit=row["unit"]) if row["unit"] else None,
        campaign=sql.one(session, planning.campaign, office=office.id, campaign=row["campaign"])
        if row["campaign"]
        else None,
        person=sql.one(session, directory.person, office=office.id, staff=row["staff"])
        if row["staff"]
        else None,
    )


def _in_order(office: Office, table: Table, finding: str) -> list[Row]:
    query = select(table).where(sql.where(table, {"office": office.id, "finding": finding}))
    return sql.fetch(office.session, query.order_by(table.c.leaf))
