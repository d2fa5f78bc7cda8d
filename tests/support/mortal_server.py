"""A server that dies by SIGKILL, workers and all, at one chosen point: the product's own application, with a tripwire
put around one of its functions. Only tests start it; the product knows nothing of it.

`MINGCHA_TEST_DEATH=point:n` dies the n-th time that the point is passed.
"""

import importlib
import os
import signal
from collections.abc import Callable
from itertools import count
from typing import Any

from flask import Flask

from server.app import create_app
from server.clock import system_clock
from server.settings import from_environment
from server.storage.blobs import BlobStore
from server.storage.keyring import Keyring
from server.sync import intake, media, uploads
from server.web.api import sync as sync_view
from server.web.api import uploads as upload_view

BEFORE, AFTER = "before", "after"
POINTS: dict[str, tuple[object, str, str]] = {
    "push.received": (sync_view, "receive", BEFORE),
    "push.folding": (intake, "fold", AFTER),
    "push.keys_kept": (Keyring, "flush", AFTER),
    "push.committed": (sync_view, "manifest_tag", BEFORE),
    "push.projecting": (importlib.import_module("server.projections.advance"), "_step", AFTER),
    "upload.piece": (upload_view, "_piece", AFTER),
    "upload.synced": (uploads, "write", AFTER),
    "upload.complete": (BlobStore, "adopt", BEFORE),
    "upload.adopted": (BlobStore, "adopt", AFTER),
    "upload.recorded": (media, "record", AFTER),
}


def _die() -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)


def arm(point: str, nth: int) -> None:
    owner, name, moment = POINTS[point]
    inner: Callable[..., Any] = getattr(owner, name)
    passed = count(1)

    def tripwire(*args: Any, **options: Any) -> Any:
        last = next(passed) == nth
        if last and moment == BEFORE:
            _die()
        result = inner(*args, **options)
        if last:
            _die()
        return result

    setattr(owner, name, tripwire)


def app() -> Flask:
    """The factory that granian's worker calls."""
    point, _, nth = os.environ["MINGCHA_TEST_DEATH"].partition(":")
    arm(point, int(nth))
    return create_app(from_environment(), system_clock, os.urandom)


def main() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    port = int(os.environ["PORT"])
    target = "tests.support.mortal_server:app"
    Granian(target, factory=True, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4).serve()


if __name__ == "__main__":
    main()
