"""The server's time and a nonce, for everyone: a phone needs them before it can prove anything."""

from typing import Any

from flask_smorest import Blueprint

from server.clock import iso
from server.sync.exchange import EPOCH
from server.web.api.schemas import Time
from server.web.context import store
from server.web.proof import fresh_nonce

blueprint = Blueprint("time", __name__, url_prefix="/api/v1", description="Time and nonces")


@blueprint.get("/time")
@blueprint.response(200, Time)
def time() -> dict[str, Any]:
    """The present moment, a nonce for the next proof, and the ledger's epoch."""
    return {"time": iso(store().clock()), "nonce": fresh_nonce(), "epoch": EPOCH}
