"""The two rates of each unit visited (到岗率、有效在岗率), from the roll calls themselves. A name not checked (未核)
is never counted as absent; both rates are always printed together."""

from dataclasses import dataclass

from sqlalchemy import select

from server.casework.proposals import days_of
from server.domain.rates import Rates, count, percent, standing
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import directory
from server.storage.tables.findings import case_visit


@dataclass(frozen=True)
class UnitRates:
    """One unit's roll call."""

    unit: str
    rates: Rates

    def row(self) -> tuple[str, ...]:
        r = self.rates
        counts = (r.listed, r.excused, r.expected, r.present, r.unverified, r.unchecked)
        return (self.unit, *(str(n) for n in counts), percent(r.attendance), percent(r.effective))


@dataclass(frozen=True)
class Visited:
    """What the campaign's visits came to: each unit's rates, all together, and how many teams went."""

    units: tuple[UnitRates, ...]
    total: Rates
    teams: int
    visited: int


def visited(office: Office, campaign: str) -> Visited:
    """Visits that were really started. A unit visited twice counts with its latest visit."""
    query = select(case_visit).where(
        case_visit.c.office == office.id,
        case_visit.c.campaign == campaign,
        case_visit.c.started_at.is_not(None),
    )
    rows = sql.fetch(office.session, query.order_by(case_visit.c.started_at, case_visit.c.visit))
    latest = {row["unit"]: row["visit"] for row in rows if row["unit"]}
    names = {row["unit"]: row["zh"] for row in sql.rows(office.session, directory.unit, office=office.id)}
    found, all_of_them = [], []
    for unit, visit in sorted(latest.items()):
        standings = [standing(day) for day in days_of(office, visit, unit)]
        if standings:
            found.append(UnitRates(names.get(unit, unit), count(standings)))
            all_of_them += standings
    teams = len({row["team"] for row in rows if row["team"]})
    return Visited(tuple(found), count(all_of_them), teams, len(latest))
