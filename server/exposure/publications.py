"""Publications (曝光通报) on their way: requested by one person, approved by another, issued once. The gate is asked at
each step, and whatever changed after the approval needs a new one."""

from collections.abc import Sequence

from sqlalchemy import select

from server.errors import Refusal
from server.exposure import cases, gate
from server.exposure.document_number import read_number
from server.exposure.gate import Case, Lack
from server.exposure.words import lacks_text
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY, revision
from server.storage.office_log import Appended, Guard
from server.storage.sql import Row
from server.storage.tables import exposure as t
from server.storage.tables import planning

LONGEST_TITLE = 100
MOST_FINDINGS = 300


def find(office: Office, publication: str) -> Row:
    """Raises Refusal `publication_unknown`."""
    row = sql.one(office.session, t.publication, office=office.id, publication=publication)
    if row is None:
        raise Refusal("publication_unknown")
    return row


def of_campaign(office: Office, campaign: str) -> list[Row]:
    """Newest first."""
    query = select(t.publication).where(sql.where(t.publication, {"office": office.id, "campaign": campaign}))
    return sql.fetch(office.session, query.order_by(t.publication.c.requested_leaf.desc()))


def open_ones(office: Office) -> list[Row]:
    """Requested or approved, not issued yet."""
    query = select(t.publication).where(
        t.publication.c.office == office.id, t.publication.c.state != "issued"
    )
    return sql.fetch(office.session, query.order_by(t.publication.c.requested_leaf))


def campaign_row(office: Office, campaign: str) -> Row:
    """Raises Refusal `campaign_unknown`."""
    row = sql.one(office.session, planning.campaign, office=office.id, campaign=campaign)
    if row is None:
        raise Refusal("campaign_unknown")
    return row


def candidates(office: Office, campaign: str) -> list[tuple[Row, Case, tuple[Lack, ...]]]:
    """The campaign's findings that may ever be published, with what each lacks. Severity 4 isn't even listed."""
    rows = cases.finding_rows(office, campaign=campaign)
    known = cases.cases(office, rows)
    open_ones = {case.finding for case in gate.draftable(known.values())}
    day = cases.today(office)
    return [
        (row, known[row["finding"]], gate.lacks(known[row["finding"]], day))
        for row in rows
        if row["finding"] in open_ones and row["status"] not in ("rejected", "cleared")
    ]


def require_ready(office: Office, campaign: str, findings: Sequence[str]) -> list[Row]:
    """The rows of findings that all pass the gate. Raises Refusal `nothing_selected`, `not_in_campaign`,
    `not_ready` naming what is missing."""
    if not findings or len(set(findings)) != len(findings) or len(findings) > MOST_FINDINGS:
        raise Refusal("nothing_selected", limit=MOST_FINDINGS)
    rows = cases.finding_rows(office, ids=findings)
    if any(row["campaign"] != campaign for row in rows):
        raise Refusal("not_in_campaign")
    day = cases.today(office)
    missing = {finding: gate.lacks(case, day) for finding, case in cases.cases(office, rows).items()}
    lacking = sorted({lack.code for lacks in missing.values() for lack in lacks})
    if lacking:
        count = sum(1 for lacks in missing.values() if lacks)
        texts = {
            f"missing_{lang}": lacks_text(office.settings.config, lang, lacking) for lang in ("zh", "en")
        }
        raise Refusal("not_ready", count=count, lacks=lacking, **texts)
    return rows


def request(
    office: Office, actor: str, campaign: str, findings: Sequence[str], number: str, title: str
) -> str:
    """Ask for a publication; answers its id. Raises Refusal `number_malformed`, `number_taken`, `title_missing`
    and those of `require_ready`."""
    campaign_row(office, campaign)
    require_ready(office, campaign, findings)
    number, title = read_number(number), title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Refusal("title_missing", limit=LONGEST_TITLE)
    taken = select(t.publication.c.publication).where(
        sql.where(t.publication, {"office": office.id, "number": number, "state": "issued"})
    )
    if office.session.execute(taken).first() is not None:
        raise Refusal("number_taken", number=number)
    publication = office.new_id()
    office.log.append(
        "publication.requested",
        actor=actor,
        clear={"publication": publication, "campaign": campaign, "findings": list(findings), "final": True},
        private={"number": number, "title": title},
        guards=[Guard("publication", publication, None)],
    )
    return publication


def approve(office: Office, actor: str, publication: str) -> Appended:
    """The second person. Raises Refusal `second_person_needed`, `publication_state` and those of
    `require_ready`."""
    row = find(office, publication)
    if row["requested_by"] == actor:
        raise Refusal("second_person_needed")
    if row["state"] == "issued" or (row["state"] == "approved" and not outdated(office, row)):
        raise Refusal("publication_state", state=row["state"])
    require_ready(office, row["campaign"], row["findings"])
    return office.log.append(
        "publication.approved",
        actor=actor,
        clear={"publication": publication},
        guards=[Guard("publication", publication, ANY)],
    )


def require_issuable(office: Office, publication: str) -> Row:
    """An approved publication of which nothing changed since. Raises Refusal `publication_state`,
    `approval_outdated`, `number_taken` and those of `require_ready`."""
    row = find(office, publication)
    if row["state"] != "approved":
        raise Refusal("publication_state", state=row["state"])
    require_ready(office, row["campaign"], row["findings"])
    if outdated(office, row):
        raise Refusal("approval_outdated")
    same = select(t.publication.c.publication).where(
        sql.where(t.publication, {"office": office.id, "number": row["number"], "state": "issued"})
    )
    if office.session.execute(same).first() is not None:
        raise Refusal("number_taken", number=row["number"])
    return row


def outdated(office: Office, row: Row) -> bool:
    """Whether something that the publication shows was changed after it was approved."""
    since = row["approved_leaf"]
    if since is None:
        return False
    for finding in row["findings"]:
        for kind in ("finding", "checklist"):
            if (revision(office.session, office.id, kind, finding) or 0) > since:
                return True
    copies = select(t.redaction.c.made_leaf, t.redaction.c.decided_leaf).where(
        t.redaction.c.office == office.id, t.redaction.c.finding.in_(row["findings"])
    )
    return any(leaf is not None and leaf > since for pair in office.session.execute(copies) for leaf in pair)
