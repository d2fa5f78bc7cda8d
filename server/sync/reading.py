"""Reads what a phone sends, before any transaction: signature, form, seal. The slow part of intake, done unlocked."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain import entry_types
from server.domain.entry_types import EntryTypes, Field
from server.errors import Refusal
from server.ledger import envelope as envelopes
from server.ledger import jws
from server.ledger.disclosures import Disclosed, match, read_contents
from server.ledger.envelope import Envelope, read_envelope
from server.ledger.jwk import PublicKey
from server.ledger.seal import LIMIT as SEAL_LIMIT
from server.ledger.seal import SealedText, open_text, unwrap
from server.storage.keys import OfficeKeys
from server.storage.opening import NOTHING


@dataclass(frozen=True)
class Sent:
    """An entry as it came: the signed text, and its seal (or none)."""

    jws: str
    seal: str | None


@dataclass(frozen=True)
class Read:
    """A validly signed entry. `fault` is the code for which it would be quarantined. `kept_seal` is what we store."""

    id: str
    jws: str
    envelope: Envelope
    fault: str | None
    kept_seal: str | None
    content_key: bytes | None
    values: Disclosed


def read(sent: Sent, device: str, key: PublicKey, keys: OfficeKeys, types: EntryTypes) -> Read:
    """Raises Refusal `entry_too_large`, `entry_unreadable`, `device_other` or `signature_invalid`: what is refused."""
    if len(sent.jws) > envelopes.LIMIT or len(sent.seal or "") > SEAL_LIMIT:
        raise Refusal("entry_too_large")
    try:
        parsed = jws.parse(sent.jws, envelopes.TYP)
        envelope = read_envelope(parsed.payload)
    except ValueError as unreadable:
        raise Refusal("entry_unreadable") from unreadable
    if parsed.kid != device or envelope.device != device:
        raise Refusal("device_other")
    if not jws.holds(parsed, key):
        raise Refusal("signature_invalid")
    fault = envelopes.fault(envelope, "phone", types)
    try:
        opened = _unseal(sent.seal, parsed.id, keys)
        values = NOTHING if opened is None else _values(envelope, *opened)
    except ValueError:
        return Read(
            parsed.id, sent.jws, envelope, fault or "seal_unreadable", _storable(sent.seal), None, NOTHING
        )
    if fault is None and _private_fault(envelope, values, types):
        fault = "data_malformed"
    kept, content_key = (None, None) if opened is None else (opened[0].to_json(), opened[1])
    return Read(parsed.id, sent.jws, envelope, fault, kept, content_key, values)


def _unseal(seal: str | None, entry_id: str, keys: OfficeKeys) -> tuple[SealedText, bytes] | None:
    return None if seal is None else unwrap(seal, entry_id, keys.intake, keys.intake_jwk["kid"])


def _values(envelope: Envelope, sealed: SealedText, key: bytes) -> Disclosed:
    contents = read_contents(open_text(sealed, key))
    return match(contents, envelope.digests, (ref.sd for ref in envelope.media))


def _private_fault(envelope: Envelope, values: Disclosed, types: EntryTypes) -> bool:
    """A missing disclosure makes an entry incomplete, never wrong; one of the wrong kind does."""
    found = types.find("phone", envelope.type)
    if found is None:
        return True
    if entry_types.fault(found.private, values.private, partial=True) is not None:
        return True
    return any(not _descriptor_fits(says) for says in values.media.values())


_DESCRIPTOR = {
    "sha256": Field("id", optional=False),
    "size": Field("count", optional=False),
    "type": Field("text", optional=False),
    "name": Field("text", optional=True),
    "w": Field("count", optional=True),
    "h": Field("count", optional=True),
    "source": Field("code", optional=True),
}


def _descriptor_fits(says: Mapping[str, object]) -> bool:
    """A photograph's description (docs/protocol.md §2); name, width and height may be null."""
    return (
        entry_types.fault(_DESCRIPTOR, {name: value for name, value in says.items() if value is not None})
        is None
    )


def _storable(seal: str | None) -> str | None:
    """An unreadable seal as text that every database takes; a readable one is ASCII already."""
    return None if seal is None else seal.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
