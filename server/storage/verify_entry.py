"""One entry under verification: signature, place in its chain, receipt, seal. Returns the codes of what is wrong."""

from dataclasses import dataclass, field

from server.ledger import jws
from server.ledger.disclosures import match, read_contents
from server.ledger.envelope import TYP, Envelope, read_envelope
from server.ledger.jwk import PublicKey
from server.ledger.receipts import read_receipt
from server.ledger.seal import open_text, read_sealed
from server.storage import sql
from server.storage.context import Office


@dataclass
class Chains:
    """The newest (seq, id) of every log met so far."""

    heads: dict[str, tuple[int, str | None]] = field(default_factory=dict)


def check_entry(office: Office, row: sql.Row, keys: dict[str, PublicKey], chains: Chains) -> list[str]:
    try:
        parsed = jws.parse(row["jws"], TYP)
        envelope = read_envelope(parsed.payload)
    except ValueError:
        return ["entry_unreadable"]
    faults = []
    if parsed.id != row["id"]:
        faults.append("id_differs")
    claims = (envelope.device, envelope.seq, envelope.type)
    if claims != (row["device"], row["seq"], row["type"]):
        faults.append("row_differs")
    key = keys.get(envelope.device)
    kid = office.keys.sign_kid if row["origin"] == "office" else envelope.device
    if key is None or parsed.kid != kid or not jws.holds(parsed, key):
        faults.append("signature_invalid")
    return faults + _chain(row, envelope, chains) + _receipt(office, row) + _seal(office, row, envelope)


def _chain(row: sql.Row, envelope: Envelope, chains: Chains) -> list[str]:
    """What was accepted follows the entry before it; what was quarantined took its place; a fork stands aside."""
    seq, head = chains.heads.get(envelope.device, (0, None))
    if row["verdict"] == "forked":
        return [] if envelope.seq <= seq else ["chain_broken"]
    chains.heads[envelope.device] = (envelope.seq, row["id"])
    if envelope.seq != seq + 1:
        return ["chain_broken"]
    return ["chain_broken"] if row["verdict"] == "accepted" and envelope.prev != head else []


def _receipt(office: Office, row: sql.Row) -> list[str]:
    if row["origin"] == "office":
        return []
    try:
        says = read_receipt(row["receipt"] or "", office.keys.sign.public_key())
    except ValueError:
        return ["receipt_invalid"]
    names = ("device", "seq", "verdict", "code", "leaf")
    expected = {name: row[name] for name in names} | {
        "kind": "entry",
        "entry": row["id"],
        "at": row["received_at"],
    }
    return [] if all(says.get(name) == value for name, value in expected.items()) else ["receipt_differs"]


def _seal(office: Office, row: sql.Row, envelope: Envelope) -> list[str]:
    """A seal that was readable at intake still opens, and holds what the signed digests say.

    An entry that came without a seal, or with one that could not be opened then, is as complete as it ever was."""
    key = office.keyring.get(row["id"])
    if row["seal"] is None or row["code"] == "seal_unreadable":
        return []
    if key is None:
        return ["key_missing"]
    try:
        contents = read_contents(open_text(read_sealed(row["seal"]), key))
        values = match(contents, envelope.digests, (ref.sd for ref in envelope.media))
    except (ValueError, TypeError):
        return ["seal_damaged"]
    complete = len(values.private) == len(envelope.digests) and len(values.media) == len(envelope.media)
    return [] if complete or row["origin"] == "phone" else ["disclosure_missing"]
