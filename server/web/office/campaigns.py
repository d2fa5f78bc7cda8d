"""Campaigns and who visits whom. An assignment is one of the four secrets until its day: only whoever plans sees this
page, and the phone learns the unit's name on the day itself."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.clock import CHINA
from server.errors import Refusal
from server.identity import pseudonyms
from server.identity.phones import phones
from server.identity.sessions import Person
from server.planning import campaigns, directory_lists
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import planning
from server.web.context import office, unit_of_work
from server.web.i18n import both
from server.web.office import navigation
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.forms import day, required

blueprint = office_blueprint("campaigns")


@office_route(blueprint, "/campaigns", permission="campaigns.see")
def index() -> str:
    """Campaigns, the newest first, each with its visits counted."""
    work = office()
    rows = [{**row, **_counts(work, row["campaign"])} for row in campaigns.campaigns(work)]
    return render_template("office/campaigns.html", campaigns=rows, today=_today(work))


@office_route(blueprint, "/campaigns/new", permission="campaigns.manage")
def new() -> str:
    """The form for a new campaign."""
    return render_template("office/campaign_new.html", today=_today(office()))


@office_route(blueprint, "/campaigns", permission="campaigns.manage", methods=["POST"])
def create() -> Response:
    """Opens a campaign under its approved plan number."""
    names = {"zh": required("name_zh"), "en": request.form.get("name_en", "").strip() or required("name_zh")}
    with unit_of_work() as work:
        made = campaigns.open_campaign(
            work,
            person().account,
            names=names,
            plan_number=required("plan_number"),
            starts=day("starts"),
            ends=day("ends"),
            basis=request.form.get("basis"),
        )
    return redirect(url_for("campaigns.show", campaign=made, done="admin.campaign_opened"), 303)


@office_route(blueprint, "/campaigns/<campaign>", permission="campaigns.see")
def show(campaign: str) -> str:
    """One campaign: its visits by day, and the form that sends phones to a unit."""
    work = office()
    found = sql.one(work.session, planning.campaign, office=work.id, campaign=campaign)
    if found is None:
        raise Refusal("campaign_unknown")
    started = {
        (row["visit"], row["device"]): row
        for row in sql.rows(work.session, planning.visit, office=work.id, campaign=campaign)
    }
    every = {one.device: one for one in phones(work) if one.device}
    return render_template(
        "office/campaign.html",
        campaign=found,
        assignments=campaigns.assignments(work, campaign),
        started=started,
        phones=every,
        free=[one for one in every.values() if one.state == "active"],
        units={row["unit"]: row for row in directory_lists.units(work)},
        today=_today(work),
        pseudonym=_called,
    )


@office_route(blueprint, "/campaigns/<campaign>/visits", permission="campaigns.manage", methods=["POST"])
def assign(campaign: str) -> Response:
    """Sends the chosen phones to a unit on a day; phones of one team share the visit."""
    chosen = request.form.getlist("device")
    if not chosen:
        raise Refusal("form_incomplete", field="device")
    teams = {one.device: one.team_zh for one in phones(office())}
    with unit_of_work() as work:
        for device in chosen:
            campaigns.assign_visit(
                work,
                person().account,
                campaign=campaign,
                device=device,
                unit=required("unit"),
                day=day("date"),
                team=request.form.get("team", "").strip() or teams.get(device, ""),
            )
    return redirect(url_for("campaigns.show", campaign=campaign, done="admin.visit_assigned"), 303)


def _called(team: str, member: str) -> str:
    name = pseudonyms.name(team, member)
    return both(name.zh, name.en)


def _counts(work: Office, campaign: str) -> dict[str, int]:
    planned = {row["visit"] for row in campaigns.assignments(work, campaign)}
    rows = sql.rows(work.session, planning.visit, office=work.id, campaign=campaign)
    return {
        "visits": len(planned),
        "begun": len({row["visit"] for row in rows}),
        "finished": len({row["visit"] for row in rows if row["finished_at"]}),
    }


def _today(work: Office) -> str:
    return work.clock().astimezone(CHINA).date().isoformat()


def _without_visits(work: Office, _person: Person) -> int:
    """Campaigns that run or are to come and send nobody anywhere yet."""
    today = _today(work)
    running = [row for row in campaigns.campaigns(work) if row["ends"] >= today]
    return sum(1 for row in running if not campaigns.assignments(work, row["campaign"]))


navigation.register(
    navigation.Item(
        "admin.nav.campaigns",
        "campaigns.index",
        "campaigns.see",
        "plan",
        20,
        count=_without_visits,
        waiting="admin.waiting.campaigns",
    )
)
