"""The stage: the whole server in this process on a loopback port, with a clock that the play moves. So a visit of this
morning can be recorded, sent and taken in within seconds, each step at its own time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from werkzeug.serving import WSGIRequestHandler, make_server

from server.app import create_app
from server.domain.ids import Rng
from server.settings import Settings
from server.storage.store import Store


class StageClock:
    """A clock that stands still until it is moved. Aware, in UTC."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta) -> None:
        self._moment += by


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """The play tells its own story."""


@contextmanager
def stage(settings: Settings, clock: StageClock, rng: Rng) -> Iterator[tuple[Store, str]]:
    """Serve on a free loopback port while the block runs; yields the store and the address."""
    app = create_app(settings, clock, rng)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, name="stage", daemon=True)
    thread.start()
    try:
        yield app.extensions["mingcha.store"], f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=30)
        server.server_close()
