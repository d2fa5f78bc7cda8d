"""One finding (问题线索): all that is known about it, and the acts that move it on. Every act leaves an entry; the form
carries the revision that was seen and a key of its own, so that a late or a second click changes nothing."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.casework import acts, case, chain, proposals, timeline
from server.casework.acts import Decision, Seen, Statement
from server.casework.previews import scan_of
from server.domain import workflow
from server.domain.workflow import offered
from server.errors import Refusal
from server.storage.context import Office
from server.web.context import office, unit_of_work
from server.web.i18n import language
from server.web.office.base import office_blueprint, office_route, person
from server.web.office.finding_view import View, photographs
from server.web.office.forms import required, revision_seen
from server.web.office.queue import filters_of, listing

blueprint = office_blueprint("finding")


@office_route(blueprint, "/findings/<finding>", permission="findings.see")
def show(finding: str) -> str:
    """The finding beside the queue that it was opened from."""
    work = office()
    found = case.load(work, finding)
    return render_template(
        "office/casework/finding.html", **listing(work, filters_of("verify")), **_detail(work, found)
    )


def _detail(work: Office, found: case.Case) -> dict[str, object]:
    assessment = proposals.assess(work, found)
    entries = [look["entry"] for look in found.looks] + [act["entry"] for act in found.acts]
    facts = acts.facts(work, found, person())
    return {
        "case": found,
        "finding": found.finding,
        "photographs": photographs(found),
        "assessment": assessment,
        "ruler": timeline.ruler_svg(work, found, assessment, "en" if language() == "en" else "zh"),
        "verdict": chain.verdict(work, entries),
        "facts": facts,
        "offered": offered(found.finding["status"], person().roles),
        "codes": _codes(work),
        "measures": list(work.rules.measures),
        "due": _due(work),
        "form_key": work.new_id(),
    }


def _due(work: Office) -> str | None:
    """None in a year whose calendar nobody has entered yet; confirming then says so."""
    try:
        return acts.statement_due(work).isoformat()
    except Refusal:
        return None


def _codes(work: Office) -> list[str]:
    """What may be confirmed here: no leads, nothing that only the unit's personnel record can say."""
    codes = work.rules.codebook.codes.values()
    return [c.code for c in codes if c.severity < workflow.LEAD_SEVERITY and c.on_phone != "personnel"]


@office_route(blueprint, "/findings/<finding>/proof", permission="findings.see")
def proof(finding: str) -> str:
    """The chain badge's details: every entry's signature, chain and leaf, computed for this page."""
    work = office()
    found = case.load(work, finding)
    entries = [look["entry"] for look in found.looks] + [act["entry"] for act in found.acts]
    return render_template(
        "office/casework/proof.html", case=found, finding=found.finding, view=View(work),
        verdict=chain.verdict(work, entries),
    )  # fmt: skip


def _act(finding: str, done: str, act: Callable[[Office, Seen], None]) -> Response:
    revision = revision_seen()
    seen = Seen(person(), finding, revision, required("key"))
    with unit_of_work() as work:
        act(work, seen)
    back = {
        name: request.args[name]
        for name in ("stage", "unit", "campaign", "text", "page")
        if name in request.args
    }
    query = urlencode({**back, "done": f"casework.{done}"})
    return redirect(f"{url_for('finding.show', finding=finding)}?{query}", 303)


@office_route(blueprint, "/findings/<finding>/confirm", permission="findings.confirm", methods=["POST"])
def confirm(finding: str) -> Response:
    """认定成立."""
    form = request.form
    violation, reason, override = (form.get(name, "") for name in ("violation", "reason", "override"))
    return _act(
        finding,
        "confirmed",
        lambda work, seen: acts.confirm(work, seen, violation=violation, reason=reason, override=override),
    )


@office_route(blueprint, "/findings/<finding>/reject", permission="findings.verify", methods=["POST"])
def reject(finding: str) -> Response:
    """认定不成立."""
    reason = request.form.get("reason", "")
    return _act(finding, "rejected", lambda work, seen: acts.reject(work, seen, reason=reason))


@office_route(blueprint, "/findings/<finding>/return", permission="findings.verify", methods=["POST"])
def ask(finding: str) -> Response:
    """退回提问."""
    text = request.form.get("text", "")
    return _act(finding, "returned", lambda work, seen: acts.ask(work, seen, text=text))


@office_route(blueprint, "/findings/<finding>/statement", permission="statements.record", methods=["POST"])
def hear(finding: str) -> Response:
    """记录单位陈述."""
    form = request.form
    text, by, received_on, taken, reason = (
        form.get(name, "") for name in ("text", "by", "received_on", "taken", "reason")
    )
    file = request.files.get("scan")
    scan = scan_of(file.read(), file.filename) if file is not None else None
    said = Statement(text, by, received_on, taken, reason, scan)
    return _act(finding, "heard", lambda work, seen: acts.hear(work, seen, said))


@office_route(blueprint, "/findings/<finding>/expire", permission="statements.record", methods=["POST"])
def expire(finding: str) -> Response:
    """记录陈述期满."""
    note = request.form.get("note", "")
    return _act(finding, "expired", lambda work, seen: acts.expire(work, seen, note=note))


@office_route(blueprint, "/findings/<finding>/decision", permission="decisions.record", methods=["POST"])
def decide(finding: str) -> Response:
    """记录处理决定."""
    form = request.form
    number, organ, decided_on, in_force = (
        form.get(n, "") for n in ("number", "organ", "decided_on", "in_force")
    )
    decision = Decision(number, organ, form.getlist("measures"), decided_on, in_force)
    return _act(finding, "decided", lambda work, seen: acts.decide(work, seen, decision))
