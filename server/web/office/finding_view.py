"""How findings read on the console: titles, names, states, in the person's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.casework.case import Case
from server.casework.people import called
from server.clock import CHINA
from server.domain.codebook import Violation
from server.domain.names import finding_number
from server.domain.workflow import LEAD_SEVERITY
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables.accounts import account
from server.web.i18n import both, language, t

PILLS = {
    "unverified": "wait",
    "returned": "plain",
    "confirmed": "wait",
    "heard": "wait",
    "decided": "ok",
    "rejected": "plain",
    "cleared": "plain",
    "withdrawn": "plain",
}
UNSHOWABLE = frozenset({"empty", "not_an_image", "too_many_pixels", "image_unreadable", "media_damaged"})


@dataclass(frozen=True)
class View:
    """The office's words for one request; templates know it as `view`."""

    office: Office

    def number(self, row: Row) -> str:
        """LJ-2026-0316-003."""
        day = datetime.fromisoformat(row["date"]).date()
        return finding_number(self.office.rules.finding_prefix, day, row["number"])

    def code(self, code: str | None) -> str:
        """A03 不在岗（待核）; nothing for no code."""
        found = self.office.rules.codebook.codes.get(code or "")
        return f"{found.code} {both(found.zh, found.en)}" if found else (code or "")

    def violation(self, code: str | None) -> Violation | None:
        """The codebook's row: which evidence it asks for, and what is fair."""
        return self.office.rules.codebook.codes.get(code or "")

    def suggested(self, row: Row) -> str | None:
        """The code that the record itself suggests: what the phone carried, or what a checklist's item stands for."""
        if row["kind"] == "checklist":
            checklist, _, item = row["subject"].partition("/")
            found = self.office.rules.checklists.get(checklist)
            return next((i.violation for i in found.items if i.id == item), None) if found else None
        return str(row["recorded"]) if row["recorded"] else None

    def what(self, row: Row) -> str:
        """What it is about, in a few words."""
        code = row["violation"] or self.suggested(row)
        if code:
            return self.code(code)
        return t("casework.kind." + row["kind"])

    def place(self, row: Row) -> str:
        """Whom or where it is about, for one line of the queue."""
        if row["name"]:
            return both(row["name"], row.get("name_en"))
        return row["subject"] if row["kind"] == "seat" else row["room"] or ""

    def item(self, row: Row) -> str:
        """The checklist's line, as it stood."""
        checklist, _, item = row["subject"].partition("/")
        found = self.office.rules.checklists.get(checklist)
        line = next((i for i in found.items if i.id == item), None) if found else None
        return both(line.zh, line.en) if line else row["subject"]

    def is_lead(self, row: Row) -> bool:
        found = self.office.rules.codebook.codes.get(row["recorded"] or "")
        return found is not None and found.severity >= LEAD_SEVERITY

    def pill(self, row: Row) -> tuple[str, str]:
        """Kind and word of the state; an answered question says so."""
        if row["status"] == "unverified" and row["answered"]:
            return "wait", t("casework.status.answered")
        return PILLS[row["status"]], t("casework.status." + row["status"])

    def who(self, finding: Row, device: str) -> str:
        """第三组·乙."""
        name = called(self.office, finding, device)
        return both(name.zh, name.en)

    def actor(self, account_id: str | None) -> str:
        """The account's name; `system` for what the program did."""
        row = sql.one(self.office.session, account, office=self.office.id, account=account_id or "")
        return both(row["display_zh"], row["display_en"]) if row else t("casework.actor_system")

    def age(self, row: Row) -> str:
        """How long it has waited, in whole days, hours or minutes."""
        waited = self.office.clock() - datetime.fromisoformat(row["seen_at"].replace("Z", "+00:00"))
        days = waited // timedelta(days=1)
        if days:
            return t("casework.age_days", n=days)
        hours = waited // timedelta(hours=1)
        if hours > 0:
            return t("casework.age_hours", n=hours)
        return t("casework.age_minutes", n=max(0, waited // timedelta(minutes=1)))

    def today(self) -> str:
        """Beijing's date, the last that a form takes."""
        return self.office.clock().astimezone(CHINA).date().isoformat()

    def measure(self, measure: str) -> str:
        found = self.office.rules.measures[measure]
        return both(found.zh, found.en)

    def condition(self, condition: object) -> tuple[str, str]:
        """What a condition asks, and why it stands as it does."""
        lang = "en" if language() == "en" else "zh"
        labels = self.office.rules.labels
        return condition.label(labels, lang), condition.why(labels, lang)  # type: ignore[attr-defined]

    def reason(self, reason: str) -> str:
        return self.office.rules.labels.reasons[reason]["en" if language() == "en" else "zh"]


def photographs(case: Case) -> list[dict[str, object]]:
    """The photographs in order, numbered as on the ruler, each with what is known about it."""
    return [
        {
            **e,
            "number": n,
            "here": e["received"] and e["matched"],
            "shown": e["received"] and e["matched"] and not UNSHOWABLE & set(e["flags"]),
        }
        for n, e in enumerate(case.evidence, 1)
    ]
