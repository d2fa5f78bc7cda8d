"""What the office did with a finding. The next state comes from the workflow's table, never from here."""

from server.domain.workflow import BY_ENTRY
from server.projections.findings import advance_finding, findings
from server.projections.registry import Project
from server.storage.opening import OpenEntry
from server.storage.sql import Row, add
from server.storage.tables import findings as t

_ACTS = (
    "finding.confirmed",
    "finding.rejected",
    "finding.returned",
    "statement.requested",
    "statement.recorded",
    "statement.expired",
    "decision.recorded",
)


@findings.on(*_ACTS)
def acted(p: Project, e: OpenEntry) -> None:
    """Every act stands in the finding's history and moves its state as the table says."""
    finding = e.data["finding"]
    detail = {k: v for k, v in e.data.items() if k not in ("finding", "guards", "_sd")} | e.private
    add(
        p.session,
        t.finding_act,
        office=p.office,
        finding=finding,
        leaf=e.leaf,
        entry=e.entry_id,
        type=e.type,
        actor=e.actor,
        at=e.at,
        detail=detail,
    )
    act = BY_ENTRY.get(e.type)
    status = act.after(e.data.get("taken", "")) if act else None
    advance_finding(p, finding, e.leaf, {**_values(e), **({"status": status} if status else {})})


def _values(e: OpenEntry) -> Row:
    match e.type:
        case "finding.confirmed":
            return {
                "violation": e.data["violation"],
                "confirmed_by": e.actor,
                "override": e.private.get("override"),
                "question": None,
            }
        case "finding.returned":
            return {"question": e.data["question"], "answered": False}
        case "statement.requested":
            return {"statement_due": e.data["due"]}
        case "statement.recorded":
            return {"statement": e.data["statement"], "statement_taken": e.data["taken"]}
        case "statement.expired":
            return {"statement_expired": True}
        case "decision.recorded":
            return {
                "decision": e.data["decision"],
                "decision_number": e.private.get("number"),
                "in_force": e.data["in_force"],
            }
        case _:
            return {}


@findings.on("finding.returned")
def asked(p: Project, e: OpenEntry) -> None:
    add(
        p.session,
        t.finding_question,
        office=p.office,
        question=e.data["question"],
        finding=e.data["finding"],
        leaf=e.leaf,
        text=e.private.get("text", ""),
        asked_at=e.at,
        asked_by=e.actor,
    )


@findings.on("statement.recorded")
def stated(p: Project, e: OpenEntry) -> None:
    add(
        p.session,
        t.statement,
        office=p.office,
        statement=e.data["statement"],
        finding=e.data["finding"],
        leaf=e.leaf,
        entry=e.entry_id,
        taken=e.data["taken"],
        text=e.private.get("text", ""),
        by=e.private.get("by", ""),
        received_on=e.private.get("received_on", ""),
        reason=e.private.get("reason"),
        media=len(e.media),
        recorded_at=e.at,
        recorded_by=e.actor,
    )


@findings.on("decision.recorded")
def decided(p: Project, e: OpenEntry) -> None:
    add(
        p.session,
        t.decision,
        office=p.office,
        decision=e.data["decision"],
        finding=e.data["finding"],
        leaf=e.leaf,
        number=e.private.get("number", ""),
        organ=e.private.get("organ", ""),
        measures=e.private.get("measures", []),
        decided_on=e.private.get("decided_on", ""),
        in_force=e.data["in_force"],
        recorded_at=e.at,
        recorded_by=e.actor,
    )
