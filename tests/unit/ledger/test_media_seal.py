"""MCS1: every size around the segment's edge, and every way of being damaged."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.ledger.media_seal import SEGMENT, TAG, open_stream, seal_stream, sealed_size

KEY = bytes(range(32))
PREFIX = b"prefix!"


def _seal(content: bytes) -> bytes:
    return b"".join(seal_stream(io.BytesIO(content), len(content), KEY, PREFIX))


def _open(sealed: bytes, size: int | None = None, key: bytes = KEY) -> bytes:
    return b"".join(open_stream(io.BytesIO(sealed), len(sealed) if size is None else size, key))


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 2 * SEGMENT + 5])
def test_every_size_comes_back_and_has_the_announced_sealed_size(size: int) -> None:
    content = bytes(size)
    sealed = _seal(content)
    assert len(sealed) == sealed_size(size)
    assert _open(sealed) == content


@given(st.binary(max_size=2000))
@settings(max_examples=30)
def test_whatever_is_sealed_is_opened(content: bytes) -> None:
    assert _open(_seal(content)) == content


@given(st.integers(0, 24 + 40 + TAG - 1), st.integers(1, 255))
def test_a_single_altered_byte_anywhere_is_noticed(position: int, change: int) -> None:
    sealed = bytearray(_seal(b"x" * 40))
    sealed[position] ^= change
    with pytest.raises(ValueError):
        _open(bytes(sealed))


def test_a_truncated_or_extended_file_is_refused() -> None:
    sealed = _seal(b"x" * 100)
    for wrong in (sealed[:-1], sealed + b"\x00", sealed[:10], b""):
        with pytest.raises(ValueError):
            _open(wrong)
        with pytest.raises(ValueError):
            _open(wrong, len(sealed))


def test_segments_can_not_change_places_and_the_last_can_not_be_dropped() -> None:
    sealed = _seal(bytes(SEGMENT) + b"\x01" * SEGMENT + b"tail")
    part = SEGMENT + TAG
    one, two = sealed[24 : 24 + part], sealed[24 + part : 24 + 2 * part]
    with pytest.raises(ValueError, match="segment 0"):
        _open(sealed[:24] + two + one + sealed[24 + 2 * part :])
    shorter = sealed[:8] + (2 * SEGMENT).to_bytes(8, "big") + sealed[16 : 24 + 2 * part]
    with pytest.raises(ValueError, match="segment 0"):
        _open(shorter)


def test_another_key_does_not_open() -> None:
    with pytest.raises(ValueError, match="segment 0"):
        _open(_seal(b"x"), key=bytes(32))


def test_a_source_shorter_than_announced_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(seal_stream(io.BytesIO(b"abc"), 4, KEY, PREFIX))
