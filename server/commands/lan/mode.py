"""Which address, which certificates, which page and which QR codes: the LAN mode in the order of its flow."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TextIO

import segno
from werkzeug.serving import make_server

from server.clock import Clock
from server.commands.lan.page import authority_page
from server.errors import Refusal
from server.identity.local_authority import LocalAuthority, is_private, prepare
from server.settings import Settings

# RFC 5737: an address that no network routes to. Connecting a UDP socket sends nothing; it only asks the kernel
# which of this machine's addresses would be used.
_NOWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Lan:
    """Where phones find the app, and where they get the certificate first (plain HTTP, one port above)."""

    address: str
    port: int
    authority: LocalAuthority

    @property
    def url(self) -> str:
        return f"https://{self.address}:{self.port}"

    @property
    def help_url(self) -> str:
        return f"http://{self.address}:{self.port + 1}/"

    @property
    def certificate(self) -> Path:
        return self.authority.server_certificate

    @property
    def key(self) -> Path:
        return self.authority.server_key


def own_address() -> str:
    """This machine's IPv4 address on the network that it would use. Raises Refusal `lan_address_unknown`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
        except OSError as failure:
            raise Refusal("lan_address_unknown") from failure
        address: str = probe.getsockname()[0]
        return address


def prepare_lan(settings: Settings, clock: Clock, address: str | None = None) -> Lan:
    """Find the address and make the certificates under the data folder.

    Raises Refusal `lan_address_unknown` when there is no network, and `lan_address_public` for an address that the
    authority may not vouch for.
    """
    chosen = own_address() if address is None else address
    try:
        private = is_private(chosen)
    except ValueError as malformed:
        raise Refusal("lan_address_unknown") from malformed
    if not private:
        raise Refusal("lan_address_public", address=chosen)
    return Lan(chosen, settings.port, prepare(settings.data / "lan", [chosen], clock()))


@contextmanager
def page_beside(lan: Lan) -> Iterator[None]:
    """Serve the page that hands out the authority's certificate while the block runs. Raises Refusal `port_busy`."""
    try:
        server = make_server(lan.address, lan.port + 1, authority_page(lan.url, lan.authority), threaded=True)
    except (OSError, SystemExit) as busy:
        raise Refusal("port_busy", port=lan.port + 1) from busy
    thread = Thread(target=server.serve_forever, name="lan-page", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def announce(lan: Lan, app_url: str, out: TextIO = sys.stdout) -> None:
    """Print the two QR codes: first the certificate, then the app (its address may carry an enrolment code)."""
    for title, url in (
        ("① 先装证书 · first install the certificate", lan.help_url),
        ("② 再开应用 · then open the app", app_url),
    ):
        print(f"\n{title}\n{url}", file=out)
        segno.make(url, error="l").terminal(out=out, compact=True)
