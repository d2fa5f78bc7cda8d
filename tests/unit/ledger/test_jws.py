"""Compact JWS in the narrow form: an exact header, the signature over what was received; joserfc agrees."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws as jose
from joserfc.jwk import ECKey, OKPKey

from server.ledger import jws
from server.ledger.b64 import b64u, unb64u
from server.ledger.jwk import public_jwk, read_jwk, thumbprint

TYP = "mingcha-entry+jws"
EC = generate_private_key(SECP256R1())
ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.mark.parametrize("key", [EC, ED], ids=["ES256", "EdDSA"])
def test_what_is_signed_is_parsed_and_holds(key: jws.PrivateKey) -> None:
    parsed = jws.parse(jws.sign(TYP, "k", {"a": "报"}, key), TYP)
    assert json.loads(parsed.payload) == {"a": "报"}
    assert jws.holds(parsed, key.public_key())


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("key", [EC, ED], ids=["ES256", "EdDSA"])
def test_joserfc_verifies_our_signatures(key: jws.PrivateKey) -> None:
    jwk = public_jwk(key.public_key())
    other = ECKey.import_key(jwk) if jwk["kty"] == "EC" else OKPKey.import_key(jwk)
    text = jws.sign(TYP, "k", {"a": 1}, key)
    assert jose.deserialize_compact(text, other, algorithms=["ES256", "EdDSA"]).payload == b'{"a":1}'


def test_we_verify_joserfc_s_signatures() -> None:
    key = ECKey.generate_key("P-256", {"kid": "k"}, auto_kid=False)
    text = jose.serialize_compact({"alg": "ES256", "typ": TYP, "kid": "k"}, b"{}", key)
    assert jws.holds(jws.parse(text, TYP), read_jwk(key.as_dict(private=False)))


def test_thumbprints_agree_with_joserfc() -> None:
    for key in (EC, ED):
        jwk = public_jwk(key.public_key())
        other = ECKey.import_key(jwk) if jwk["kty"] == "EC" else OKPKey.import_key(jwk)
        assert thumbprint(jwk) == other.thumbprint()


def test_the_id_is_the_hash_of_the_signing_input_and_not_of_the_signature() -> None:
    one, two = jws.sign(TYP, "k", {"a": 1}, EC), jws.sign(TYP, "k", {"a": 1}, EC)
    assert one != two
    assert jws.parse(one, TYP).id == jws.parse(two, TYP).id


def test_an_altered_payload_does_not_hold() -> None:
    head, body, signature = jws.sign(TYP, "k", {"a": 1}, EC).split(".")
    other = b64u(unb64u(body).replace(b"1", b"2"))
    assert not jws.holds(jws.parse(f"{head}.{other}.{signature}", TYP), EC.public_key())


def test_a_signature_of_another_key_or_algorithm_does_not_hold() -> None:
    parsed = jws.parse(jws.sign(TYP, "k", {}, EC), TYP)
    assert not jws.holds(parsed, generate_private_key(SECP256R1()).public_key())
    assert not jws.holds(parsed, ED.public_key())


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ES256", "typ": TYP},
        {"alg": "ES256", "typ": TYP, "kid": "k", "crit": ["x"]},
        {"alg": "none", "typ": TYP, "kid": "k"},
        {"alg": "HS256", "typ": TYP, "kid": "k"},
        {"alg": "ES256", "typ": "other", "kid": "k"},
        {"alg": "ES256", "typ": TYP, "kid": 7},
    ],
)
def test_any_other_header_is_refused(header: dict[str, object]) -> None:
    text = f"{b64u(json.dumps(header).encode())}.e30.{b64u(bytes(64))}"
    with pytest.raises(ValueError):
        jws.parse(text, TYP)


def test_a_member_that_stands_twice_is_refused() -> None:
    header = b'{"alg":"ES256","typ":"mingcha-entry+jws","kid":"a","kid":"b"}'
    with pytest.raises(ValueError, match="twice"):
        jws.parse(f"{b64u(header)}.e30.{b64u(bytes(64))}", TYP)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c.d", "e30.e30.AA", "e30.e30." + b64u(bytes(63))])
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        jws.parse(text, TYP)


def test_private_and_foreign_keys_are_refused() -> None:
    jwk = public_jwk(EC.public_key())
    bad = [
        jwk | {"d": "AA"},
        jwk | {"crv": "P-384"},
        jwk | {"y": jwk["x"]},
        {"kty": "oct", "k": "AA"},
        jwk | {"x": 1},
    ]
    for wrong in bad:
        with pytest.raises(ValueError):
            read_jwk(wrong)
