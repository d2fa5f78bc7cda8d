"""The envelope (信封) of an entry: the part that every version can read for ever. Pure.

Two degrees of wrong are told apart. Without device, seq, prev and type an entry has no place in any chain: unreadable,
refused. Anything else that is off is a fault: the entry is kept, quarantined with a code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.clock import parse_iso
from server.domain import entry_types
from server.domain.entry_types import EntryTypes, Field, Origin
from server.ledger.b64 import is_hash, unb64u
from server.ledger.strict_json import read_object

TYP = "mingcha-entry+jws"
LIMIT = 32 * 1024
"""The longest JWS of an entry, in bytes."""
MEDIA_LIMIT = 64 * 1024 * 1024

_MEMBERS = {"v", "suite", "device", "seq", "prev", "type", "dv", "t", "saw", "data", "media"}
_TYPE = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")
_OFFICE_CLEAR = {"actor": Field("text", optional=False), "guards": Field("list", optional=False)}
_LARGEST = 2**53


@dataclass(frozen=True)
class MediaRef:
    """A photograph that the entry declares: its salted digest, the hash and the size of its sealed bytes."""

    sd: str
    sealed: str
    bytes: int


@dataclass(frozen=True)
class Envelope:
    device: str
    seq: int
    prev: str | None
    type: str
    raw: Mapping[str, Any]

    @property
    def media(self) -> tuple[MediaRef, ...]:
        """The declared media that are well formed, each once."""
        declared = self.raw.get("media")
        found = [_media_ref(item) for item in declared] if isinstance(declared, list) else []
        by_sd = {ref.sd: ref for ref in found if ref is not None}
        return tuple(by_sd.values())

    @property
    def data(self) -> dict[str, Any]:
        """The clear members, without the digests."""
        data = self.raw.get("data")
        return (
            {name: value for name, value in data.items() if name != "_sd"} if isinstance(data, dict) else {}
        )

    @property
    def digests(self) -> tuple[str, ...]:
        data = self.raw.get("data")
        digests = data.get("_sd") if isinstance(data, dict) else None
        return tuple(item for item in digests if isinstance(item, str)) if isinstance(digests, list) else ()

    @property
    def moment(self) -> Mapping[str, Any]:
        t = self.raw.get("t")
        return t if isinstance(t, dict) else {}


def _is_whole(value: object, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < _LARGEST


def _media_ref(item: object) -> MediaRef | None:
    if not isinstance(item, dict) or set(item) != {"sd", "sealed", "bytes"}:
        return None
    if not is_hash(item["sd"]) or not is_hash(item["sealed"]) or not _is_whole(item["bytes"], 40):
        return None
    return MediaRef(item["sd"], item["sealed"], item["bytes"])


def read_envelope(payload: bytes) -> Envelope:
    """The four members that place an entry in a chain. Raises ValueError when it has no place."""
    raw = read_object(payload)
    device, seq, prev, kind = raw.get("device"), raw.get("seq"), raw.get("prev"), raw.get("type")
    if not isinstance(device, str) or not isinstance(kind, str) or not _TYPE.fullmatch(kind):
        raise ValueError("device and type are texts")
    if not isinstance(seq, int) or not _is_whole(seq, 1) or not (prev is None or is_hash(prev)):
        raise ValueError("seq counts from 1, prev is an id or null")
    return Envelope(device, seq, prev, kind, raw)


def fault(envelope: Envelope, origin: Origin, types: EntryTypes) -> str | None:
    """The code for which an entry is quarantined, or None: `version_unknown`, `type_unknown`, `data_malformed`."""
    raw = envelope.raw
    if not _is_whole(raw.get("v")) or (raw["v"], raw.get("suite")) != (1, "mc1"):
        return "version_unknown"
    found = types.find(origin, envelope.type)
    if found is None or not _is_whole(raw.get("dv")) or raw["dv"] != found.dv:
        return "type_unknown"
    if set(raw) != _MEMBERS or not _time_fits(raw["t"]) or not _saw_fits(raw["saw"]):
        return "data_malformed"
    data, media = raw["data"], raw["media"]
    clear = dict(found.clear) | (_OFFICE_CLEAR if origin == "office" else {})
    if not isinstance(data, dict) or not _digests_fit(data.get("_sd")):
        return "data_malformed"
    if entry_types.fault(clear, envelope.data) is not None:
        return "data_malformed"
    if not isinstance(media, list) or len(media) > found.media or len(envelope.media) != len(media):
        return "data_malformed"
    return "data_malformed" if any(ref.bytes > MEDIA_LIMIT + 4096 for ref in envelope.media) else None


def _time_fits(t: object) -> bool:
    if not isinstance(t, dict) or set(t) != {"at", "elapsed_ms", "session", "offset_ms"}:
        return False
    offset = t["offset_ms"]
    if not (
        offset is None
        or (isinstance(offset, int) and not isinstance(offset, bool) and abs(offset) < _LARGEST)
    ):
        return False
    try:
        parse_iso(t["at"])
        return _is_whole(t["elapsed_ms"]) and len(unb64u(t["session"])) == 16
    except (TypeError, ValueError):
        return False


def _saw_fits(saw: object) -> bool:
    if saw is None:
        return True
    return (
        isinstance(saw, dict)
        and set(saw) == {"size", "root"}
        and _is_whole(saw["size"])
        and is_hash(saw["root"])
    )


def _digests_fit(digests: object) -> bool:
    if not isinstance(digests, list) or not all(is_hash(item) for item in digests):
        return False
    return digests == sorted(set(digests))
