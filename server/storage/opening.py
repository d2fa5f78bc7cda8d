"""Opening entries (启封): from a stored leaf and its content key to what it says. Nothing here decides or changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from server.ledger import jws
from server.ledger.disclosures import Contents, Disclosed, match, read_contents
from server.ledger.envelope import TYP, Envelope, read_envelope
from server.ledger.seal import open_text, read_sealed
from server.storage.sql import Row

Origin = Literal["phone", "office"]
Verdict = Literal["accepted", "quarantined", "forked"]
NOTHING = Disclosed({}, {}, 0)


@dataclass(frozen=True)
class OpenMedia:
    """A declared medium. `bytes` is its sealed size; what the sealed descriptor says is None when that is missing."""

    sd: str
    sealed: str
    bytes: int
    sha256: str | None
    size: int | None
    type: str | None
    name: str | None
    w: int | None
    h: int | None
    source: str | None
    received: bool
    matched: bool | None


@dataclass(frozen=True)
class OpenEntry:
    """An entry as the office reads it. `at` is the device's own clock; `received_at` the server's."""

    entry_id: str
    leaf: int
    origin: Origin
    device: str
    seq: int
    prev: str | None
    type: str
    dv: int
    at: str
    elapsed_ms: int
    session: str
    offset_ms: int | None
    saw: dict[str, Any] | None
    data: dict[str, Any]
    private: dict[str, Any]
    media: list[OpenMedia]
    actor: str | None
    received_at: str
    verdict: Verdict
    code: str | None


def open_contents(seal: str | None, key: bytes | None) -> Contents | None:
    """The sealed text, or None when it is missing, was never readable, or its key is gone."""
    if seal is None or key is None:
        return None
    try:
        return read_contents(open_text(read_sealed(seal), key))
    except (ValueError, TypeError):
        return None


def disclosed(envelope: Envelope, contents: Contents | None) -> Disclosed:
    if contents is None:
        return NOTHING
    try:
        return match(contents, envelope.digests, (ref.sd for ref in envelope.media))
    except ValueError:
        return NOTHING


def open_entry(row: Row, key: bytes | None, media_rows: Iterable[Row], as_of: int | None = None) -> OpenEntry:
    """Read a stored leaf. `as_of`: media count as received only up to that leaf, so that rebuilding sees the same."""
    envelope = read_envelope(jws.parse(row["jws"], TYP).payload)
    values = disclosed(envelope, open_contents(row["seal"], key))
    states = {media["sd"]: media for media in media_rows}
    return build(row, envelope, values, states, as_of)


def build(
    row: Row, envelope: Envelope, values: Disclosed, states: Mapping[str, Row], as_of: int | None = None
) -> OpenEntry:
    moment, raw, data = envelope.moment, envelope.raw, envelope.data
    actor = data.pop("actor", None) if row["origin"] == "office" else None
    return OpenEntry(
        entry_id=row["id"],
        leaf=row["leaf"],
        origin=cast(Origin, row["origin"]),
        device=envelope.device,
        seq=envelope.seq,
        prev=envelope.prev,
        type=envelope.type,
        dv=raw.get("dv", 0),
        at=moment.get("at", ""),
        elapsed_ms=moment.get("elapsed_ms", 0),
        session=moment.get("session", ""),
        offset_ms=moment.get("offset_ms"),
        saw=raw.get("saw"),
        data=data,
        private=dict(values.private),
        media=[
            _medium(ref.sd, ref.sealed, ref.bytes, values.media.get(ref.sd, {}), states.get(ref.sd), as_of)
            for ref in envelope.media
        ],
        actor=actor,
        received_at=row["received_at"],
        verdict=cast(Verdict, row["verdict"]),
        code=row["code"],
    )


def _medium(
    sd: str, sealed: str, size: int, says: Mapping[str, Any], state: Row | None, as_of: int | None
) -> OpenMedia:
    leaf = state["received_leaf"] if state is not None else None
    received = leaf is not None and (as_of is None or leaf <= as_of)
    matched = state["matched"] if state is not None and received else None
    told = {name: says.get(name) for name in ("sha256", "size", "type", "name", "w", "h", "source")}
    return OpenMedia(sd, sealed, size, **told, received=received, matched=matched)
