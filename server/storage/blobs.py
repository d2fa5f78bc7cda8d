"""The blob store (密封文件库): sealed bytes under the hash of themselves, written durably before anyone is told.

A file appears whole or not at all: it is written aside, synced, then renamed into place.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from server.domain.ids import Rng
from server.errors import Refusal
from server.ledger.b64 import b64u, unb64u

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def disk_guard() -> Iterator[None]:
    """Turns a full disk into a refusal that says so. Raises Refusal `storage_full`."""
    try:
        yield
    except OSError as failure:
        if failure.errno in _FULL:
            raise Refusal("storage_full") from failure
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class BlobStore:
    """A folder of sealed files. Names are b64u SHA-256 outside, hexadecimal on disk (file systems may fold case)."""

    def __init__(self, folder: Path, rng: Rng) -> None:
        self._folder = folder
        self._rng = rng

    def path(self, sealed: str) -> Path:
        name = unb64u(sealed).hex()
        return self._folder / name[:2] / name[2:]

    def has(self, sealed: str) -> bool:
        return self.path(sealed).is_file()

    def put(self, parts: Iterable[bytes]) -> str:
        """Write the bytes and return their name. Raises Refusal `storage_full`."""
        waiting = self._folder / "new"
        digest = sha256()
        with disk_guard():
            waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = waiting / self._rng(16).hex()
            try:
                with aside.open("xb") as file:
                    for part in parts:
                        digest.update(part)
                        file.write(part)
                    file.flush()
                    os.fsync(file.fileno())
                sealed = b64u(digest.digest())
                self.adopt(aside, sealed)
            finally:
                aside.unlink(missing_ok=True)
        return sealed

    def adopt(self, finished: Path, sealed: str) -> None:
        """Move a complete, synced file into place. Its hash was checked by the caller."""
        target = self.path(sealed)
        with disk_guard():
            if not target.parent.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                sync_folder(self._folder)
            os.replace(finished, target)
            sync_folder(target.parent)

    def size(self, sealed: str) -> int:
        return self.path(sealed).stat().st_size

    def open(self, sealed: str) -> BinaryIO:
        """Raises Refusal `media_missing`."""
        try:
            return self.path(sealed).open("rb")
        except FileNotFoundError as missing:
            raise Refusal("media_missing", sealed=sealed) from missing

    def intact(self, sealed: str) -> bool:
        """Whether the file is there and still hashes to its name."""
        digest = sha256()
        try:
            with self.path(sealed).open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
        except FileNotFoundError:
            return False
        return b64u(digest.digest()) == sealed
