"""Makes the office's half of the vectors that both languages read: `python -m tests.vectors.office_vectors` writes
office.json. The keys are for tests alone; everything is drawn from fixed seeds, so writing twice gives one file."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ledger import jws
from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.checkpoint import sign_checkpoint, verifier_key
from server.ledger.disclosures import Contents, describe, digest, disclose
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.media_seal import seal_stream
from server.ledger.merkle import consistency, grow, inclusion, leaf_hash, root, texts
from server.ledger.receipts import entry_receipt, media_receipt
from server.ledger.seal import seal_for

FILE = Path(__file__).with_name("office.json")
ORIGIN = "vectors.test/ledger"
LEAVES = 13


def _bytes(name: str, size: int) -> bytes:
    """As many bytes as wanted, the same for the same name."""
    blocks = (hashlib.sha256(f"{name} {n}".encode()).digest() for n in range(-(-size // 32)))
    return b"".join(blocks)[:size]


def _pattern(size: int) -> bytes:
    """A photograph's stand-in that both languages make in a moment."""
    return bytes((n * 7 + (n >> 8)) & 0xFF for n in range(size))


class _Rng:
    """Random to look at, fixed in fact: a vector's salts and keys."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, size: int) -> bytes:
        self._drawn += 1
        return _bytes(f"draw {self._drawn}", size)


def _tree() -> dict[str, Any]:
    ids = [b64u(_bytes(f"leaf {n}", 32)) for n in range(LEAVES)]
    nodes: dict[tuple[int, int], bytes] = grow(
        0, [leaf_hash(i) for i in ids], lambda level, index: nodes[level, index]
    )

    def at(level: int, index: int) -> bytes:
        return nodes[level, index]

    sizes = range(1, LEAVES + 1)
    return {
        "ids": ids,
        "roots": {str(size): b64u(root(size, at)) for size in range(LEAVES + 1)},
        "inclusion": [[leaf, n, texts(inclusion(leaf, n, at))] for n in sizes for leaf in range(n)],
        "consistency": [
            [old, new, texts(consistency(old, new, at))] for new in sizes for old in range(1, new + 1)
        ],
    }


def _sealed(device: str) -> dict[str, Any]:
    intake = derive_private_key(int.from_bytes(_bytes("intake", 31), "big"), SECP256R1())
    original, key, vault = _pattern((1 << 20) + 5), _bytes("media key", 32), _bytes("vault", 32)
    content = b"".join(seal_stream(io.BytesIO(original), len(original), key, _bytes("prefix", 7)))
    facts = {"sha256": hash_id(original), "size": len(original), "type": "image/jpeg", "name": "窗口 3.jpg"}
    medium = describe(_bytes("salt m", 16), {**facts, "w": 4, "h": 3, "source": "camera"})
    note = disclose(_bytes("salt n", 16), "note", "上班时间看报")
    contents = Contents((note, medium), {digest(medium): key})
    entry = hash_id(b"an entry")
    return {
        "entry": entry,
        "vault": b64u(vault),
        "seal": seal_for(contents.to_bytes(), entry, public_jwk(intake.public_key()), vault, _Rng()),
        "disclosures": [note, medium],
        "digests": {"note": digest(note), "medium": digest(medium)},
        "medium": {
            "key": b64u(key),
            "size": len(original),
            "original": hash_id(original),
            "sealed": hash_id(content),
            "content": b64u(content[:200]),
        },
        "device": device,
    }


def build() -> dict[str, Any]:
    key = Ed25519PrivateKey.from_private_bytes(_bytes("sign", 32))
    sign = public_jwk(key.public_key())
    kid, device, tree = thumbprint(sign), hash_id(b"a device"), _tree()
    place: dict[str, Any] = {
        "leaf": 4,
        "size": 5,
        "root": unb64u(tree["roots"]["5"]),
        "at": "2026-11-22T01:05:03.123Z",
    }
    entry, sd, sealed = hash_id(b"an entry"), hash_id(b"sd"), hash_id(b"sealed")
    manifest = {
        "v": 1,
        "device": device,
        "bundles": [{"sha256": hash_id(b"b"), "kind": "assignment", "bytes": 7}],
    }
    return {
        "comment": "Written by tests/vectors/office_vectors.py, read by both languages. Keys are for tests.",
        "origin": ORIGIN,
        "device": device,
        "sign_key": sign,
        "kid": kid,
        "verifier_key": verifier_key(ORIGIN, key.public_key()),
        "checkpoints": [
            {
                "note": sign_checkpoint(ORIGIN, n, unb64u(tree["roots"][str(n)]), key),
                "size": n,
                "root": tree["roots"][str(n)],
            }
            for n in (0, 1, LEAVES)
        ],
        "entry_receipt": entry_receipt(
            key, kid, device=device, seq=3, entry=entry, verdict="quarantined", code="prev_wrong", **place
        ),
        "media_receipt": media_receipt(
            key, kid, device=device, entry=entry, sd=sd, sealed=sealed, matched=True, **place
        ),
        "manifest": jws.sign("mingcha-manifest+jws", kid, manifest, key),
        "tree": tree,
        "sealed": _sealed(device),
    }


def as_text() -> str:
    return json.dumps(build(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text(), encoding="utf-8")
