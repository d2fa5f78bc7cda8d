"""All receipts of one entry of the asking device: its own, and those of its media."""

from typing import Any

from flask_smorest import Blueprint

from server.errors import Refusal
from server.sync import media
from server.sync.intake import receipts_of
from server.web.api.schemas import Receipts
from server.web.context import office
from server.web.proof import device_row, proven

blueprint = Blueprint("receipts", __name__, url_prefix="/api/v1/receipts", description="Receipts")


@blueprint.get("/<string:entry>")
@proven
@blueprint.response(200, Receipts)
@blueprint.alt_response(404, description="entry_unknown")
def receipts(entry: str) -> dict[str, Any]:
    """The stored bytes, the same as ever."""
    device = device_row()["device"]
    own = [verdict.receipt for verdict in receipts_of(office(), device, [entry])]
    if not own:
        raise Refusal("entry_unknown", entry=entry)
    return {"receipts": own + media.receipts(office(), device, [entry])}
