"""The seal of an entry's text (封存): a JWE in general JSON form (RFC 7516 §7.2.1), two recipients, A256GCM.

Written on `cryptography` rather than a JOSE library because the office must keep the content key and drop the
wraps, which those libraries hide (docs/decisions/0010). Tests open what we seal with joserfc, and the reverse.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from server.domain.ids import Rng
from server.ledger.b64 import b64u, unb64u
from server.ledger.jwk import Jwk, public_jwk, read_jwk, thumbprint
from server.ledger.strict_json import compact, read_object

_WRAP = "ECDH-ES+A256KW"
_PROTECTED = b64u(b'{"enc":"A256GCM"}')
LIMIT = 160 * 1024
"""The longest sealed text on the wire, in bytes: 64 KiB of disclosures, twice base64, and 32 keys."""


@dataclass(frozen=True)
class SealedText:
    """What the office keeps of a seal: everything but the recipients. All members are b64u."""

    protected: str
    iv: str
    ciphertext: str
    tag: str
    aad: str

    def to_json(self) -> str:
        return compact(asdict(self))


def read_sealed(text: str) -> SealedText:
    return SealedText(**json.loads(text))


def seal_text(plaintext: bytes, entry_id: str, key: bytes, iv: bytes) -> SealedText:
    """Encrypt under a content key. The entry's id is bound as additional data, so a seal belongs to one entry."""
    aad = b64u(entry_id.encode("ascii"))
    # RFC 7516 §5.1 step 14: the additional data is ASCII(protected || '.' || aad).
    joined = AESGCM(key).encrypt(iv, plaintext, f"{_PROTECTED}.{aad}".encode("ascii"))
    return SealedText(_PROTECTED, b64u(iv), b64u(joined[:-16]), b64u(joined[-16:]), aad)


def open_text(sealed: SealedText, key: bytes) -> bytes:
    """Decrypt. Raises ValueError when key, tag or additional data don't fit."""
    iv, tag = unb64u(sealed.iv), unb64u(sealed.tag)
    if len(iv) != 12 or len(tag) != 16:
        raise ValueError("A256GCM has an iv of 12 and a tag of 16 bytes")
    aad = f"{sealed.protected}.{sealed.aad}".encode("ascii")
    try:
        return AESGCM(key).decrypt(iv, unb64u(sealed.ciphertext) + tag, aad)
    except InvalidTag as wrong:
        raise ValueError("the seal doesn't open") from wrong


def unwrap(text: str, entry_id: str, intake: EllipticCurvePrivateKey, kid: str) -> tuple[SealedText, bytes]:
    """Read a seal as it came and take its content key with the intake key. Raises ValueError when it can't."""
    raw = read_object(text)
    names = ("protected", "iv", "ciphertext", "tag", "aad")
    if set(raw) != {*names, "recipients"} or not all(isinstance(raw[name], str) for name in names):
        raise ValueError("not a JWE in general JSON form")
    sealed = SealedText(**{name: raw[name] for name in names})
    if sealed.aad != b64u(entry_id.encode("ascii")):
        raise ValueError("sealed for another entry")
    if read_object(unb64u(sealed.protected)) != {"enc": "A256GCM"}:
        raise ValueError("the content is encrypted with A256GCM only")
    return sealed, _content_key(raw["recipients"], intake, kid)


def _content_key(recipients: Any, intake: EllipticCurvePrivateKey, kid: str) -> bytes:
    for recipient in recipients if isinstance(recipients, list) else ():
        header = recipient.get("header") if isinstance(recipient, dict) else None
        if isinstance(header, dict) and header.get("alg") == _WRAP and header.get("kid") == kid:
            if set(header) != {"alg", "kid", "epk"} or not isinstance(header["epk"], dict):
                raise ValueError("the recipient's header holds alg, kid and epk")
            ephemeral = read_jwk(header["epk"])
            if not isinstance(ephemeral, EllipticCurvePublicKey):
                raise ValueError("the ephemeral key is a P-256 key")
            try:
                wrapped = unb64u(recipient["encrypted_key"])
                key = aes_key_unwrap(_agree(intake, ephemeral), wrapped)
            except (InvalidUnwrap, KeyError, TypeError) as wrong:
                raise ValueError("the key doesn't unwrap") from wrong
            if len(key) != 32:
                raise ValueError("a content key has 32 bytes")
            return key
    raise ValueError("not sealed to this office's intake key")


def _agree(private: EllipticCurvePrivateKey, public: EllipticCurvePublicKey) -> bytes:
    # RFC 7518 §4.6.2: Concat KDF with AlgorithmID, empty PartyUInfo and PartyVInfo, SuppPubInfo = key length in bits.
    algorithm = _WRAP.encode("ascii")
    info = len(algorithm).to_bytes(4, "big") + algorithm + bytes(4) + bytes(4) + (256).to_bytes(4, "big")
    return ConcatKDFHash(SHA256(), 32, info).derive(private.exchange(ECDH(), public))


def seal_for(plaintext: bytes, entry_id: str, intake: Mapping[str, Any], vault: bytes, rng: Rng) -> str:
    """The phone's side, in full: the text sealed once, its key wrapped to the intake key and to the vault."""
    key = rng(32)
    sealed = seal_text(plaintext, entry_id, key, rng(12))
    public = read_jwk(intake)
    if not isinstance(public, EllipticCurvePublicKey):
        raise ValueError("the intake key is a P-256 key")
    ephemeral = derive_private_key(int.from_bytes(rng(40), "big") % (2**256 - 2**224) + 1, SECP256R1())
    epk: Jwk = public_jwk(ephemeral.public_key())
    office = {"alg": _WRAP, "kid": thumbprint(intake), "epk": epk}
    recipients = [
        {"header": office, "encrypted_key": b64u(aes_key_wrap(_agree(ephemeral, public), key))},
        {"header": {"alg": "A256KW", "kid": "vault"}, "encrypted_key": b64u(aes_key_wrap(vault, key))},
    ]
    return compact({**asdict(sealed), "recipients": recipients})
