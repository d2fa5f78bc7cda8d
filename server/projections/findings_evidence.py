"""What became of the photographs that the phones declared: here or not, unchanged or not, whole or damaged."""

from server.errors import Refusal
from server.projections.findings import advance_finding, declare, findings
from server.projections.registry import Project
from server.storage import images
from server.storage.opening import OpenEntry
from server.storage.sql import change, one
from server.storage.tables import findings as t


@findings.on("media.received")
def received(p: Project, e: OpenEntry) -> None:
    """The bytes are here; a damaged photograph is kept as it came and flagged."""
    key = {"office": p.office, "entry": e.data["entry"], "sd": e.data["sd"]}
    declared = one(p.session, t.evidence, **key)
    if declared is None:
        return
    values: dict[str, object] = {"received": True, "matched": e.data["matched"]}
    try:
        seen = images.inspect(p.media(declared["sealed"]))
        values |= {
            "format": seen.format,
            "width": seen.width,
            "height": seen.height,
            "flags": list(seen.flags),
        }
    except Refusal as unreadable:
        values |= {"flags": [unreadable.code]}
    change(p.session, t.evidence, key, values)
    if declared["finding"]:
        advance_finding(p, declared["finding"], e.leaf, {})


@findings.on("question.answered")
def answered(p: Project, e: OpenEntry) -> None:
    """The inspector's answer to a reviewer's question comes back as an entry of the phone, with its photographs."""
    question = one(p.session, t.finding_question, office=p.office, question=e.data["question"])
    if question is None or question["answer_entry"] is not None:
        return
    answer = {
        "answer": e.private.get("answer"),
        "answer_entry": e.entry_id,
        "answered_at": e.received_at,
        "answered_by_device": e.device,
    }
    change(p.session, t.finding_question, {"office": p.office, "question": e.data["question"]}, answer)
    declare(p, e, question["finding"])
    found = one(p.session, t.finding, office=p.office, finding=question["finding"])
    if found is not None and found["question"] == e.data["question"]:
        status = {"status": "unverified"} if found["status"] == "returned" else {}
        advance_finding(p, found["finding"], e.leaf, {"answered": True, "question": None, **status})
