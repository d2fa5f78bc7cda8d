"""What the phone's TypeScript wrote is read by the office's Python; what the office wrote is what it still writes.
The other half of this page is client_pwa/src/log/vectors.test.ts."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from server.domain.entry_types import load_entry_types
from server.ledger import jws
from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.disclosures import match, read_contents
from server.ledger.envelope import fault, read_envelope
from server.ledger.jwk import read_jwk, thumbprint
from server.ledger.media_seal import open_stream
from server.ledger.seal import open_text, unwrap
from tests.vectors import office_vectors

HERE = Path(__file__).parent
CONFIG = HERE.parents[1] / "config"


@pytest.fixture(scope="module")
def phone() -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((HERE / "phone.json").read_text(encoding="utf-8"))
    return vectors


def test_an_entry_of_the_phone_is_signed_named_and_formed_as_the_office_expects(
    phone: dict[str, Any],
) -> None:
    parsed = jws.parse(phone["entry"]["jws"], "mingcha-entry+jws")
    assert jws.holds(parsed, read_jwk(phone["log_key"]))
    assert parsed.id == phone["entry"]["id"]
    assert parsed.kid == thumbprint(phone["log_key"]) == phone["device"]
    envelope = read_envelope(parsed.payload)
    assert fault(envelope, "phone", load_entry_types(CONFIG)) is None
    assert envelope.device == phone["device"]


def test_the_seal_of_the_phone_opens_with_the_intake_key_and_gives_text_and_photograph(
    phone: dict[str, Any],
) -> None:
    secret = int.from_bytes(unb64u(phone["intake_private"]["d"]), "big")
    intake = derive_private_key(secret, SECP256R1())
    sealed, key = unwrap(phone["entry"]["seal"], phone["entry"]["id"], intake, phone["intake_kid"])
    contents = read_contents(open_text(sealed, key))
    envelope = read_envelope(jws.parse(phone["entry"]["jws"], "mingcha-entry+jws").payload)
    disclosed = match(contents, envelope.digests, [medium.sd for medium in envelope.media])
    assert disclosed.private == phone["private"]
    assert disclosed.stray == 0
    medium = phone["medium"]
    content = unb64u(medium["content"])
    assert hash_id(content) == medium["sealed"] == envelope.media[0].sealed
    original = b"".join(open_stream(io.BytesIO(content), len(content), contents.media_keys[medium["sd"]]))
    assert b64u(original) == medium["original"]
    assert disclosed.media[medium["sd"]]["sha256"] == hash_id(original)


def test_the_proofs_of_the_phone_hold_over_method_path_body_and_nonce(phone: dict[str, Any]) -> None:
    proof = phone["proof"]
    parsed = jws.parse(proof["jws"], "mingcha-proof+jws")
    assert jws.holds(parsed, read_jwk(phone["auth_key"]))
    said = {
        "htm": proof["method"],
        "htu": proof["path"],
        "bh": hash_id(proof["body"].encode()),
        "nonce": proof["nonce"],
    }
    assert json.loads(parsed.payload) == said
    enrol = jws.parse(phone["enrol"]["jws"], "mingcha-enrol+jws")
    assert jws.holds(enrol, read_jwk(phone["log_key"]))
    code = hash_id(phone["enrol"]["code"].encode())
    assert json.loads(enrol.payload) == {"code": code, "auth": thumbprint(phone["auth_key"])}


def test_what_the_phone_refuses_as_base64url_the_office_refuses_too(phone: dict[str, Any]) -> None:
    for text in phone["not_base64url"]:
        with pytest.raises(ValueError):
            unb64u(text)


def test_the_office_still_writes_its_half_byte_for_byte() -> None:
    assert office_vectors.as_text() == office_vectors.FILE.read_text(encoding="utf-8")
