"""`mingcha serve`: granian with WSGI threads. One worker process on SQLite (one writer), more on PostgreSQL."""

import argparse
import os
import socket
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from server.errors import Refusal
from server.settings import Settings
from server.storage.keys import load_keys


def add(subparsers: Any) -> None:
    command = subparsers.add_parser("serve", help="serve the app and the console")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback only)")
    command.add_argument("--port", type=int, default=None, help="port (default: PORT or 8000)")
    command.add_argument("--workers", type=int, default=None, help="processes; only one on SQLite")
    command.add_argument("--threads", type=int, default=8, help="threads of a process")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Raises Refusal `office_not_founded` or `port_busy` before a worker is started."""
    load_keys(settings.keys)
    port = settings.port if args.port is None else args.port
    _require_free(args.host, port)
    os.environ["PORT"] = str(port)
    sqlite = settings.database_url.startswith("sqlite")
    workers = 1 if sqlite else args.workers or 2
    server = Granian(
        target="server.app:from_env",
        factory=True,
        address=args.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=args.threads,
        backpressure=max(64, args.threads * 8),
        log_access=False,
    )
    server.serve()
    return 0


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as busy:
            raise Refusal("port_busy", port=port) from busy
