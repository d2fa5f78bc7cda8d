"""Strict base64url (RFC 4648 §5) and the hash that names things. Two texts never decode to the same bytes here."""

import base64
import hashlib
import re

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")


def b64u(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text: str) -> bytes:
    """Decode strictly. Raises ValueError on padding, white space, another alphabet or unused bits that are not zero."""
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError("not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # RFC 4648 §3.5: decoders MAY reject an encoding whose pad bits are not zero. We do: one value, one text.
    if b64u(data) != text:
        raise ValueError("not canonical base64url")
    return data


def hash_id(data: bytes) -> str:
    """The b64u of the SHA-256: the name of entries, blobs and disclosures."""
    return b64u(hashlib.sha256(data).digest())


def is_hash(value: object) -> bool:
    """Whether it is the canonical text of 32 bytes."""
    if not isinstance(value, str) or len(value) != 43:
        return False
    try:
        unb64u(value)
    except ValueError:
        return False
    return True
