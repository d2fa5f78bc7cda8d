"""`mingcha run`: the demonstration from nothing to the printed address, with progress; behind `make run`."""

import argparse
import os
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace

from rich.console import Console

from server.clock import system_clock
from server.commands.lan import announce, page_beside, prepare_lan
from server.commands.play.district import description
from server.commands.seed import Seeded, seed
from server.commands.serve import require_free, serve
from server.settings import Settings
from server.storage.keys import load_keys

_LOOPBACK = "127.0.0.1"
_POLL_S = 0.1
_PATIENCE_S = 60


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("run", help="seed the demonstration district and serve it")
    parser.add_argument("--port", type=int, default=None, help="port (default: PORT or 8000)")
    parser.add_argument(
        "--lan",
        nargs="?",
        const="",
        default=None,
        metavar="ADDRESS",
        help="over HTTPS to phones on this network",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises Refusal `port_busy` before anything is made, so that a busy port costs nobody a minute."""
    port = settings.port if arguments.port is None else arguments.port
    settings = replace(settings, port=port, public_url=f"http://localhost:{port}", demonstration=True)
    if arguments.lan is not None:
        return _on_the_network(settings, arguments.lan or None)
    require_free(_LOOPBACK, port)
    seeded = _seed(settings)
    os.environ |= {"MINGCHA_DEMO": "1", "MINGCHA_PUBLIC_URL": settings.public_url}
    _when_ready(port, lambda: _say(settings, seeded))
    serve(settings, host=_LOOPBACK, port=port, quiet=True)
    return 0


def _on_the_network(settings: Settings, address: str | None) -> int:
    lan = prepare_lan(settings, system_clock, address)
    require_free(lan.address, lan.port)
    settings = replace(settings, public_url=lan.url, secure_cookies=True)
    seeded = _seed(settings)
    os.environ |= {"MINGCHA_DEMO": "1", "MINGCHA_PUBLIC_URL": lan.url, "MINGCHA_SECURE": "1"}
    with page_beside(lan):
        _say(settings, seeded)
        announce(lan, _app_address(settings, seeded))
        sys.stdout.flush()
        serve(settings, host=lan.address, port=lan.port, tls=(lan.certificate, lan.key), quiet=True)
    return 0


def _seed(settings: Settings) -> Seeded:
    console = Console(highlight=False)
    with console.status("Preparing the demonstration …") as status:

        def tell(line: str) -> None:
            status.update(line)
            console.print(f"  {line}", style="dim")

        return seed(settings, tell)


def _app_address(settings: Settings, seeded: Seeded) -> str:
    """What the enrolment QR code holds (docs/protocol.md §5.1)."""
    return f"{settings.public_url}/field/#e={seeded.code}&k={load_keys(settings.keys).sign_kid}"


def _when_ready(port: int, act: Callable[[], None]) -> None:
    """Do it as soon as the server answers, so that the printed address works when it is read."""

    def watch() -> None:
        pause = threading.Event()
        for _ in range(int(_PATIENCE_S / _POLL_S)):
            try:
                with urllib.request.urlopen(f"http://{_LOOPBACK}:{port}/readyz", timeout=5):
                    return act()
            except (urllib.error.URLError, OSError):
                pause.wait(_POLL_S)
        return None

    threading.Thread(target=watch, name="when-ready", daemon=True).start()


def _say(settings: Settings, seeded: Seeded) -> None:
    """Address, code and accounts: all a visitor needs, and the address last."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        "\n[bold]演示帐号 · demonstration accounts[/] (kept in demonstration.json in the data folder)"
    )
    for one in description(settings.config)["accounts"]:
        roles = ", ".join(one["roles"])
        password = seeded.passwords.get(one["username"], "?")
        console.print(f"  {one['username']:<8} {password}   {one['zh']} {one['en']}, {roles}")
    console.print(f"\n[bold]登记码 · enrolment code[/]  {seeded.code}")
    console.print(f"  app      {_app_address(settings, seeded)}")
    console.print(f"  office   {settings.public_url}/office/")
    console.print(f"\n[bold]{settings.public_url}[/]   (Ctrl+C ends it; the data stay in {settings.data})")
