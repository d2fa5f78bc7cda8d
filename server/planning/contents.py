"""What a bundle says (资料包内容, docs/protocol.md §5.4): bodies made from the rules and the projections.
The same state gives the same body, so that nothing is issued again that has not changed."""

from datetime import date, datetime, time
from typing import Any

from server.domain.checklists import Checklist
from server.domain.codebook import Codebook
from server.identity import pseudonyms
from server.projections.timetable import calendar_of, hours_of_unit
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, planning

Body = dict[str, Any]


def codebook_body(codebook: Codebook) -> Body:
    """Only the facts that a phone may carry: never a legal label, never a lead."""
    return {
        "version": codebook.version,
        "codes": [
            {
                "code": v.code,
                "zh": v.zh,
                "en": v.en,
                "category_zh": v.category_zh,
                "category_en": v.category_en,
                "severity": v.severity,
                "fairness_zh": v.fairness_zh,
                "fairness_en": v.fairness_en,
                "evidence_zh": v.evidence_zh,
                "evidence_en": v.evidence_en,
            }
            for v in codebook.on_phone()
        ],
    }


def checklist_body(checklist: Checklist) -> Body:
    items = [{"id": i.id, "zh": i.zh, "en": i.en, "violation": i.violation} for i in checklist.items]
    return {
        "id": checklist.id,
        "version": checklist.provenance.version,
        "source": checklist.provenance.source,
        "zh": checklist.zh,
        "en": checklist.en,
        "example": checklist.provenance.example,
        "items": items,
    }


def roster_body(office: Office, unit: str, day: date) -> Body:
    """The people in force that day, in the order of the roster; seconded ones are marked, not hidden."""
    people = sql.rows(office.session, directory.person, office=office.id, unit=unit, ended=False)
    return {
        "unit": unit,
        "people": [
            {
                "staff": p["staff"],
                "name": p["name"],
                "en": p["name_en"],
                "dept": p["dept"],
                "title": p["title"],
                "rank": p["rank"],
                "post_kind": p["post_kind"],
                "room": p["room"],
                "b_post": p["b_post"],
                "status": p["status"],
            }
            for p in sorted(people, key=lambda p: (p["position"], p["staff"]))
            if p["status"] != "left" and _in_force(p, day.isoformat())
        ],
    }


def assignment_body(office: Office, assignment: Row, hashes: dict[str, str], checklists: list[str]) -> Body:
    """`hashes` names the bundles that this one leans on: its roster and the codebook."""
    day = date.fromisoformat(assignment["date"])
    campaign = sql.one(office.session, planning.campaign, office=office.id, campaign=assignment["campaign"])
    unit = sql.one(office.session, directory.unit, office=office.id, unit=assignment["unit"])
    if campaign is None or unit is None:
        raise LookupError("an assignment without its campaign or unit")
    team, member = assignment["team"], assignment["member"]
    called = pseudonyms.name(team, member)
    return {
        "assignment": assignment["assignment"],
        "campaign": assignment["campaign"],
        "visit": assignment["visit"],
        "date": assignment["date"],
        "campaign_name": {"zh": campaign["name_zh"], "en": campaign["name_en"]},
        "unit": {
            k: unit[c] for k, c in (("code", "unit"), ("zh", "zh"), ("en", "en"), ("address", "address"))
        },
        "team": {"zh": team, "en": pseudonyms.team_in_english(team)},
        "pseudonym": {"zh": called.zh, "en": called.en},
        **_hours(office, assignment["unit"], day),
        "roster": hashes["roster"],
        "checklists": checklists,
        "codebook": hashes["codebook"],
        "second_look_minutes": office.rules.second_look_minutes,
    }


def question_body(question: Row, subject: Row) -> Body:
    return {
        "question": question["question"],
        "finding": question["finding"],
        "visit": subject["visit"],
        "text": question["text"],
        "asked_at": question["asked_at"],
        "about": {"type": subject["kind"], "id": subject["subject"]},
    }


def _hours(office: Office, unit: str, day: date) -> Body:
    hours = hours_of_unit(office, unit, day)
    if hours is None:
        return {"hours": None, "day": "workday" if calendar_of(office).is_working_day(day) else "rest"}
    spans = [[start.strftime("%H:%M"), _end(end)] for start, end in hours.spans]
    return {"hours": spans or None, "day": hours.kind}


def _end(moment: datetime) -> str:
    return "24:00" if moment.time() == time.max else moment.strftime("%H:%M")


def _in_force(person: Row, day: str) -> bool:
    started = person["effective_from"] is None or person["effective_from"] <= day
    return started and (person["effective_to"] is None or day <= person["effective_to"])
