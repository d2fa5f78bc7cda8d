"""The manifest of a phone (资料清单): what it should have now, which is also all that it may fetch."""

from server.errors import Refusal
from server.planning.bundles import given_bundle
from server.planning.contents import Body
from server.planning.wanted import Listed, wanted
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import planning


def manifest(office: Office, device: str) -> dict[str, object]:
    """The payload to be signed (docs/protocol.md §5.4). The same state gives the same payload, in one
    order."""
    bundles = []
    for listed in _listed(office, device):
        row = sql.one(office.session, planning.bundle, office=office.id, sha256=listed.sha256)
        if row is not None:
            bundles.append({"sha256": listed.sha256, "kind": listed.kind, "bytes": row["bytes"]})
    bundles.sort(key=lambda b: (str(b["kind"]), str(b["sha256"])))
    return {"v": 1, "device": device, "bundles": bundles}


def bundle(office: Office, device: str, sha256: str) -> bytes:
    """The bytes of a bundle that the phone's manifest lists now. Raises Refusal bundle_not_listed."""
    row = sql.one(office.session, planning.bundle, office=office.id, sha256=sha256)
    if row is None or all(listed.sha256 != sha256 for listed in _listed(office, device)):
        raise Refusal("bundle_not_listed")
    return office.media(row["sealed"])


def _listed(office: Office, device: str) -> list[Listed]:
    def place(kind: str, body: Body) -> str | None:
        return given_bundle(office, device, kind, body)

    return wanted(office, device, place)
