"""Identifiers made by the office: UUIDv7 (RFC 9562 §5.7), so that they sort by time. Clock and randomness are given."""

from collections.abc import Callable
from uuid import UUID

from server.clock import Clock

Rng = Callable[[int], bytes]
"""Returns that many random bytes; `os.urandom` in the product, a seeded source in tests."""


def new_id(clock: Clock, rng: Rng) -> str:
    """A fresh UUIDv7 in its canonical text form."""
    milliseconds = int(clock().timestamp() * 1000)
    tail = int.from_bytes(rng(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= (tail >> 64 & 0xFFF) << 64
    value |= 0b10 << 62
    value |= tail & (1 << 62) - 1
    return str(UUID(int=value))
