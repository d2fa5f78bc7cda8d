"""A ZIP with one byte form only: stored, in the order given, dated 1980-01-01, no extra fields.
Whatever bytes the writer would not have written are a fault, so that nothing can hide beside what was signed.
APPNOTE.TXT 6.3.10 is the form; ZIP64 is not used."""

import struct
import zlib
from collections.abc import Sequence

Member = tuple[str, bytes]

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 1 << 5 | 1  # APPNOTE 4.4.6, MS-DOS date: years since 1980, month, day
_VERSION, _UTF8, _STORED = 20, 0x0800, 0
_MADE_ON_UNIX = 3 << 8 | _VERSION
_MODE = 0o100644 << 16
LIMIT = 0xFFFF_FFFE


class ZipFault(ValueError):  # noqa: N818 - the fault of a file, not an error of ours
    """The bytes aren't what the canonical writer writes. `code` says where, `member` whose bytes."""

    def __init__(self, code: str, member: str = "") -> None:
        super().__init__(f"{code} {member}".strip())
        self.code = code
        self.member = member


def write(members: Sequence[Member]) -> bytes:
    """Raises ValueError for a name twice, an unsafe name or more than 4 GiB."""
    names = [name for name, _ in members]
    if len(set(names)) != len(names) or not all(_safe(name) for name in names):
        raise ValueError("names must be unique, relative and plain")
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in members:
        raw, crc = name.encode("utf-8"), zlib.crc32(content)
        common = (_UTF8, _STORED, 0, _DATE, crc, len(content), len(content), len(raw), 0)
        parts += (_LOCAL.pack(b"PK\x03\x04", _VERSION, *common), raw, content)
        central = (b"PK\x01\x02", _MADE_ON_UNIX, _VERSION, *common, 0, 0, 0, _MODE, offset)
        directory.append(_CENTRAL.pack(*central) + raw)
        offset += _LOCAL.size + len(raw) + len(content)
        if offset > LIMIT:
            raise ValueError("larger than a plain ZIP can be")
    listing, count = b"".join(directory), len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*parts, listing, end))


def read(data: bytes) -> list[Member]:
    """The members, after the whole was compared with what the writer would have written. Raises ZipFault."""
    members: list[Member] = []
    position = 0
    while data[position : position + 4] == b"PK\x03\x04":
        name, content, position = _member(data, position)
        members.append((name, content))
    if not members:
        raise ZipFault("not_a_package")
    try:
        expected = write(members)
    except ValueError as error:
        raise ZipFault("name_unsafe") from error
    if expected != data:
        raise _difference(data, expected, members)
    return members


def _member(data: bytes, position: int) -> tuple[str, bytes, int]:
    header = data[position : position + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise ZipFault("cut_short")
    fields = _LOCAL.unpack(header)
    size, name_length = fields[8], fields[9]
    start = position + _LOCAL.size
    end = start + name_length + size
    try:
        name = data[start : start + name_length].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ZipFault("name_unsafe") from error
    if end > len(data):
        raise ZipFault("cut_short", name)
    return name, data[start + name_length : end], end


def _difference(data: bytes, expected: bytes, members: Sequence[Member]) -> ZipFault:
    """Name the place of the first byte that differs."""
    shorter = min(len(data), len(expected))
    at = next((i for i in range(shorter) if data[i] != expected[i]), shorter)
    start = 0
    for name, content in members:
        end = start + _LOCAL.size + len(name.encode("utf-8")) + len(content)
        if at < end:
            changed = start + 14 <= at < start + 18  # the checksum no longer fits the content
            return ZipFault("member_changed" if changed else "header_changed", name)
        start = end
    return ZipFault("directory_changed" if at < len(expected) else "bytes_behind_the_end")


def _safe(name: str) -> bool:
    parts = name.split("/")
    return all(p not in ("", ".", "..") for p in parts) and "\\" not in name and name.isprintable()
