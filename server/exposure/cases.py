"""Reads what the gate must know about findings from the projections; decides nothing itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from server.clock import CHINA
from server.errors import Refusal
from server.exposure.gate import Case, Photograph
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, findings
from server.storage.tables import exposure as t

_UNSHOWABLE = {"empty", "not_an_image", "too_many_pixels"}


def today(office: Office) -> date:
    """The Beijing date."""
    return office.clock().astimezone(CHINA).date()


def finding_rows(
    office: Office, *, campaign: str | None = None, ids: Iterable[str] | None = None
) -> list[Row]:
    """Findings in the ledger's order. Raises Refusal `finding_unknown` when one of `ids` doesn't exist."""
    query = select(findings.finding).where(findings.finding.c.office == office.id)
    if campaign is not None:
        query = query.where(findings.finding.c.campaign == campaign)
    wanted = None if ids is None else list(ids)
    if wanted is not None:
        query = query.where(findings.finding.c.finding.in_(wanted))
    rows = sql.fetch(
        office.session, query.order_by(findings.finding.c.opened_leaf, findings.finding.c.finding)
    )
    if wanted is not None:
        known = {row["finding"] for row in rows}
        for finding in wanted:
            if finding not in known:
                raise Refusal("finding_unknown", finding=finding)
    return rows


def cases(office: Office, rows: Sequence[Row]) -> dict[str, Case]:
    """The gate's view of these findings, by id."""
    ids = [row["finding"] for row in rows]
    shown = photographs(office, ids)
    signed = {
        row["finding"]: row
        for row in sql.fetch(
            office.session,
            select(t.legal_check).where(
                t.legal_check.c.office == office.id, t.legal_check.c.finding.in_(ids)
            ),
        )
    }
    return {
        row["finding"]: _case(office, row, shown[row["finding"]], signed.get(row["finding"])) for row in rows
    }


def photographs(office: Office, ids: Sequence[str]) -> Mapping[str, list[tuple[Row, Row | None]]]:
    """Each finding's photographs in order, with the newest masked copy of each, if any."""
    evidence, copies = findings.evidence, t.redaction
    found: dict[str, list[tuple[Row, Row | None]]] = defaultdict(list)
    masked = {
        (row["entry"], row["sd"]): row
        for row in sql.fetch(
            office.session,
            select(copies)
            .where(copies.c.office == office.id, copies.c.finding.in_(ids))
            .order_by(copies.c.made_leaf),
        )
    }
    query = select(evidence).where(
        evidence.c.office == office.id, evidence.c.finding.in_(ids), evidence.c.withdrawn.is_(False)
    )
    for row in sql.fetch(office.session, query.order_by(evidence.c.leaf, evidence.c.position)):
        found[row["finding"]].append((row, masked.get((row["entry"], row["sd"]))))
    return found


def unit_rows(office: Office) -> list[Row]:
    """The inspected units, for their names."""
    return sql.rows(office.session, directory.unit, office=office.id)


def here(row: Row) -> bool:
    """Whether the photograph's bytes arrived and are the declared ones."""
    return bool(row["received"] and row["matched"])


def showable(row: Row) -> bool:
    """Whether the server can open the picture at all."""
    return here(row) and bool(row["width"]) and not _UNSHOWABLE & set(row["flags"] or ())


def severity(office: Office, row: Row) -> int:
    """The gravest of what the phone recorded and what was confirmed."""
    codes = office.rules.codebook.codes
    return max((codes[c].severity for c in (row["recorded"], row["violation"]) if c in codes), default=0)


def _case(office: Office, row: Row, shown: Sequence[tuple[Row, Row | None]], signed: Row | None) -> Case:
    return Case(
        finding=row["finding"],
        status=row["status"],
        withdrawn=row["withdrawn"],
        severity=severity(office, row),
        statement=row["statement_taken"] if row["statement"] else None,
        statement_expired=row["statement_expired"],
        decision_number=row["decision_number"],
        in_force=date.fromisoformat(row["in_force"]) if row["in_force"] else None,
        checklist_signed=signed is not None and _complete(office, signed),
        missing_overridden=bool(row["override"]),
        photographs=tuple(
            Photograph(p["entry"], p["sd"], here(p), showable(p), copy["state"] if copy else None)
            for p, copy in shown
        ),
    )


def _complete(office: Office, signed: Row) -> bool:
    """A checklist signed under an older version counts only when it holds every item of today's."""
    wanted = {item.id for item in office.rules.checklists["before_publication"].items}
    return wanted <= set(signed["items"])
