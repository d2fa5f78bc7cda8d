"""Pictures for the reviewer's screen: opened for this request, re-encoded upright without metadata, never written to
disk in the clear. The most recent ones are kept in memory, because decoding a phone's HEIC takes a second."""

from collections import OrderedDict
from threading import Lock

from server.casework.case import find
from server.errors import Refusal
from server.storage import images, sql
from server.storage.context import Office
from server.storage.office_log import MediaIn
from server.storage.sql import Row
from server.storage.tables.findings import evidence
from server.storage.tables.findings import statement as statements

SIZES = {"small": (360, 270), "large": (1600, 1200)}
_ROOM = 64 * 1024 * 1024
SCAN_LIMIT = 20 * 1024 * 1024
_SCANS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class _Recent:
    """The last previews made, by use, within `room` bytes."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, str], data: bytes) -> None:
        with self._lock:
            self._kept[key] = data
            while sum(map(len, self._kept.values())) > self._room:
                self._kept.popitem(last=False)


_recent = _Recent(_ROOM)


def preview(office: Office, finding: str, entry: str, sd: str, size: str) -> bytes:
    """A JPEG of one photograph of the finding. Raises `finding_unknown`, `photograph_unknown`, `media_missing`,
    `media_damaged`, `image_unreadable`, `image_too_large`."""
    row = declared(office, finding, entry, sd)
    if size not in SIZES:
        raise Refusal("photograph_unknown")
    key = (f"{office.id}/{row['sealed']}", size)
    made = _recent.get(key)
    if made is None:
        made = images.thumbnail(office.media(row["sealed"]), SIZES[size])
        _recent.put(key, made)
    return made


def declared(office: Office, finding: str, entry: str, sd: str) -> Row:
    """The photograph's row, only when it belongs to that finding: an address can't be turned to another case."""
    find(office, finding)
    row = sql.one(office.session, evidence, office=office.id, entry=entry, sd=sd)
    if row is None or row["finding"] != finding:
        raise Refusal("photograph_unknown")
    return row


def scan_of(content: bytes, name: str | None) -> MediaIn | None:
    """A scanned statement as a medium; None when no file was chosen. What it is, its own bytes say.
    Raises `scan_kind`, `scan_too_large`."""
    if not content and not name:
        return None
    if len(content) > SCAN_LIMIT:
        raise Refusal("scan_too_large", limit=SCAN_LIMIT // 1024 // 1024)
    kind = next((kind for magic, kind in _SCANS.items() if content.startswith(magic)), None)
    if kind is None:
        raise Refusal("scan_kind", name=name or "")
    return MediaIn(content, kind, name)


def scan(office: Office, finding: str, statement: str) -> MediaIn:
    """The scan that lies with a statement of the finding. Raises `statement_unknown`, `media_missing`."""
    row = sql.one(office.session, statements, office=office.id, statement=statement)
    if row is None or row["finding"] != finding or not row["media"]:
        raise Refusal("statement_unknown")
    medium = office.open(row["entry"]).media[0]
    return MediaIn(office.media(medium.sealed), medium.type or "application/octet-stream", medium.name)
