"""Hours of work by unit, and the national calendar that lies under them (国务院放假调休)."""

import calendar as months
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.clock import CHINA
from server.domain.calendar import Calendar
from server.errors import Refusal
from server.planning import directory_lists, hours
from server.projections.timetable import calendar_of
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import revision
from server.storage.tables import planning
from server.web.context import office, unit_of_work
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.forms import required, revision_seen
from server.web.office.hours_form import POST_KINDS, form_of, read_layers, show_spans

blueprint = office_blueprint("schedule")


@office_route(blueprint, "/schedule", permission="directory.see")
def index() -> str:
    """Every unit with its hours, those without first: they can't be judged for lateness."""
    units = directory_lists.unit_hours(office())
    units.sort(key=lambda row: (row["hours"] is not None, row["unit"]))
    unset = sum(1 for row in units if row["hours"] is None)
    return render_template("office/schedules.html", units=units, unset=unset, show=show_spans)


@office_route(blueprint, "/schedule/<unit>", permission="directory.see")
def show(unit: str) -> str:
    """One unit's hours, layer by layer."""
    work = office()
    found = directory_lists.unit_of(work, unit)
    if found is None:
        raise Refusal("unit_unknown", unit=unit)
    row = sql.one(work.session, planning.schedule, office=work.id, unit=unit)
    people = directory_lists.people(work, unit=unit, words="", state="here", page=1).rows
    return render_template(
        "office/schedule.html",
        unit=found,
        current=row,
        form=form_of(row["layers"] if row else {}),
        revision=revision(work.session, work.id, "schedule", unit),
        depts=sorted({one["dept"] for one in people if one["dept"]}),
        people=people,
        post_kinds=POST_KINDS,
    )


@office_route(blueprint, "/schedule/<unit>", permission="directory.manage", methods=["POST"])
def put(unit: str) -> Response:
    """Sets the unit's hours; visits judged before keep the hours that held then."""
    layers = read_layers(request.form)
    with unit_of_work() as work:
        hours.set_schedule(
            work, person().account, unit=unit, name=required("name"), layers=layers, expected=revision_seen()
        )
    return redirect(url_for("schedule.index", done="admin.schedule_set"), 303)


@office_route(blueprint, "/calendar", permission="directory.see")
def calendar() -> str:
    """A year at a glance: days off, make-up days, and the form for a year that isn't known yet."""
    work = office()
    asked = request.args.get("year", "")
    year = (
        int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else work.clock().astimezone(CHINA).year
    )
    known = calendar_of(work)
    grid = _year_grid(known, year)
    entered = known.years.get(year)
    return render_template(
        "office/calendar.html",
        year=year,
        grid=grid,
        entered=entered,
        revision=revision(work.session, work.id, "calendar", str(year)),
        today=work.clock().astimezone(CHINA).date(),
    )


@office_route(blueprint, "/calendar", permission="directory.manage", methods=["POST"])
def calendar_put() -> Response:
    """Enters a year's arrangement as the State Council's notice gives it."""
    year = _year(required("year"))
    off = dict(_off_line(line) for line in request.form.get("off", "").splitlines() if line.strip())
    worked = request.form.get("work", "").split()
    with unit_of_work() as work:
        hours.set_calendar(
            work, person().account, year=year, days={"off": off, "work": worked}, expected=revision_seen()
        )
    return redirect(url_for("schedule.calendar", year=year, done="admin.calendar_set"), 303)


def _year(text: str) -> int:
    if not text.isdigit():
        raise Refusal("form_incomplete", field="year")
    return int(text)


def _off_line(line: str) -> tuple[str, str]:
    day, _, name = line.strip().partition(" ")
    return day, name.strip() or "休"


def _year_grid(known: Calendar, year: int) -> list[list[list[tuple[date, str, str] | None]]] | None:
    """Twelve months of weeks of (day, kind, name); kind is work, rest, off or made_up. None for an unknown year."""
    try:
        known.is_working_day(date(year, 1, 1))
    except Refusal:
        return None
    plan = months.Calendar()
    return [
        [[_cell(known, day) if day.month == month else None for day in week] for week in weeks]
        for month, weeks in ((m, plan.monthdatescalendar(year, m)) for m in range(1, 13))
    ]


def _cell(known: Calendar, day: date) -> tuple[date, str, str]:
    name = known.name(day) or ""
    weekend = day.weekday() >= 5
    if known.is_working_day(day):
        return day, "made_up" if weekend else "work", name
    return day, "rest" if weekend and not name else "off", name


def _unset(work: Office, _person: object) -> int:
    return sum(1 for row in directory_lists.unit_hours(work) if row["hours"] is None)


navigation.register(
    navigation.Item(
        "admin.nav.schedule",
        "schedule.index",
        "directory.manage",
        "plan",
        50,
        count=_unset,
        waiting="admin.waiting.schedule",
    )
)
