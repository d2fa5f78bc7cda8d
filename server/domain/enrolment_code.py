"""Enrolment codes (登记码): 12 Crockford base-32 characters, 60 bits, read as people type them. Pure."""

from server.domain.ids import Rng

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans("ILOU", "110V", "- ")


def make(rng: Rng) -> str:
    """A fresh code in groups of four: ``7K3M-9QTF-X2DV``."""
    text = "".join(ALPHABET[byte & 31] for byte in rng(LENGTH))
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def clean(typed: str) -> str:
    """What was meant by what was typed. Raises ValueError when it can't be a code."""
    text = typed.strip().upper().translate(_READ_AS)
    if len(text) != LENGTH or not set(text) <= set(ALPHABET):
        raise ValueError("not an enrolment code")
    return text
