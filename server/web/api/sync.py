"""One round trip: entries up; verdicts, receipts and what has changed down (docs/protocol.md §5.2)."""

from typing import Any

from flask_smorest import Blueprint

from server.clock import iso
from server.errors import Refusal
from server.identity import devices
from server.ledger.accept import Outcome
from server.ledger.b64 import hash_id
from server.ledger.jwk import PublicKey, read_jwk
from server.storage.context import Office
from server.sync.exchange import answer
from server.sync.intake import Verdict, receive
from server.sync.reading import Read, Sent, read
from server.web.api.down import manifest_tag
from server.web.api.schemas import SyncAnswer, SyncRequest
from server.web.context import office, store, unit_of_work
from server.web.proof import device_row, proven

blueprint = Blueprint("sync", __name__, url_prefix="/api/v1", description="Sync")


@blueprint.post("/sync")
@proven
@blueprint.arguments(SyncRequest)
@blueprint.response(200, SyncAnswer)
@blueprint.alt_response(401, description="proof_missing, proof_invalid, nonce_expired, device_unknown")
def sync(asked: dict[str, Any]) -> dict[str, Any]:
    """Replicate the phone's log and learn what the office has. Everything in the answer is committed."""
    row = device_row()
    device = row["device"]
    if asked["device"] != device:
        raise Refusal("device_other")
    key = read_jwk(row["log_key"])
    sent = [_read(Sent(item["jws"], item["seal"]), device, key) for item in asked["entries"]]
    with unit_of_work() as work:
        verdicts = _take(work, device, sent, asked["head"])
    manifest = manifest_tag(device, asked["manifest"])
    saw = asked["saw"]["size"] if asked["saw"] else None
    return answer(office(), device, verdicts, asked["want"], saw, manifest)


def _read(sent: Sent, device: str, key: PublicKey) -> Read | Verdict:
    here = office()
    try:
        return read(sent, device, key, store().keys, here.types)
    except Refusal as refusal:
        # The name of what was sent tells the phone which entry is meant, whether it is one or not.
        signing_input = sent.jws.rpartition(".")[0]
        return Verdict(hash_id(signing_input.encode()), None, Outcome.REFUSED, refusal.code, None)


def _take(
    work: Office, device: str, sent: list[Read | Verdict], head: dict[str, Any] | None
) -> list[Verdict]:
    """Append what can be read; the verdicts come in the order in which the entries were sent."""
    reads = [item for item in sent if isinstance(item, Read)]
    taken = iter(receive(work, device, reads))
    verdicts = [item if isinstance(item, Verdict) else next(taken) for item in sent]
    devices.note_contact(work, device, (head["seq"], head["id"]) if head else None)
    if reads:
        work.ledger.keep_checkpoint(iso(work.clock()))
    return verdicts
