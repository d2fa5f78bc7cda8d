"""Issuing bundles (签发资料包): immutable, salted, each an entry that names the one phone it is for, so
that the log tells who was given what and when. A body that has not changed is never issued again."""

import hashlib
import json

from server.ledger.b64 import b64u
from server.planning.contents import Body
from server.planning.demonstration import keep_busy
from server.planning.wanted import wanted
from server.projections.planning import body_hash
from server.storage import sql
from server.storage.context import Office
from server.storage.office_log import MediaIn
from server.storage.tables import planning


def issue_bundles(office: Office, device: str) -> int:
    """Issue whatever this phone should have and has not been given. Cheap when there is nothing new. Runs
    in the caller's writing transaction; the manifest shows it once the projections have advanced. Gives how
    many. Raises Refusal calendar_year_unknown when a day's hours can't be told."""
    if office.settings.demonstration:
        keep_busy(office, device)
    issued = 0

    def place(kind: str, body: Body) -> str:
        nonlocal issued
        given = given_bundle(office, device, kind, body)
        if given is not None:
            return given
        sha256, replay = _issue(office, device, kind, body)
        issued += not replay
        return sha256

    wanted(office, device, place)
    return issued


def given_bundle(office: Office, device: str, kind: str, body: Body) -> str | None:
    """The hash of the bundle with this body that the phone was given before, if any."""
    key = {"office": office.id, "device": device, "kind": kind, "body_sha256": body_hash(body)}
    rows = sql.rows(office.session, planning.bundle, **key)
    return str(rows[0]["sha256"]) if rows else None


def _issue(office: Office, device: str, kind: str, body: Body) -> tuple[str, bool]:
    """The key makes it once and for all: asked again before the projections have caught up, the first one
    counts. Gives the bundle's hash, and whether it had been issued before."""
    bundle = {"v": 1, "kind": kind, "salt": b64u(office.rng(16)), "body": body}
    content = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
    appended = office.log.append(
        "bundle.issued",
        actor="system",
        clear={"bundle": office.new_id(), "kind": kind, "devices": [device]},
        media=[MediaIn(content, "application/json")],
        key=f"bundle:{device}:{kind}:{body_hash(body)}",
    )
    if appended.replay:
        first = office.open(appended.entry_id).media[0]
        return str(first.sha256), True
    return b64u(hashlib.sha256(content).digest()), False
