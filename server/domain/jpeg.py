"""Reads the skeleton of a JPEG without decoding it: are its data whole, and does its metadata tell the truth?
A damaged or rewritten photograph is still evidence: it is kept as it came, and the reviewer is told. Pure."""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

_EXIF = b"Exif\x00\x00"
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# TIFF 6.0 §2 and EXIF 2.3 §4.6.2: bytes per value of each field type.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SUB_DIRECTORIES = (0x8769, 0x8825, 0xA005)
_WIDTH, _HEIGHT = 0xA002, 0xA003
_DECLARED = re.compile(rb"exif:Pixel([XY])Dimension(?:>|=[\"'])\s*(\d{1,6})")
_SCAN_MARKS = re.compile(rb"\xff([\xd0-\xd7\xda])")


class Segment(NamedTuple):
    """One marker segment before the scan: its marker's second byte and its content without the length."""

    marker: int
    content: bytes


def flags(data: bytes) -> tuple[str, ...]:
    """What is wrong with it: `truncated`, `scan_damaged`, `metadata_damaged`, `metadata_contradicts`."""
    found: list[str] = []
    try:
        segments, scan = _segments(data)
    except ValueError:
        return ("truncated",)
    # ITU-T T.81 B.1.1.2: an image ends with EOI. Cameras append blocks of their own behind it.
    if data.rfind(b"\xff\xd9") < scan:
        found.append("truncated")
    elif any(s.marker == 0xDD for s in segments) and not _restarts_in_order(data, scan):
        found.append("scan_damaged")
    frame = _frame(segments)
    try:
        declared = [*_exif_sizes(segments), *_xmp_sizes(segments)]
    except (ValueError, struct.error):
        found.append("metadata_damaged")
        declared = []
    # A picture cropped or replaced after its metadata was written contradicts it; a mere turn doesn't.
    if frame and any(size not in (frame, frame[::-1]) for size in declared):
        found.append("metadata_contradicts")
    return tuple(found)


def _segments(data: bytes) -> tuple[list[Segment], int]:
    """The segments before the first scan, and where that scan's marker stands."""
    segments: list[Segment] = []
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # T.81 B.1.1.2: any marker may be preceded by fill bytes
            place += 1
            continue
        if marker == 0xDA:
            return segments, place
        (length,) = struct.unpack_from(">H", data, place + 2)
        segments.append(Segment(marker, data[place + 4 : place + 2 + length]))
        place += 2 + length
    raise ValueError("no scan follows the headers")


def _restarts_in_order(data: bytes, scan: int) -> bool:
    # T.81 B.2.1: restart markers count modulo 8 from 0 in each scan; a lost disk cluster breaks the count.
    expected = 0
    for found in _SCAN_MARKS.finditer(data, scan, data.find(b"\xff\xd9", scan)):
        mark = found[1][0]
        if mark == 0xDA:
            expected = 0
        elif mark - 0xD0 != expected:
            return False
        else:
            expected = (expected + 1) % 8
    return True


def _frame(segments: list[Segment]) -> tuple[int, int] | None:
    for marker, content in segments:
        if marker in _FRAMES and len(content) >= 5:
            height, width = struct.unpack_from(">HH", content, 1)
            return width, height
    return None


def _xmp_sizes(segments: list[Segment]) -> Iterator[tuple[int, int]]:
    for marker, content in segments:
        if marker == 0xE1 and content.startswith(_XMP):
            declared = {axis: int(value) for axis, value in _DECLARED.findall(content)}
            if len(declared) == 2:
                yield declared[b"X"], declared[b"Y"]


def _exif_sizes(segments: list[Segment]) -> Iterator[tuple[int, int]]:
    for marker, content in segments:
        if marker == 0xE1 and content.startswith(_EXIF):
            tags = _directories(content[len(_EXIF) :])
            if tags.get(_WIDTH) and tags.get(_HEIGHT):
                yield tags[_WIDTH], tags[_HEIGHT]


def _directories(tiff: bytes) -> dict[int, int]:
    """The inline integers of every directory of an EXIF block. Raises ValueError where it leads outside."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        raise ValueError("no byte order")
    waiting, seen, tags = [struct.unpack_from(order + "I", tiff, 4)[0]], set[int](), dict[int, int]()
    while waiting:
        place = waiting.pop()
        if place in seen:
            raise ValueError("directories run in a circle")
        seen.add(place)
        (count,) = struct.unpack_from(order + "H", tiff, place)
        for index in range(count):
            tag, kind, values, at = struct.unpack_from(order + "HHII", tiff, place + 2 + 12 * index)
            size = _SIZES.get(kind, 0) * values
            if kind not in _SIZES or (size > 4 and at + size > len(tiff)):
                raise ValueError(f"tag {tag:#x} leads outside")
            if kind == 3 and values == 1:
                (at,) = struct.unpack_from(order + "H", tiff, place + 2 + 12 * index + 8)
            tags.setdefault(tag, at)
            if tag in _SUB_DIRECTORIES:
                waiting.append(at)
        (following,) = struct.unpack_from(order + "I", tiff, place + 2 + 12 * count)
        if following:
            waiting.append(following)
    return tags
