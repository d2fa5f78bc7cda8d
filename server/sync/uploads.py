"""Uploads under way (断点续传): the sealed bytes of one declared medium, in a file that grows.

The file is the only truth about how much has arrived; it is synced before an offset is told to anyone, so that a
killed server goes on exactly where its last answer stood, or later.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import FileIO
from pathlib import Path

from server.errors import Refusal
from server.ledger.b64 import b64u
from server.storage.blobs import BlobStore, disk_guard

_PIECE = 256 * 1024
Source = Callable[[int], bytes]
"""Reads at most that many bytes; nothing means that the sender stopped, whether finished or cut."""


@dataclass(frozen=True)
class Upload:
    """One upload: where its bytes gather, how many are expected, and the name they must hash to."""

    path: Path
    length: int
    sealed: str

    def offset(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0


def upload_of(folder: Path, entry: str, sd: str, length: int, sealed: str) -> Upload:
    return Upload(folder / f"{entry}.{sd}", length, sealed)


@contextmanager
def _held(upload: Upload) -> Iterator[FileIO]:
    """The file, for one writer at a time. Raises Refusal `upload_busy`."""
    with disk_guard():
        upload.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Unbuffered: whatever a write took is in the file, and a full disk shows at the write that it cuts short.
        with upload.path.open("ab", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise Refusal("upload_busy") from busy
            yield file


def write(upload: Upload, offset: int, source: Source, size: int, checksum: bytes | None) -> int:
    """Append up to `size` bytes; what arrived before a cut stays. Returns the offset that is now durable.

    Raises Refusal `upload_offset_wrong`, `upload_size_wrong`, `upload_checksum_wrong` (these bytes are dropped),
    `storage_full` (what fitted is kept).
    """
    with _held(upload) as file:
        start = os.fstat(file.fileno()).st_size
        if start != offset:
            raise Refusal("upload_offset_wrong", offset=start)
        if offset + size > upload.length:
            raise Refusal("upload_size_wrong", bytes=upload.length)
        digest, left = sha256(), size
        while left and (piece := source(min(_PIECE, left))):
            digest.update(piece)
            _write_whole(file, piece)
            left -= len(piece)
        os.fsync(file.fileno())
        if checksum is not None and not left and digest.digest() != checksum:
            os.ftruncate(file.fileno(), offset)
            os.fsync(file.fileno())
            raise Refusal("upload_checksum_wrong", offset=offset)
        return os.fstat(file.fileno()).st_size


def _write_whole(file: FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


def finish(upload: Upload, blobs: BlobStore) -> None:
    """Move complete bytes into the blob store. Raises Refusal `upload_checksum_wrong` when they hash to another name:
    they are dropped and the upload starts again at 0."""
    digest = sha256()
    with upload.path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    if b64u(digest.digest()) != upload.sealed:
        upload.path.unlink(missing_ok=True)
        raise Refusal("upload_checksum_wrong", offset=0)
    blobs.adopt(upload.path, upload.sealed)


def drop(upload: Upload) -> None:
    """Termination: forget what arrived so far."""
    upload.path.unlink(missing_ok=True)
