"""Public keys on the wire (RFC 7517) and their thumbprints (RFC 7638). Two kinds: P-256 of phones and of the intake
key, Ed25519 of the office. Anything else is refused."""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.strict_json import compact

Jwk = dict[str, str]
PublicKey = EllipticCurvePublicKey | Ed25519PublicKey
PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey


def public_jwk(key: PublicKey) -> Jwk:
    """The required members of a public key, and nothing else."""
    if isinstance(key, Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": b64u(key.public_bytes(Encoding.Raw, PublicFormat.Raw))}
    numbers = key.public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return {"kty": "EC", "crv": "P-256", "x": b64u(x), "y": b64u(y)}


def _coordinate(jwk: Mapping[str, Any], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or len(raw := unb64u(value)) != 32:
        raise ValueError(f"{name} is not 32 bytes")
    return raw


def read_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key itself. Raises ValueError for a private key, another curve or a point off the curve."""
    if "d" in jwk:
        raise ValueError("a private key must never travel")
    if (jwk.get("kty"), jwk.get("crv")) == ("EC", "P-256"):
        x, y = _coordinate(jwk, "x"), _coordinate(jwk, "y")
        numbers = EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), SECP256R1())
        return numbers.public_key()
    if (jwk.get("kty"), jwk.get("crv")) == ("OKP", "Ed25519"):
        return Ed25519PublicKey.from_public_bytes(_coordinate(jwk, "x"))
    raise ValueError("only P-256 and Ed25519")


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """RFC 7638 §3: the hash of the required members, in lexicographic order, without white space."""
    names = ("crv", "kty", "x", "y") if jwk["kty"] == "EC" else ("crv", "kty", "x")
    return hash_id(compact({name: jwk[name] for name in names}).encode("ascii"))
