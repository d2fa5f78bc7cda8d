"""Whatever a phone signs, intake refuses it by code or keeps it: no entry may stop a request, or those after it."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from server.domain.entry_types import load_entry_types
from server.errors import Refusal
from server.ledger import disclosures, jws
from server.ledger.b64 import b64u
from server.ledger.disclosures import Contents
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.seal import seal_for
from server.storage.keys import OfficeKeys
from server.storage.opening import build
from server.sync.reading import Sent, read
from tests.support.seeded import SeededRng

TYPES = load_entry_types(Path(__file__).resolve().parents[3] / "config")
KEY = derive_private_key(11, SECP256R1())
DEVICE = thumbprint(public_jwk(KEY.public_key()))
SIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))
OFFICE = OfficeKeys("office", "mingcha/test", SIGN, derive_private_key(7, SECP256R1()), bytes(32))
GOOD: dict[str, Any] = {
    "v": 1,
    "suite": "mc1",
    "device": DEVICE,
    "seq": 1,
    "prev": None,
    "type": "visit.finished",
    "dv": 1,
    "t": {
        "at": "2026-11-22T09:05:03.123+08:00",
        "elapsed_ms": 1,
        "session": b64u(bytes(16)),
        "offset_ms": None,
    },
    "saw": None,
    "data": {"visit": "v", "observations": 0, "photographs": 0, "unchecked": 0, "_sd": []},
    "media": [],
}

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def _sign(payload: dict[str, Any]) -> str:
    return jws.sign("mingcha-entry+jws", DEVICE, json.dumps(payload).encode(), KEY)


def _read(text: str, seal: str | None = None) -> str | None:
    """The fault's code; opens it too, as the office would later."""
    found = read(Sent(text, seal), DEVICE, KEY.public_key(), OFFICE, TYPES)
    row = {
        "id": found.id,
        "leaf": 0,
        "origin": "phone",
        "received_at": "",
        "verdict": "quarantined",
        "code": None,
    }
    build(row, found.envelope, found.values, {})
    if found.kept_seal is not None:
        assert found.kept_seal.isascii()
        assert "\0" not in found.kept_seal
    return found.fault


def _seal(entry: str, private: dict[str, Any], raw: bytes | None = None) -> str:
    texts = tuple(disclosures.disclose(bytes(16), name, value) for name, value in private.items())
    plain = Contents(texts, {}).to_bytes() if raw is None else raw
    return seal_for(
        plain, jws.parse(entry, "mingcha-entry+jws").id, OFFICE.intake_jwk, bytes(32), SeededRng()
    )


def test_a_good_entry_has_no_fault() -> None:
    assert _read(_sign(GOOD)) is None


@given(st.sampled_from(sorted(GOOD)), values)
def test_any_value_of_any_member_is_judged_and_never_crashes(member: str, value: Any) -> None:
    with suppress(Refusal):
        _read(_sign(GOOD | {member: value}))


@given(st.sampled_from(sorted(GOOD["data"])), values)
def test_any_value_of_any_clear_member_is_judged(member: str, value: Any) -> None:
    assert _read(_sign(GOOD | {"data": GOOD["data"] | {member: value}})) in (None, "data_malformed")


@given(values)
def test_any_declared_media_are_judged(value: Any) -> None:
    media = [value, {"sd": value, "sealed": value, "bytes": value}]
    assert _read(_sign(GOOD | {"media": media})) == "data_malformed"


@given(st.text(max_size=60))
def test_any_text_in_place_of_a_seal_is_kept_or_quarantined(seal: str) -> None:
    assert _read(_sign(GOOD), seal) == "seal_unreadable"


@given(st.binary(max_size=60))
def test_any_bytes_under_a_seal_are_judged(raw: bytes) -> None:
    text = _sign(GOOD)
    assert _read(text, _seal(text, {}, raw)) == "seal_unreadable"


@given(values)
def test_any_private_value_is_judged(value: Any) -> None:
    texts = [disclosures.disclose(bytes(16), "note", value)]
    data = GOOD["data"] | {"_sd": [disclosures.digest(text) for text in texts]}
    text = _sign(GOOD | {"data": data})
    fits = isinstance(value, str) and "\0" not in value
    assert _read(text, _seal(text, {"note": value})) == (None if fits else "data_malformed")


@pytest.mark.parametrize("note", ["\0", "\ud800"])
def test_text_that_no_database_keeps_is_malformed(note: str) -> None:
    texts = [b64u(json.dumps([b64u(bytes(16)), "note", note]).encode())]
    text = _sign(GOOD | {"data": GOOD["data"] | {"_sd": [disclosures.digest(texts[0])]}})
    raw = json.dumps({"disclosures": texts, "media_keys": {}}).encode()
    assert _read(text, _seal(text, {}, raw)) == "data_malformed"


@given(st.text(max_size=40) | st.binary(max_size=40).map(b64u))
def test_any_text_in_place_of_an_entry_is_refused(text: str) -> None:
    for sent in (text, f"{text}.{text}.{b64u(bytes(64))}"):
        with pytest.raises(Refusal, match="entry_unreadable"):
            _read(sent)
