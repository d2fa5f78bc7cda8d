"""Publications (曝光通报): choose a campaign's findings, see what each lacks, export an internal draft, ask for a
publication, approve it as a second person, issue it, take it along."""

import io
from collections.abc import Sequence

from flask import Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.domain.names import mask
from server.exports import draft, issue
from server.exports.wording import load_wording
from server.exposure import cases, publications
from server.identity.sessions import Person
from server.ledger import package
from server.planning.campaigns import campaigns
from server.storage.context import Office
from server.storage.sql import Row
from server.web.context import office, unit_of_work
from server.web.i18n import both
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.finding_view import View
from server.web.office.forms import required

blueprint = office_blueprint("publications")

_TYPES = {"bulletin.docx": issue.DOCX, "bulletin.pdf": "application/pdf", "package.zip": "application/zip"}


@office_route(blueprint, "/publications", permission="publications.see")
def index() -> str:
    """Campaigns with what waits in each, and every publication."""
    work = office()
    rows = [
        {
            **row,
            "publications": publications.of_campaign(work, row["campaign"]),
            "candidates": len(publications.candidates(work, row["campaign"])),
        }
        for row in campaigns(work)
    ]
    return render_template("office/exposure/publications.html", campaigns=rows, view=View(work))


@office_route(blueprint, "/publications/campaigns/<campaign>", permission="publications.see")
def compose(campaign: str) -> str:
    """One campaign's findings and what each still lacks; number and title."""
    work = office()
    found = publications.campaign_row(work, campaign)
    listed = publications.candidates(work, campaign)
    title = load_wording(work.settings.config).text("title", campaign=found["name_zh"])
    return render_template(
        "office/exposure/compose.html",
        campaign=found,
        candidates=listed,
        ready=sum(not lacks for _, _, lacks in listed),
        title=title,
        units=_units(work),
        masked=_masked,
        view=View(work),
        publications=publications.of_campaign(work, campaign),
    )


@office_route(
    blueprint,
    "/publications/campaigns/<campaign>/request",
    permission="publications.request",
    methods=["POST"],
)
def ask(campaign: str) -> AnyResponse:
    """Asks for a publication of the chosen findings."""
    chosen = request.form.getlist("finding")
    with unit_of_work() as work:
        made = publications.request(
            work,
            person().account,
            campaign,
            chosen,
            request.form.get("number", ""),
            request.form.get("title", ""),
        )
    return redirect(url_for("publications.show", publication=made, done="exposure.requested"), 303)


@office_route(
    blueprint, "/publications/campaigns/<campaign>/draft.<kind>", permission="drafts.export", methods=["POST"]
)
def export(campaign: str, kind: str) -> Response:
    """An internal draft of the chosen findings as DOCX or PDF; that it went out is an entry."""
    chosen = request.form.getlist("finding")
    number, title = request.form.get("number", ""), request.form.get("title", "")
    return _draft(campaign, chosen, kind, number, title)


@office_route(blueprint, "/publications/<publication>", permission="publications.see")
def show(publication: str) -> str:
    """One publication: where it stands, what it holds, and what verifying the package says."""
    work = office()
    row = publications.find(work, publication)
    rows = cases.finding_rows(work, ids=row["findings"])
    return render_template(
        "office/exposure/publication.html",
        publication=row,
        campaign=publications.campaign_row(work, row["campaign"]),
        findings=[found for wanted in row["findings"] for found in rows if found["finding"] == wanted],
        outdated=publications.outdated(work, row),
        own=row["requested_by"] == person().account,
        report=_report(work, row),
        key=work.keys.verifier,
        units=_units(work),
        masked=_masked,
        view=View(work),
    )


@office_route(
    blueprint, "/publications/<publication>/review.<kind>", permission="drafts.export", methods=["POST"]
)
def review(publication: str, kind: str) -> Response:
    """The document as it would go out, marked as not approved yet; that it was taken out is an entry."""
    row = publications.find(office(), publication)
    return _draft(row["campaign"], row["findings"], kind, row["number"], row["title"], review=True)


@office_route(
    blueprint, "/publications/<publication>/approve", permission="publications.approve", methods=["POST"]
)
def approve(publication: str) -> AnyResponse:
    """The second person approves."""
    required("looked")
    with unit_of_work() as work:
        publications.approve(work, person().account, publication)
    return redirect(
        url_for("publications.show", publication=publication, done="exposure.publication_approved"), 303
    )


@office_route(
    blueprint, "/publications/<publication>/issue", permission="publications.issue", methods=["POST"]
)
def send_out(publication: str) -> AnyResponse:
    """Makes documents and package once and for all."""
    with unit_of_work() as work:
        issue.issue(work, person().account, publication)
    return redirect(url_for("publications.show", publication=publication, done="exposure.issued"), 303)


@office_route(
    blueprint, "/publications/<publication>/files/<any('bulletin.docx', 'bulletin.pdf', 'package.zip'):name>",
    permission="publications.see",
)  # fmt: skip
def download(publication: str, name: str) -> Response:
    """What was issued, as it was issued."""
    work = office()
    row, files = issue.issued_files(work, publication)
    data = issue.package_of(work, publication) if name == "package.zip" else files[name]
    return _file(data, _TYPES[name], issue.file_name(row, name.rpartition(".")[2]))


@office_route(blueprint, "/publications/office.pub", permission="publications.see")
def key() -> Response:
    """The office's verifier key, to be handed out apart from the packages."""
    return _file(f"{office().keys.verifier}\n".encode(), "text/plain; charset=utf-8", "office.pub")


def _draft(
    campaign: str, findings: Sequence[str], kind: str, number: str, title: str, *, review: bool = False
) -> Response:
    with unit_of_work() as work:
        bulletin = draft.draft(work, campaign, findings, number, title, review=review)
        _, data = draft.export_draft(work, person().account, bulletin, campaign, kind)
    return _file(data, _TYPES[f"bulletin.{kind}"], f"内部稿.{kind}")


def _file(data: bytes, kind: str, name: str) -> Response:
    answer = send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _report(work: Office, row: Row) -> package.Report | None:
    """The page verifies what it offers, as any reader would."""
    if row["state"] != "issued":
        return None
    return package.verify(issue.package_of(work, row["publication"]), [work.keys.verifier], explicit=True)


def _units(work: Office) -> dict[str, str]:
    view = cases.unit_rows(work)
    return {row["unit"]: both(row["zh"], row["en"]) for row in view}


def _masked(row: Row) -> str:
    """Whoever composes sees masked names only."""
    return mask(row["name"]) if row["name"] else "—"


def _waiting(work: Office, someone: Person) -> int:
    """Publications that wait for this person's approval, or, approved, to be issued."""
    rows = publications.open_ones(work)
    director = "director" in someone.roles
    return sum(
        (row["state"] == "requested" and director and row["requested_by"] != someone.account)
        or row["state"] == "approved"
        for row in rows
    )


navigation.register(
    navigation.Item(
        "exposure.nav.publications",
        "publications.index",
        "publications.see",
        "work",
        30,
        _waiting,
        "exposure.waiting.publications",
        icon="send",
    )
)
