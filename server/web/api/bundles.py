"""Down: the signed manifest of this device and the bundles it lists (docs/protocol.md §5.4)."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from server.planning import manifest as planned
from server.sync.manifest import sign_manifest
from server.web.api.schemas import Manifest
from server.web.context import office, store
from server.web.proof import device_row, proven

blueprint = Blueprint("bundles", __name__, url_prefix="/api/v1", description="Manifest and bundles")


@blueprint.get("/manifest")
@proven
@blueprint.response(200, Manifest)
def manifest() -> dict[str, Any]:
    """What this device may fetch, signed."""
    device = device_row()["device"]
    return {"manifest": sign_manifest(planned.manifest(office(), device), store().keys)}


@blueprint.get("/bundles/<string:sha256>")
@proven
@blueprint.response(200, description="The bundle's bytes")
@blueprint.alt_response(404, description="bundle_not_listed")
def bundle(sha256: str) -> Response:
    """One bundle, byte for byte as it was issued. It never changes, so the phone may keep it for ever."""
    device = device_row()["device"]
    response = Response(planned.bundle(office(), device, sha256), mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response
