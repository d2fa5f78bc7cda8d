"""Receipts (回执): the office's signed promise that an entry or a photograph is in the ledger, and at which leaf.

Made once, after the leaf is known, stored, and given again byte for byte."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from server.ledger import jws
from server.ledger.b64 import b64u
from server.ledger.strict_json import read_object

TYP = "mingcha-receipt+jws"


def entry_receipt(
    key: Ed25519PrivateKey,
    kid: str,
    *,
    device: str,
    seq: int,
    entry: str,
    verdict: str,
    code: str | None,
    leaf: int,
    size: int,
    root: bytes,
    at: str,
) -> str:
    payload = {
        "v": 1,
        "kind": "entry",
        "device": device,
        "seq": seq,
        "entry": entry,
        "verdict": verdict,
        "code": code,
    }
    return jws.sign(TYP, kid, {**payload, "leaf": leaf, "size": size, "root": b64u(root), "at": at}, key)


def media_receipt(
    key: Ed25519PrivateKey,
    kid: str,
    *,
    device: str,
    entry: str,
    sd: str,
    sealed: str,
    matched: bool,
    leaf: int,
    size: int,
    root: bytes,
    at: str,
) -> str:
    payload = {"v": 1, "kind": "media", "device": device, "entry": entry, "sd": sd, "sealed": sealed}
    rest = {"matched": matched, "leaf": leaf, "size": size, "root": b64u(root), "at": at}
    return jws.sign(TYP, kid, payload | rest, key)


def read_receipt(text: str, key: Ed25519PublicKey) -> Mapping[str, Any]:
    """The payload of a receipt. Raises ValueError when it isn't signed by that key."""
    parsed = jws.parse(text, TYP)
    if not jws.holds(parsed, key):
        raise ValueError("not this office's receipt")
    return read_object(parsed.payload)
