"""Compact JWS (RFC 7515) in the narrow form of docs/protocol.md: ES256 or EdDSA, an exact header, strict base64url.

The signing input is the one that was received; nothing is serialised again to check it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.jwk import PrivateKey, PublicKey
from server.ledger.strict_json import compact, read_object

_ES256 = ECDSA(SHA256())


@dataclass(frozen=True)
class Jws:
    """A parsed JWS whose signature is not yet checked."""

    alg: str
    typ: str
    kid: str
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def id(self) -> str:
        """The hash of the signing input, never of the signature: ECDSA signatures are malleable."""
        return hash_id(self.signing_input)


def parse(text: str, typ: str) -> Jws:
    """Split and decode. Raises ValueError unless the header holds exactly `alg`, `typ` and `kid`."""
    parts = text.split(".")
    if len(parts) != 3:
        raise ValueError("a compact JWS has three parts")
    header = read_object(unb64u(parts[0]))
    # RFC 7515 §4.1.11 lets a header demand extensions by "crit"; an exact header has none to ignore.
    if set(header) != {"alg", "typ", "kid"} or not all(isinstance(value, str) for value in header.values()):
        raise ValueError("the header holds alg, typ and kid, nothing else")
    if header["typ"] != typ or header["alg"] not in ("ES256", "EdDSA"):
        raise ValueError(f"not a {typ}")
    signature = unb64u(parts[2])
    if len(signature) != 64:
        raise ValueError("a signature is 64 bytes")
    signing_input = f"{parts[0]}.{parts[1]}".encode("ascii")
    return Jws(header["alg"], typ, header["kid"], unb64u(parts[1]), signing_input, signature)


def holds(jws: Jws, key: PublicKey) -> bool:
    """Whether the signature was made over the signing input by that key, with the algorithm that belongs to it."""
    try:
        if isinstance(key, EllipticCurvePublicKey):
            if jws.alg != "ES256":
                return False
            # RFC 7518 §3.4: the signature is R || S, 32 bytes each.
            r, s = int.from_bytes(jws.signature[:32], "big"), int.from_bytes(jws.signature[32:], "big")
            key.verify(encode_dss_signature(r, s), jws.signing_input, _ES256)
        else:
            if jws.alg != "EdDSA":
                return False
            key.verify(jws.signature, jws.signing_input)
    except InvalidSignature:
        return False
    return True


def sign(typ: str, kid: str, payload: Mapping[str, Any] | bytes, key: PrivateKey) -> str:
    """A compact JWS over the payload; a mapping is written in compact form first."""
    alg = "ES256" if isinstance(key, EllipticCurvePrivateKey) else "EdDSA"
    body = payload if isinstance(payload, bytes) else compact(payload).encode()
    header = compact({"alg": alg, "kid": kid, "typ": typ}).encode("ascii")
    signing_input = f"{b64u(header)}.{b64u(body)}"
    return f"{signing_input}.{b64u(_raw_signature(signing_input.encode('ascii'), key))}"


def _raw_signature(data: bytes, key: PrivateKey) -> bytes:
    if not isinstance(key, EllipticCurvePrivateKey):
        return key.sign(data)
    r, s = decode_dss_signature(key.sign(data, _ES256))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")
