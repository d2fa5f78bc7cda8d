"""The office's own keys (机构密钥), in files readable by their owner alone. Made once, at founding.

`sign.pem` signs, `intake.pem` opens what phones seal, `secret.key` keys the HMACs of nonces and the console's cookies.
"""

import json
import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from hmac import digest
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from server.domain.ids import Rng
from server.errors import Refusal
from server.ledger.checkpoint import verifier_key
from server.ledger.jwk import Jwk, public_jwk, thumbprint
from server.storage.blobs import sync_folder


@dataclass(frozen=True)
class OfficeKeys:
    """Everything secret that an office's process holds."""

    office: str
    origin: str
    sign: Ed25519PrivateKey
    intake: EllipticCurvePrivateKey
    secret: bytes

    @cached_property
    def sign_jwk(self) -> Jwk:
        return public_jwk(self.sign.public_key())

    @cached_property
    def sign_kid(self) -> str:
        return thumbprint(self.sign_jwk)

    @cached_property
    def intake_jwk(self) -> Jwk:
        jwk = public_jwk(self.intake.public_key())
        return {**jwk, "kid": thumbprint(jwk)}

    @property
    def verifier(self) -> str:
        """The line of `office.pub`, to be pinned by whoever verifies a publication."""
        return verifier_key(self.origin, self.sign.public_key())

    def secret_for(self, purpose: str) -> bytes:
        """A secret of its own for each use, derived from the one in the file."""
        return digest(self.secret, purpose.encode(), sha256)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _pem(key: Ed25519PrivateKey | EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def make_keys(folder: Path, office: str, origin: str, rng: Rng) -> None:
    """Make the keys of a new office. `office.json` is written last: with it, the set is complete."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("sign.pem", "intake.pem", "secret.key", "office.pub"):
        (folder / name).unlink(missing_ok=True)
    sign = Ed25519PrivateKey.from_private_bytes(rng(32))
    _write(folder / "sign.pem", _pem(sign))
    _write(folder / "intake.pem", _pem(generate_private_key(SECP256R1())))
    _write(folder / "secret.key", rng(32))
    _write(folder / "office.pub", verifier_key(origin, sign.public_key()).encode() + b"\n")
    _write(folder / "office.json", json.dumps({"office": office, "origin": origin}).encode())
    sync_folder(folder)


def load_keys(folder: Path) -> OfficeKeys:
    """Raises Refusal `office_not_founded` when there are none."""
    try:
        names = json.loads((folder / "office.json").read_bytes())
    except FileNotFoundError as missing:
        raise Refusal("office_not_founded", folder=str(folder)) from missing
    sign = load_pem_private_key((folder / "sign.pem").read_bytes(), None)
    intake = load_pem_private_key((folder / "intake.pem").read_bytes(), None)
    if not isinstance(sign, Ed25519PrivateKey) or not isinstance(intake, EllipticCurvePrivateKey):
        raise TypeError("the office's key files hold keys of another kind")
    return OfficeKeys(names["office"], names["origin"], sign, intake, (folder / "secret.key").read_bytes())
