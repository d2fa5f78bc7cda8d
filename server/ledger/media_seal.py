"""The seal of photographs, format `MCS1` (docs/protocol.md §3): AES-256-GCM in segments of 1 MiB, read and written as
streams, so that a photograph is never whole in memory twice."""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"MCS1"
SEGMENT = 1 << 20
HEADER = 24
TAG = 16


def sealed_size(size: int) -> int:
    """The sealed size of `size` bytes: there is at least one segment, even for nothing."""
    return HEADER + size + TAG * max(1, -(-size // SEGMENT))


def _nonce(prefix: bytes, index: int, last: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + bytes([last])


def seal_stream(source: BinaryIO, size: int, key: bytes, prefix: bytes) -> Iterator[bytes]:
    """Seal exactly `size` bytes. `prefix` is 7 random bytes. Raises ValueError when the source is short."""
    header = MAGIC + SEGMENT.to_bytes(4, "big") + size.to_bytes(8, "big") + prefix + b"\x00"
    if len(header) != HEADER:
        raise ValueError("the nonce prefix has 7 bytes")
    yield header
    cipher, segments = AESGCM(key), max(1, -(-size // SEGMENT))
    for index in range(segments):
        want = min(SEGMENT, size - index * SEGMENT)
        plain = source.read(want)
        if len(plain) != want:
            raise ValueError("the source is shorter than announced")
        yield cipher.encrypt(_nonce(prefix, index, index == segments - 1), plain, header)


def open_stream(source: BinaryIO, sealed: int, key: bytes) -> Iterator[bytes]:
    """Open `sealed` bytes. Raises ValueError for another magic, a wrong total size, or a segment that doesn't open."""
    header = source.read(HEADER)
    if len(header) != HEADER or header[:4] != MAGIC or header[23] != 0:
        raise ValueError("not MCS1")
    segment, size = int.from_bytes(header[4:8], "big"), int.from_bytes(header[8:16], "big")
    if segment != SEGMENT or sealed_size(size) != sealed:
        raise ValueError("the size isn't the announced one")
    cipher, segments, prefix = AESGCM(key), max(1, -(-size // SEGMENT)), header[16:23]
    for index in range(segments):
        want = min(SEGMENT, size - index * SEGMENT) + TAG
        part = source.read(want)
        try:
            yield cipher.decrypt(_nonce(prefix, index, index == segments - 1), part, header)
        except (InvalidTag, ValueError) as wrong:
            raise ValueError(f"segment {index} doesn't open") from wrong
    if source.read(1):
        raise ValueError("bytes after the last segment")
