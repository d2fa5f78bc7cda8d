"""The seal of texts: opened by us and by joserfc, bound to its entry, dropped wraps and all."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from joserfc import jwe
from joserfc.jwk import ECKey

from server.ledger.b64 import b64u
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.seal import open_text, read_sealed, seal_for, unwrap
from tests.support.seeded import SeededRng

KEY = derive_private_key(7, SECP256R1())
JWK = public_jwk(KEY.public_key())
KID = thumbprint(JWK)
ENTRY = b64u(bytes(range(32)))


def _seal(text: bytes = b"secret") -> str:
    return seal_for(text, ENTRY, JWK, bytes(32), SeededRng(3))


def test_what_a_phone_seals_the_office_opens() -> None:
    sealed, key = unwrap(_seal(), ENTRY, KEY, KID)
    assert open_text(sealed, key) == b"secret"


def test_what_the_office_keeps_has_no_recipients_and_still_opens() -> None:
    sealed, key = unwrap(_seal(), ENTRY, KEY, KID)
    kept = sealed.to_json()
    assert "recipients" not in kept
    assert "encrypted_key" not in kept
    assert open_text(read_sealed(kept), key) == b"secret"


def test_joserfc_opens_our_seal() -> None:
    private = ECKey.import_key(KEY)
    registry = jwe.JWERegistry(
        algorithms=["ECDH-ES+A256KW", "A256KW", "A256GCM"], verify_all_recipients=False
    )
    raw = json.loads(_seal())
    raw["recipients"] = raw["recipients"][:1]
    assert jwe.decrypt_json(raw, private, registry=registry).plaintext == b"secret"


def test_we_open_what_joserfc_sealed() -> None:
    registry = jwe.JWERegistry(algorithms=["ECDH-ES+A256KW", "A256GCM"])
    obj = jwe.GeneralJSONEncryption({"enc": "A256GCM"}, b"secret", aad=ENTRY.encode())
    obj.add_recipient({"alg": "ECDH-ES+A256KW", "kid": KID}, ECKey.import_key(JWK))
    raw = jwe.encrypt_json(obj, None, registry=registry)
    sealed, key = unwrap(json.dumps(raw), ENTRY, KEY, KID)
    assert open_text(sealed, key) == b"secret"


def test_a_seal_belongs_to_one_entry() -> None:
    with pytest.raises(ValueError, match="another entry"):
        unwrap(_seal(), b64u(bytes(32)), KEY, KID)


@pytest.mark.parametrize("member", ["iv", "ciphertext", "tag"])
def test_an_altered_seal_does_not_open(member: str) -> None:
    raw = json.loads(_seal())
    first = raw[member][0]
    raw[member] = ("B" if first == "A" else "A") + raw[member][1:]
    sealed, key = unwrap(json.dumps(raw), ENTRY, KEY, KID)
    with pytest.raises(ValueError, match="doesn't open"):
        open_text(sealed, key)


def test_a_seal_for_another_office_is_refused() -> None:
    other = derive_private_key(8, SECP256R1())
    with pytest.raises(ValueError, match="intake key"):
        unwrap(_seal(), ENTRY, other, thumbprint(public_jwk(other.public_key())))


def test_a_wrapped_key_that_was_altered_is_refused() -> None:
    raw = json.loads(_seal())
    raw["recipients"][0]["encrypted_key"] = b64u(bytes(40))
    with pytest.raises(ValueError, match="unwrap"):
        unwrap(json.dumps(raw), ENTRY, KEY, KID)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"protected":1}', "nonsense"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unwrap(text, ENTRY, KEY, KID)
