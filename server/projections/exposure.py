"""Exposure, as the office's entries tell it: masked copies, the legal checklist, publications, drafts."""

from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.sql import add, change, upsert
from server.storage.tables import exposure as t

exposure = Projection("exposure", tables=[t.redaction, t.legal_check, t.publication, t.draft_export])


@exposure.on("redaction.made")
def made(p: Project, e: OpenEntry) -> None:
    copy = e.media[0]
    add(
        p.session,
        t.redaction,
        office=p.office,
        redaction=e.data["redaction"],
        finding=e.data["finding"],
        entry=e.data["entry"],
        sd=e.data["sd"],
        boxes=e.data["boxes"],
        geometry=e.private.get("geometry", []),
        state="made",
        sealed=copy.sealed,
        sha256=copy.sha256,
        size=copy.size,
        made_by=e.actor,
        made_at=e.at,
        made_leaf=e.leaf,
    )


@exposure.on("redaction.approved", "redaction.refused")
def decided(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "redaction": e.data["redaction"]}
    values = {
        "state": e.type.removeprefix("redaction."),
        "decided_by": e.actor,
        "decided_at": e.at,
        "decided_leaf": e.leaf,
        "reason": e.private.get("reason"),
    }
    change(p.session, t.redaction, key, values)


@exposure.on("checklist.signed")
def signed(p: Project, e: OpenEntry) -> None:
    values = {
        "campaign": e.data["campaign"],
        "items": e.data["items"],
        "note": e.private.get("note"),
        "signed_by": e.actor,
        "signed_at": e.at,
        "leaf": e.leaf,
    }
    upsert(p.session, t.legal_check, {"office": p.office, "finding": e.data["finding"]}, values)


@exposure.on("publication.requested")
def requested(p: Project, e: OpenEntry) -> None:
    add(
        p.session,
        t.publication,
        office=p.office,
        publication=e.data["publication"],
        campaign=e.data["campaign"],
        findings=e.data["findings"],
        final=e.data["final"],
        number=e.private.get("number", ""),
        title=e.private.get("title", ""),
        state="requested",
        requested_by=e.actor,
        requested_at=e.at,
        requested_leaf=e.leaf,
    )


@exposure.on("publication.approved")
def approved(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "publication": e.data["publication"]}
    values = {"state": "approved", "approved_by": e.actor, "approved_at": e.at, "approved_leaf": e.leaf}
    change(p.session, t.publication, key, values)


@exposure.on("publication.issued")
def issued(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "publication": e.data["publication"]}
    values = {
        "state": "issued",
        "issued_by": e.actor,
        "issued_at": e.at,
        "issued_leaf": e.leaf,
        "issued_entry": e.entry_id,
        "manifest_sha256": e.data["manifest_sha256"],
        "documents": {medium.name: medium.sealed for medium in e.media if medium.name},
    }
    change(p.session, t.publication, key, values)


@exposure.on("draft.exported")
def exported(p: Project, e: OpenEntry) -> None:
    add(
        p.session,
        t.draft_export,
        office=p.office,
        entry=e.entry_id,
        campaign=e.data["campaign"],
        findings=e.data["findings"],
        exported_by=e.actor,
        exported_at=e.at,
    )
