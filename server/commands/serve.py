"""`mingcha serve`: granian with WSGI threads. One worker process on SQLite (one writer), more on PostgreSQL."""

import argparse
import os
import socket
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

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
    port = settings.port if args.port is None else args.port
    serve(settings, host=args.host, port=port, workers=args.workers, threads=args.threads)
    return 0


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    workers: int | None = None,
    threads: int = 8,
    tls: tuple[Path, Path] | None = None,
    quiet: bool = False,
) -> None:
    """Serve until a signal ends it. `tls` names the PEM files of certificate chain and key; without it, plain HTTP.
    `quiet` leaves only errors of the server's own talk."""
    load_keys(settings.keys)
    require_free(host, port)
    os.environ["PORT"] = str(port)
    certificate, key = tls or (None, None)
    server = Granian(
        target="server.app:from_env",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1 if settings.database_url.startswith("sqlite") else workers or 2,
        blocking_threads=threads,
        backpressure=max(64, threads * 8),
        log_access=False,
        log_level=LogLevels.error if quiet else LogLevels.info,
        ssl_cert=certificate,
        ssl_key=key,
    )
    server.serve()


def require_free(host: str, port: int) -> None:
    """Raises Refusal `port_busy` when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as busy:
            raise Refusal("port_busy", port=port) from busy
