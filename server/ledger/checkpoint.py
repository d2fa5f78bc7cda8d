"""Checkpoints (检查点): C2SP tlog-checkpoint in a signed note, Ed25519. Signing is deterministic, so the checkpoint of
a given size is always the same bytes."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_EM_DASH = "\u2014"


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    # C2SP signed-note: SHA-256(<name> || 0x0A || 0x01 || 32-byte key)[:4].
    return hashlib.sha256(origin.encode() + b"\n\x01" + _raw(key)).digest()[:4]


def verifier_key(origin: str, key: Ed25519PublicKey) -> str:
    """The line of `office.pub`: `<origin>+<key id>+<base64(0x01 || key)>`."""
    encoded = base64.b64encode(b"\x01" + _raw(key)).decode()
    return f"{origin}+{key_id(origin, key).hex()}+{encoded}"


def read_verifier_key(line: str) -> tuple[str, Ed25519PublicKey]:
    """Raises ValueError unless name, key id and key fit together."""
    parts = line.strip().split("+", 2)
    if len(parts) != 3:
        raise ValueError("not a verifier key")
    raw = base64.b64decode(parts[2], validate=True)
    if len(raw) != 33 or raw[0] != 1:
        raise ValueError("not an Ed25519 verifier key")
    key = Ed25519PublicKey.from_public_bytes(raw[1:])
    if key_id(parts[0], key).hex() != parts[1]:
        raise ValueError("the key id doesn't belong to the key")
    return parts[0], key


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    signature = base64.b64encode(key_id(origin, key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n{_EM_DASH} {origin} {signature}\n"


def read_checkpoint(note: str, origin: str, key: Ed25519PublicKey) -> Checkpoint:
    """Verify the office's signature and parse. Raises ValueError for any other form; further signatures (of witnesses)
    may stand below."""
    text, blank, signatures = note.partition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise ValueError("not a signed note")
    text += "\n"
    if not any(_signed(line, text, origin, key) for line in signatures.splitlines()):
        raise ValueError("not signed by this office")
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != origin or not lines[1].isascii() or not lines[1].isdigit():
        raise ValueError("not a checkpoint of this office")
    if str(int(lines[1])) != lines[1]:
        raise ValueError("the size has leading zeros")
    root = base64.b64decode(lines[2], validate=True)
    if len(root) != 32:
        raise ValueError("a root has 32 bytes")
    return Checkpoint(origin, int(lines[1]), root)


def _signed(line: str, text: str, origin: str, key: Ed25519PublicKey) -> bool:
    prefix = f"{_EM_DASH} {origin} "
    if not line.startswith(prefix):
        return False
    try:
        raw = base64.b64decode(line[len(prefix) :], validate=True)
        if raw[:4] != key_id(origin, key):
            return False
        key.verify(raw[4:], text.encode())
    except (InvalidSignature, binascii.Error):
        return False
    return True
