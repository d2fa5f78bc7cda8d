"""The legal checklist (法律审查) before a finding is published: every item ticked, by name, as an entry."""

from collections.abc import Sequence

from server.domain.checklists import Checklist
from server.errors import Refusal
from server.exposure import cases, gate
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY
from server.storage.office_log import Appended, Guard
from server.storage.sql import Row
from server.storage.tables import exposure as t

CHECKLIST = "before_publication"
LONGEST_NOTE = 2000


def checklist(office: Office) -> Checklist:
    """The text in force."""
    return office.rules.checklists[CHECKLIST]


def signed(office: Office, finding: str) -> Row | None:
    return sql.one(office.session, t.legal_check, office=office.id, finding=finding)


def sign(office: Office, actor: str, finding: str, items: Sequence[str], note: str = "") -> Appended:
    """Sign for one finding. Raises Refusal `checklist_incomplete` naming what isn't ticked, `never_published`,
    `not_in_campaign`."""
    [row] = cases.finding_rows(office, ids=[finding])
    if gate.secret(cases.severity(office, row)):
        raise Refusal("never_published")
    if not row["campaign"]:
        raise Refusal("not_in_campaign")
    wanted = checklist(office).items
    missing = [item.zh for item in wanted if item.id not in items]
    if missing:
        raise Refusal("checklist_incomplete", items="、".join(missing))
    if len(note) > LONGEST_NOTE:
        raise Refusal("text_too_long", limit=LONGEST_NOTE)
    return office.log.append(
        "checklist.signed",
        actor=actor,
        clear={"campaign": row["campaign"], "finding": finding, "items": [item.id for item in wanted]},
        private={"note": note.strip() or None},
        guards=[Guard("checklist", finding, ANY)],
    )
