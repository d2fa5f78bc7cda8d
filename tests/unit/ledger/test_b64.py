"""Strict base64url: one value, one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ledger.b64 import b64u, is_hash, unb64u


@given(st.binary(max_size=100))
def test_what_is_encoded_is_decoded(data: bytes) -> None:
    assert unb64u(b64u(data)) == data


@given(st.text(alphabet="ABCDwxyz0189-_=+/ \n", max_size=12))
def test_whatever_decodes_is_the_only_text_of_its_bytes(text: str) -> None:
    try:
        data = unb64u(text)
    except ValueError:
        return
    assert b64u(data) == text


@pytest.mark.parametrize("text", ["AA==", "A", "AB", "A A", "AA\n", "+/AA", "AAAA=", "é"])
def test_padding_white_space_other_alphabets_and_stray_bits_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unb64u(text)


def test_a_hash_has_32_bytes_in_canonical_form() -> None:
    assert is_hash(b64u(bytes(32)))
    assert not is_hash(b64u(bytes(31)))
    assert not is_hash("A" * 42 + "B")
    assert not is_hash(None)
