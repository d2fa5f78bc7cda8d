"""Campaigns (批次) and assignments (派单): which phone goes where on which day. An assignment stays in the
office until its day: the bundle that tells the phone is issued only then (四不两直)."""

from collections.abc import Mapping
from datetime import date

from server.errors import Refusal
from server.identity import pseudonyms
from server.projections.timetable import calendar_of
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY
from server.storage.office_log import Guard
from server.storage.sql import Row
from server.storage.tables import devices, directory, planning


def open_campaign(
    office: Office,
    actor: str,
    *,
    names: Mapping[str, str],
    plan_number: str,
    starts: date,
    ends: date,
    basis: str | None = None,
) -> str:
    """Open a campaign under its approved plan's number (计划文号); `names` has zh and en. Gives its id.
    Raises Refusal campaign_text_missing, campaign_dates_invalid."""
    texts = {"name_zh": names.get("zh", ""), "name_en": names.get("en", ""), "plan_number": plan_number}
    texts = {key: value.strip() for key, value in texts.items()}
    if not all(texts.values()):
        raise Refusal("campaign_text_missing")
    if ends < starts:
        raise Refusal("campaign_dates_invalid")
    campaign = office.new_id()
    office.log.append(
        "campaign.opened",
        actor=actor,
        clear={"campaign": campaign, "starts": starts.isoformat(), "ends": ends.isoformat()},
        private={**texts, "basis": (basis or "").strip() or None},
        guards=[Guard("campaign", campaign, None)],
    )
    return campaign


def assign_visit(
    office: Office,
    actor: str,
    *,
    campaign: str,
    device: str,
    unit: str,
    day: date,
    team: str,
    member: str | None = None,
) -> str:
    """Send a phone to a unit on a day. Phones of one team that go to the same unit on the same day share
    the visit. `member` is the letter within the team; without it one is drawn. Gives the assignment's id.
    Raises Refusal campaign_unknown, unit_unknown, device_unknown_for_assignment, assignment_date_outside,
    assignment_exists, team_text_missing, calendar_year_unknown."""
    _require(office, campaign=campaign, device=device, unit=unit, day=day)
    team = team.strip()
    if not team:
        raise Refusal("team_text_missing")
    same_day = {"campaign": campaign, "unit": unit, "date": day.isoformat()}
    there = sql.rows(office.session, planning.assignment, office=office.id, **same_day)
    if any(row["device"] == device for row in there):
        raise Refusal("assignment_exists")
    shared = next((row["visit"] for row in there if row["team"] == team), None)
    letter = (member or "").strip() or pseudonyms.allot(office, campaign, team, device)
    assignment = office.new_id()
    office.log.append(
        "visit.assigned",
        actor=actor,
        clear={
            "assignment": assignment,
            "campaign": campaign,
            "visit": shared or office.new_id(),
            "device": device,
            "date": day.isoformat(),
        },
        private={"unit": unit, "team": team, "member": letter},
        guards=[Guard("campaign", campaign, ANY), Guard("assignment", assignment, None)],
    )
    return assignment


def campaigns(office: Office) -> list[Row]:
    """All campaigns, the newest first."""
    rows = sql.rows(office.session, planning.campaign, office=office.id)
    return sorted(rows, key=lambda row: (row["starts"], row["opened_at"]), reverse=True)


def assignments(office: Office, campaign: str) -> list[Row]:
    """The campaign's assignments by day and unit."""
    rows = sql.rows(office.session, planning.assignment, office=office.id, campaign=campaign)
    return sorted(rows, key=lambda row: (row["date"], row["unit"], row["team"], row["member"]))


def _require(office: Office, *, campaign: str, device: str, unit: str, day: date) -> None:
    opened = sql.one(office.session, planning.campaign, office=office.id, campaign=campaign)
    if opened is None:
        raise Refusal("campaign_unknown")
    if not opened["starts"] <= day.isoformat() <= opened["ends"]:
        raise Refusal(
            "assignment_date_outside", date=day.isoformat(), starts=opened["starts"], ends=opened["ends"]
        )
    if sql.one(office.session, directory.unit, office=office.id, unit=unit) is None:
        raise Refusal("unit_unknown", unit=unit)
    # asked now, before a planner who can do something about it, and not on the day by a phone that cannot
    calendar_of(office).is_working_day(day)
    phone = sql.one(office.session, devices.device, office=office.id, device=device)
    if phone is None or phone["status"] != "active":
        raise Refusal("device_unknown_for_assignment")
