"""The demonstration district 临江区 keeps itself busy: a campaign for today and a visit for every phone, at
any hour of any day. Used only where the settings say that this is a demonstration."""

from datetime import date

from sqlalchemy import select

from server import projections
from server.clock import CHINA
from server.errors import Refusal
from server.planning.campaigns import assign_visit, open_campaign
from server.planning.hours import set_calendar
from server.projections.timetable import calendar_of
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import devices, directory, planning

_PLAN_NUMBER = "临督计〔2026〕3号"


def keep_busy(office: Office, device: str) -> None:
    """Give this phone a visit for today if it has none. Does nothing while there are no units."""
    today = office.clock().astimezone(CHINA).date()
    key = {"office": office.id, "device": device, "date": today.isoformat()}
    phone = sql.one(office.session, devices.device, office=office.id, device=device)
    if phone is None or phone["status"] != "active" or sql.rows(office.session, planning.assignment, **key):
        return
    unit = _next_unit(office, today)
    if unit is None:
        return
    campaign = todays_campaign(office) or _open(office, today)
    _know(office, today)
    projections.advance(office)
    team = _team(office, device)
    assign_visit(office, "system", campaign=campaign, device=device, unit=unit, day=today, team=team)
    projections.advance(office)


def todays_campaign(office: Office) -> str | None:
    """The newest campaign that runs today, if any."""
    table = planning.campaign
    today = office.clock().astimezone(CHINA).date().isoformat()
    query = select(table.c.campaign).where(
        table.c.office == office.id, table.c.starts <= today, table.c.ends >= today
    )
    found = office.session.execute(query.order_by(table.c.opened_at.desc(), table.c.campaign.desc())).first()
    return None if found is None else str(found[0])


def _open(office: Office, today: date) -> str:
    names = {
        "zh": f"{today.year}年{today.month}月{today.day}日机关作风暗访（演示）",
        "en": f"Conduct inspection of {today.isoformat()} (demonstration)",
    }
    basis = "示例：年度督查检查考核计划第12项"
    return open_campaign(
        office, "system", names=names, plan_number=_PLAN_NUMBER, starts=today, ends=today, basis=basis
    )


def _know(office: Office, today: date) -> None:
    """A demonstration must work in any year: one without data gets New Year's Day and plain weekends."""
    try:
        calendar_of(office).is_working_day(today)
    except Refusal:
        off = {f"{today.year}-01-01": "元旦"}
        set_calendar(office, "system", year=today.year, days={"off": off, "work": []})


def _next_unit(office: Office, today: date) -> str | None:
    """The unit with the fewest visits today, the first of equals."""
    units = [row["unit"] for row in sql.rows(office.session, directory.unit, office=office.id)]
    rows = sql.rows(office.session, planning.assignment, office=office.id, date=today.isoformat())
    sent = [row["unit"] for row in rows]
    return min(units, key=lambda unit: (sent.count(unit), unit), default=None)


def _team(office: Office, device: str) -> str:
    """The team named in the phone's invitation."""
    rows = sql.rows(office.session, devices.invited, office=office.id, device=device)
    return str(rows[0]["team"]) if rows and rows[0]["team"] else "第一组"
