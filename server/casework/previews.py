"""Pictures for the reviewer's screen: opened for this request, re-encoded upright without metadata, never written to
disk in the clear. The most recent ones are kept in memory, because decoding a phone's HEIC takes a second."""

from collections import OrderedDict
from threading import Lock

from server.casework.case import find
from server.errors import Refusal
from server.storage import images, sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables.findings import evidence

SIZES = {"small": (360, 270), "large": (1600, 1200)}
_ROOM = 64 * 1024 * 1024


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
