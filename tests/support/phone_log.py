"""The log half of the test phone: keys, chain, seal. Written from docs/protocol.md, as a stranger would."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from server.clock import CHINA, Clock
from server.domain.ids import Rng
from server.ledger import disclosures, jws, media_seal
from server.ledger.b64 import b64u
from server.ledger.disclosures import Contents
from server.ledger.envelope import TYP
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.seal import seal_for


@dataclass(frozen=True)
class Photo:
    """A photograph to be carried by an entry."""

    content: bytes
    type: str = "image/jpeg"
    name: str | None = None
    source: str = "camera"
    w: int | None = None
    h: int | None = None


@dataclass(frozen=True)
class Sealed:
    """A sealed photograph as it lies on the phone."""

    entry: str
    sd: str
    sealed: str
    content: bytes
    original: bytes


@dataclass(frozen=True)
class Written:
    """An entry as it lies on the phone."""

    id: str
    seq: int
    type: str
    jws: str
    seal: str
    media: tuple[Sealed, ...]
    private: Mapping[str, Any]


@dataclass
class PhoneLog:
    clock: Clock
    rng: Rng
    intake_key: Mapping[str, Any] = field(default_factory=dict)
    entries: list[Written] = field(default_factory=list)
    offset_ms: int | None = 0
    saw: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.key = derive_private_key(int.from_bytes(self.rng(31), "big") + 1, SECP256R1())
        self.jwk = public_jwk(self.key.public_key())
        self.device = thumbprint(self.jwk)
        self.session = b64u(self.rng(16))
        self.started = self.clock()
        self.vault = self.rng(32)

    def append(
        self,
        type: str,
        /,
        clear: Mapping[str, Any],
        private: Mapping[str, Any],
        photos: Sequence[Photo] = (),
        **other: Any,
    ) -> Written:
        """Write, sign, seal. `other` overrides members of the envelope, for entries that are wrong on purpose."""
        last = self.entries[-1] if self.entries else None
        texts = [disclosures.disclose(self.rng(16), name, value) for name, value in private.items()]
        digests = sorted(disclosures.digest(text) for text in texts)
        described = [self._seal_photo(photo) for photo in photos]
        now = self.clock()
        payload = {
            "v": 1,
            "suite": "mc1",
            "device": self.device,
            "seq": last.seq + 1 if last else 1,
            "prev": last.id if last else None,
            "type": type,
            "dv": 1,
            "t": {
                "at": now.astimezone(CHINA).isoformat(timespec="milliseconds"),
                "elapsed_ms": int((now - self.started).total_seconds() * 1000),
                "session": self.session,
                "offset_ms": self.offset_ms,
            },
            "saw": self.saw,
            "data": {**clear, "_sd": digests},
            "media": [
                {
                    "sd": disclosures.digest(text),
                    "sealed": b64u(sha256(sealed).digest()),
                    "bytes": len(sealed),
                }
                for text, sealed, _, _ in described
            ],
        } | other
        text = jws.sign(TYP, self.device, payload, self.key)
        entry_id = jws.parse(text, TYP).id
        keys = {disclosures.digest(text): key for text, _, key, _ in described}
        contents = Contents((*texts, *(text for text, _, _, _ in described)), keys)
        seal = seal_for(contents.to_bytes(), entry_id, self.intake_key, self.vault, self.rng)
        media = tuple(
            Sealed(entry_id, disclosures.digest(text), b64u(sha256(sealed).digest()), sealed, photo.content)
            for text, sealed, _, photo in described
        )
        written = Written(entry_id, payload["seq"], type, text, seal, media, dict(private))
        self.entries.append(written)
        return written

    def _seal_photo(self, photo: Photo) -> tuple[str, bytes, bytes, Photo]:
        key, size = self.rng(32), len(photo.content)
        sealed = b"".join(media_seal.seal_stream(io.BytesIO(photo.content), size, key, self.rng(7)))
        says = {
            "sha256": b64u(sha256(photo.content).digest()),
            "size": size,
            "type": photo.type,
            "name": photo.name,
        }
        says |= {"w": photo.w, "h": photo.h, "source": photo.source}
        return disclosures.describe(self.rng(16), says), sealed, key, photo
