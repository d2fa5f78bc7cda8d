"""The queue: what waits, oldest first, one row each. Counts and lists come from the same query, so that a number
always opens the list that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, and_, false, func, or_, select

from server.domain.workflow import OPEN, Status
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, planning
from server.storage.tables.findings import evidence, finding

PAGE = 100
STAGES: dict[str, frozenset[Status]] = {
    "verify": OPEN,
    "hear": frozenset({Status.CONFIRMED}),
    "decide": frozenset({Status.HEARD}),
    "decided": frozenset({Status.DECIDED}),
    "closed": frozenset({Status.REJECTED, Status.CLEARED, Status.WITHDRAWN}),
    "all": frozenset(Status),
}
"""The queue's tabs, in the order of the work."""


@dataclass(frozen=True)
class Filters:
    """As they stand in the address line."""

    stage: str = "verify"
    unit: str = ""
    campaign: str = ""
    text: str = ""
    page: int = 1

    def query(self, **changes: object) -> dict[str, object]:
        """The address line's arguments, without what is default."""
        values = {**self.__dict__, **changes}
        return {k: v for k, v in values.items() if v and v != Filters.__dataclass_fields__[k].default}


@dataclass(frozen=True)
class Page:
    """One page of rows; `total` counts all that match."""

    rows: Sequence[Row]
    total: int
    pages: int


def page(office: Office, filters: Filters) -> Page:
    """The rows that match, oldest first: whoever waits longest comes first."""
    shown = _joined(office).where(_matches(office, filters))
    total = office.session.execute(select(func.count()).select_from(shown.subquery())).scalar_one()
    start = PAGE * (max(1, filters.page) - 1)
    rows = sql.fetch(office.session, shown.order_by(finding.c.opened_leaf).offset(start).limit(PAGE))
    return Page(rows, total, max(1, -(-total // PAGE)))


def counts(office: Office, filters: Filters) -> dict[str, int]:
    """How many stand at each stage under the same other filters."""
    return {stage: page_total(office, Filters(**{**filters.__dict__, "stage": stage})) for stage in STAGES}


def page_total(office: Office, filters: Filters) -> int:
    """How many match, without reading them."""
    matching = _joined(office).where(_matches(office, filters)).subquery()
    return int(office.session.execute(select(func.count()).select_from(matching)).scalar_one())


def waiting(office: Office, *stages: str) -> int:
    """How many findings wait at these stages."""
    statuses = [status for stage in stages for status in STAGES[stage]]
    query = select(func.count()).where(finding.c.office == office.id, finding.c.status.in_(statuses))
    return int(office.session.execute(query).scalar_one())


def choices(office: Office) -> tuple[list[Row], list[Row]]:
    """Units and campaigns that have findings, for the filters."""
    units = select(directory.unit).where(
        directory.unit.c.office == office.id,
        directory.unit.c.unit.in_(select(finding.c.unit).where(finding.c.office == office.id)),
    )
    campaigns = select(planning.campaign).where(
        planning.campaign.c.office == office.id,
        planning.campaign.c.campaign.in_(select(finding.c.campaign).where(finding.c.office == office.id)),
    )
    return (
        sql.fetch(office.session, units.order_by(directory.unit.c.unit)),
        sql.fetch(office.session, campaigns.order_by(planning.campaign.c.starts.desc())),
    )


def _joined(office: Office) -> Select[Any]:
    counted = (
        select(
            evidence.c.finding,
            func.count().label("photographs"),
            func.sum((~and_(evidence.c.received, evidence.c.matched.is_(True))).cast(Integer)).label(
                "missing"
            ),
        )
        .where(evidence.c.office == office.id, evidence.c.withdrawn.is_(False))
        .group_by(evidence.c.finding)
        .subquery()
    )
    unit, listed = directory.unit, directory.person
    return (
        select(
            finding,
            unit.c.zh.label("unit_zh"),
            unit.c.en.label("unit_en"),
            listed.c.name_en.label("name_en"),
            func.coalesce(counted.c.photographs, 0).label("photographs"),
            func.coalesce(counted.c.missing, 0).label("missing"),
        )
        .outerjoin(unit, and_(unit.c.office == finding.c.office, unit.c.unit == finding.c.unit))
        .outerjoin(listed, and_(listed.c.office == finding.c.office, listed.c.staff == finding.c.staff))
        .outerjoin(counted, counted.c.finding == finding.c.finding)
    )


def _matches(office: Office, filters: Filters) -> Any:
    statuses = STAGES.get(filters.stage)
    wanted = [finding.c.office == office.id, finding.c.status.in_(statuses) if statuses else false()]
    if filters.unit:
        wanted.append(finding.c.unit == filters.unit)
    if filters.campaign:
        wanted.append(finding.c.campaign == filters.campaign)
    for word in filters.text.split():
        like = f"%{word.replace('%', '')}%"
        columns = (finding.c.name, finding.c.note, finding.c.room, finding.c.violation, finding.c.recorded)
        wanted.append(or_(*(c.ilike(like) for c in columns), directory.unit.c.zh.ilike(like)))
    return and_(*wanted)
