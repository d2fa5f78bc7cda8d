"""Passwords: argon2id hashes, and what a new one must be. Verifying takes the same time whether the name
exists."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.errors import Refusal

MINIMUM = 10
"""Characters; length protects better than forced kinds of characters (NIST SP 800-63B §3.1.1.2)."""

_HASHER = PasswordHasher()
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
"""A hash that nothing matches, verified when the name is unknown, so that time tells nothing."""

_COMMON = frozenset(
    {"password", "12345678", "123456789", "1234567890", "qwertyuiop", "1qaz2wsx3edc", "admin12345"}
)


def hashed(password: str) -> str:
    """The argon2id hash with its parameters and salt."""
    return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the one; `None` (no such account) costs the same time and is never a match."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether today's parameters are stronger than the hash's; it is then renewed at the next login."""
    return _HASHER.check_needs_rehash(stored)


def require_strong(password: str, username: str) -> None:
    """Raises `password_weak` for a password too short, too common, of one character, or holding the user's
    name."""
    folded = password.casefold()
    weak = len(password) < MINIMUM or len(set(folded)) < 4 or folded in _COMMON
    if weak or (len(username) > 2 and username.casefold() in folded):
        raise Refusal("password_weak", minimum=MINIMUM)


def invented() -> str:
    """A first password to read out over a desk: four groups of four, about 79 bits, no look-alike
    characters."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
