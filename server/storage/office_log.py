"""The office's own log (机构日志): every act of the office is an entry, sealed, signed, chained and a leaf at once."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.clock import Clock, iso
from server.domain import entry_types
from server.domain.entry_types import EntryType, EntryTypes
from server.domain.ids import Rng
from server.ledger import disclosures, envelope, jws, media_seal, seal
from server.ledger.b64 import b64u
from server.ledger.disclosures import Contents
from server.ledger.envelope import read_envelope
from server.storage import guards as guarding
from server.storage.blobs import BlobStore
from server.storage.fold import fold
from server.storage.guards import Guard
from server.storage.keyring import Keyring
from server.storage.keys import OfficeKeys
from server.storage.ledger import Ledger
from server.storage.opening import build, disclosed
from server.storage.sql import Row
from server.storage.tables import log

__all__ = ["Appended", "Guard", "MediaIn", "OfficeLog"]


@dataclass(frozen=True)
class MediaIn:
    """Bytes that an entry of the office carries: an imported file, a bundle, a redacted copy."""

    content: bytes
    type: str
    name: str | None = None


@dataclass(frozen=True)
class Appended:
    """`replay`: the idempotency key was used before; nothing was written, the earlier entry is named."""

    entry_id: str
    leaf: int
    seq: int
    replay: bool


@dataclass(frozen=True)
class _Media:
    contents: Contents
    declared: list[dict[str, object]]


class OfficeLog:
    def __init__(
        self,
        session: Session,
        keys: OfficeKeys,
        keyring: Keyring,
        blobs: BlobStore,
        types: EntryTypes,
        clock: Clock,
        rng: Rng,
    ) -> None:
        self._session = session
        self._keys = keys
        self._keyring = keyring
        self._blobs = blobs
        self._types = types
        self._clock = clock
        self._rng = rng
        self._ledger = Ledger(session, keys)

    def append(
        self,
        type: str,
        *,
        actor: str,
        clear: Mapping[str, object] | None = None,
        private: Mapping[str, object] | None = None,
        media: Sequence[MediaIn] = (),
        guards: Sequence[Guard] = (),
        key: str | None = None,
    ) -> Appended:
        """Append one entry in the caller's writing transaction.

        `actor` is an account's id or `system`. `key` makes the act idempotent. Raises Refusal `stale` when a guard's
        thing has moved on, and ValueError when the data don't fit the type: that is our mistake, not the user's.
        """
        earlier = self._earlier(key) if key is not None else None
        if earlier is not None:
            return earlier
        clear, private = dict(clear or {}), {k: v for k, v in (private or {}).items() if v is not None}
        found = self._check(type, clear, private, len(media))
        head = self._ledger.head(lock=True)
        guarding.check(self._session, self._keys.office, guards)
        sealed_media = self._seal_media(private, media)
        data = clear | {"actor": actor, "guards": [[guard.kind, guard.id] for guard in guards]}
        contents = sealed_media.contents
        named = {str(item["sd"]) for item in sealed_media.declared}
        digests = sorted({disclosures.digest(text) for text in contents.disclosures} - named)
        at = iso(self._clock())
        payload = {
            "v": 1,
            "suite": "mc1",
            "device": self._keys.office,
            "seq": head.seq + 1,
            "prev": head.prev,
            "type": type,
            "dv": found.dv,
            "t": {"at": at, "elapsed_ms": 0, "session": b64u(self._rng(16)), "offset_ms": 0},
            "saw": None,
            "data": data | {"_sd": digests},
            "media": sealed_media.declared,
        }
        text = jws.sign(envelope.TYP, self._keys.sign_kid, payload, self._keys.sign)
        return self._write(text, contents, at, key)

    def _earlier(self, key: str) -> Appended | None:
        columns = select(log.entry.c.id, log.entry.c.leaf, log.entry.c.seq)
        row = self._session.execute(columns.filter_by(office=self._keys.office, key=key)).one_or_none()
        return Appended(row.id, row.leaf, row.seq, replay=True) if row else None

    def _check(
        self, name: str, clear: Mapping[str, object], private: Mapping[str, object], media: int
    ) -> EntryType:
        found = self._types.find("office", name)
        if found is None:
            raise ValueError(f"{name} is not a type of the office")
        for part, fields, values in (("clear", found.clear, clear), ("private", found.private, private)):
            if (wrong := entry_types.fault(fields, values)) is not None:
                raise ValueError(f"{name}: {part} member {wrong} is unknown, missing or of the wrong kind")
        if media > found.media:
            raise ValueError(f"{name} carries at most {found.media} media")
        return found

    def _seal_media(self, private: Mapping[str, object], media: Sequence[MediaIn]) -> _Media:
        texts = [disclosures.disclose(self._rng(16), name, value) for name, value in private.items()]
        keys: dict[str, bytes] = {}
        declared: list[dict[str, object]] = []
        for item in media:
            size, key = len(item.content), self._rng(32)
            parts = media_seal.seal_stream(io.BytesIO(item.content), size, key, self._rng(7))
            sealed = self._blobs.put(parts)
            says: dict[str, Any] = {"sha256": b64u(sha256(item.content).digest()), "size": size}
            says |= {"type": item.type, "name": item.name, "w": None, "h": None, "source": "office"}
            text = disclosures.describe(self._rng(16), says)
            texts.append(text)
            keys[disclosures.digest(text)] = key
            size = media_seal.sealed_size(size)
            declared.append({"sd": disclosures.digest(text), "sealed": sealed, "bytes": size})
        if sum(map(len, texts)) > disclosures.LIMIT:
            raise ValueError("disclosures of more than 64 KiB: carry them as a medium")
        return _Media(Contents(tuple(texts), keys), declared)

    def _write(self, text: str, contents: Contents, at: str, key: str | None) -> Appended:
        if len(text) > envelope.LIMIT:
            raise ValueError("an entry of more than 32 KiB")
        parsed = jws.parse(text, envelope.TYP)
        content_key = self._rng(32)
        sealed = seal.seal_text(contents.to_bytes(), parsed.id, content_key, self._rng(12))
        self._keyring.put(parsed.id, content_key)
        head = self._ledger.head()
        opened = read_envelope(parsed.payload)
        row: Row = {
            "office": self._keys.office,
            "leaf": head.size,
            "id": parsed.id,
            "origin": "office",
            "device": self._keys.office,
            "seq": opened.seq,
            "type": opened.type,
            "jws": text,
            "seal": sealed.to_json(),
            "verdict": "accepted",
            "code": None,
            "received_at": at,
            "receipt": None,
            "key": key,
        }
        self._ledger.tree.grow(head.size, [parsed.id])
        self._ledger.append([row], replace(head, size=head.size + 1, seq=opened.seq, prev=parsed.id))
        fold(self._session, self._keys.office, build(row, opened, disclosed(opened, contents), {}))
        return Appended(parsed.id, head.size, opened.seq, replay=False)
