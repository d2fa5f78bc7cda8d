"""Internal drafts (内部稿): the same document with 内部稿·未经陈述 on every page. Severity 4 isn't in it, photographs
only where their masked copy is approved, and there is no package: a draft is never a publication."""

from collections.abc import Sequence

from server.errors import Refusal
from server.exports.bulletin import Bulletin, compose
from server.exports.issue import documents
from server.exports.wording import load_wording
from server.exposure import cases, gate, publications
from server.exposure.document_number import read_number
from server.storage.context import Office
from server.storage.office_log import Appended

_CLOSED = ("rejected", "cleared", "withdrawn")


def draft(
    office: Office,
    campaign: str,
    findings: Sequence[str],
    number: str = "",
    title: str = "",
    *,
    review: bool = False,
) -> Bulletin:
    """Compose a draft of the chosen findings; `review`: the copy that goes round for approval, which says so only when
    every finding passes the gate. Raises Refusal `nothing_selected`, `not_in_campaign`, `never_published`,
    `finding_closed`."""
    publications.campaign_row(office, campaign)
    if not findings:
        raise Refusal("nothing_selected", limit=publications.MOST_FINDINGS)
    rows = cases.finding_rows(office, ids=findings)
    if any(row["campaign"] != campaign for row in rows):
        raise Refusal("not_in_campaign")
    known = cases.cases(office, rows)
    if len(gate.draftable(known.values())) != len(rows):
        raise Refusal("never_published")
    if any(row["status"] in _CLOSED for row in rows):
        raise Refusal("finding_closed")
    day = cases.today(office)
    passed = review and not any(gate.lacks(case, day) for case in known.values())
    banner = load_wording(office.settings.config).text("review_banner" if passed else "draft_banner")
    wanted = read_number(number) if number.strip() else ""
    return compose(
        office, rows, number=wanted, title=title.strip()[: publications.LONGEST_TITLE], banner=banner
    )


def export_draft(
    office: Office, actor: str, bulletin: Bulletin, campaign: str, kind: str
) -> tuple[Appended, bytes]:
    """Write the draft as `docx` or `pdf` and leave the entry that it went out. Raises Refusal `format_unknown`."""
    if kind not in ("docx", "pdf"):
        raise Refusal("format_unknown")
    files = documents(office, bulletin, office.clock())
    findings = [item.finding for item in bulletin.items]
    done = office.log.append(
        "draft.exported", actor=actor, clear={"campaign": campaign, "findings": findings}
    )
    return done, files[f"bulletin.{kind}"][1]
