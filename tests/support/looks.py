"""Facts for the attendance rules, in as few words as a test can say them. The day is Monday, 16 March 2026;
the unit works 09:00–12:00 and 13:30–17:00; the visit begins at 09:00."""

from datetime import date, datetime, timedelta
from pathlib import Path

from server.clock import CHINA
from server.domain.facts import Approval, ApprovalKind, Confirmation, Cover, Look, PersonDay, RosterRow, Seen
from server.domain.rules import Rules, load_rules
from server.domain.schedule import DayHours, parse_schedule
from server.domain.times import Timing

DAY = date(2026, 3, 16)
CONFIG = Path(__file__).resolve().parents[2] / "config"
RULES: Rules = load_rules(CONFIG)
SCHEDULE = parse_schedule({"hours": [["09:00", "12:00"], ["13:30", "17:00"]]})
HOURS: DayHours = SCHEDULE.hours_of_unit(DAY, RULES.calendar)
ROW = RosterRow(staff="LJ01004", unit="LJ01", post_kind="desk", status="active")


def at(clock: str, day: date = DAY) -> datetime:
    """`at("09:05")`, `at("09:05:30.001")`: a moment of the day in Beijing."""
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}+08:00").astimezone(CHINA)


def timing(
    clock: str,
    *,
    entry: str | None = None,
    device: str = "phone-a",
    session: str = "s1",
    offset_ms: int | None = 0,
    offset_after_ms: int | None = 0,
    **other: object,
) -> Timing:
    """A time whose elapsed clock agrees with the device's; by default checked before and after."""
    moment = at(clock)
    elapsed = (moment - at("00:00")) // timedelta(milliseconds=1)
    values: dict[str, object] = {
        "entry": entry or f"{device}@{clock}",
        "device": device,
        "seq": elapsed,
        "at": moment,
        "elapsed_ms": elapsed,
        "session": session,
        "offset_ms": offset_ms,
        "offset_after_ms": offset_after_ms,
    }
    return Timing(**{**values, **other})  # type: ignore[arg-type]


def look(
    clock: str,
    state: Seen = "absent_unverified",
    *,
    arrived: str | None = None,
    left: str | None = None,
    **other: object,
) -> Look:
    """One look at 高杰芳 (LJ01004)."""
    noted = {"arrived_at": at(arrived) if arrived else None, "left_at": at(left) if left else None}
    return Look("LJ01004", state, timing(clock, **other), **noted)  # type: ignore[arg-type]


def approval(
    first: str, last: str, *, approved: str = "2026-03-13T10:00:00+08:00", kind: ApprovalKind = "leave"
) -> Approval:
    """Approved absence on the day, by default approved the Friday before."""
    return Approval(
        "LJ01004", kind, at(first), at(last), "何静", datetime.fromisoformat(approved), "leave-file"
    )


def person_day(
    *looks: Look,
    approvals: tuple[Approval, ...] = (),
    row: RosterRow | None = ROW,
    hours: DayHours | None = HOURS,
    cover: Cover | None = None,
    confirmed: bool = False,
    leaving_confirmed: bool = False,
    visit_started: str = "09:00",
) -> PersonDay:
    return PersonDay(
        day=DAY,
        visit_started=at(visit_started),
        row=row,
        looks=looks,
        hours=hours,
        approvals=approvals,
        cover=cover or Cover(),
        confirmation=Confirmation("letter") if confirmed else None,
        leaving_confirmed=Confirmation("reply") if leaving_confirmed else None,
    )
