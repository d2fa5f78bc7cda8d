"""LAN mode: a phone gets the certificate over plain HTTP, trusts it, and reaches the app over HTTPS."""

import io
import ssl
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from server.commands.lan import announce, page_beside, prepare_lan
from server.commands.lan.page import authority_page, fingerprint
from server.errors import Refusal
from server.settings import Settings, from_environment
from tests.browser.server import free_port


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(from_environment({"MINGCHA_DATA": str(tmp_path)}), port=free_port())


def test_the_page_hands_out_the_certificate_and_says_how_in_both_languages(settings: Settings) -> None:
    lan = prepare_lan(settings, clock, "127.0.0.1")
    client = Client(authority_page(lan.url, lan.authority))
    page = client.get("/").get_data(as_text=True)
    assert "安卓" in page
    assert "Install a certificate" in page
    assert fingerprint(lan.authority) in page
    assert f'href="{lan.url}/field/"' in page
    given = ssl.DER_cert_to_PEM_cert(client.get("/authority.crt").data)
    assert given.strip() == lan.authority.certificate.read_text().strip()


def test_the_page_shows_nothing_else_and_takes_nothing(settings: Settings) -> None:
    lan = prepare_lan(settings, clock, "127.0.0.1")
    client = Client(authority_page(lan.url, lan.authority))
    assert client.get("/authority.key").status_code == 404
    assert client.get("/../authority.key").status_code == 404
    assert client.post("/").status_code == 404


def test_it_listens_on_the_one_address_while_it_is_needed(settings: Settings) -> None:
    lan = prepare_lan(settings, clock, "127.0.0.1")
    with page_beside(lan), urllib.request.urlopen(lan.help_url, timeout=5) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(lan.help_url, timeout=5)


def test_a_busy_port_of_the_page_is_refused(settings: Settings) -> None:
    lan = prepare_lan(settings, clock, "127.0.0.1")
    with page_beside(lan), pytest.raises(Refusal, match="port_busy"), page_beside(lan):
        pass


def test_a_public_address_is_refused(settings: Settings) -> None:
    with pytest.raises(Refusal, match="lan_address_public"):
        prepare_lan(settings, clock, "8.8.8.8")


def test_a_malformed_address_is_refused(settings: Settings) -> None:
    with pytest.raises(Refusal, match="lan_address_unknown"):
        prepare_lan(settings, clock, "no address")


def test_both_qr_codes_are_printed_with_their_addresses(settings: Settings) -> None:
    lan = prepare_lan(settings, clock, "127.0.0.1")
    out = io.StringIO()
    announce(lan, f"{lan.url}/field/#e=ABC", out)
    assert lan.help_url in out.getvalue()
    assert f"{lan.url}/field/#e=ABC" in out.getvalue()
    assert "▀" in out.getvalue() or "█" in out.getvalue()
