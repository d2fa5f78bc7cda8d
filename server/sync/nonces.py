"""Nonces (时间凭证; after RFC 9449 §8): the server's time under an HMAC. Good for ten minutes, shared by all nodes,
stored nowhere. Neither an expired login nor a wrong phone clock can stop a sync."""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, digest

from server.clock import Clock
from server.ledger.b64 import b64u

GOOD_FOR = timedelta(minutes=10)


def _mac(secret: bytes, milliseconds: str) -> str:
    return b64u(digest(secret, milliseconds.encode("ascii"), sha256))


def make_nonce(secret: bytes, clock: Clock) -> str:
    milliseconds = str(int(clock().timestamp() * 1000))
    return f"{milliseconds}.{_mac(secret, milliseconds)}"


def nonce_is_good(secret: bytes, nonce: str, now: datetime) -> bool:
    """Whether we made it, within the last ten minutes (a node's clock may run a minute ahead)."""
    milliseconds, dot, mac = nonce.partition(".")
    if not dot or not milliseconds.isascii() or not milliseconds.isdigit() or len(milliseconds) > 15:
        return False
    if not mac.isascii() or not compare_digest(mac, _mac(secret, milliseconds)):
        return False
    age = now.timestamp() - int(milliseconds) / 1000
    return -60 <= age <= GOOD_FOR.total_seconds()
