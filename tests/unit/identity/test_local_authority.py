"""Phones reach the demonstration over a local network only when a certificate they can trust is there."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from server.identity.local_authority import LocalAuthority, is_private, prepare

NOW = datetime.now(UTC)


def handshake(server: LocalAuthority, trusted: Path, name: str) -> None:
    """A TLS handshake in memory: a server with this certificate, a client with one authority."""
    accepting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    accepting.load_cert_chain(server.server_certificate, server.server_key)
    calling = ssl.create_default_context(cafile=str(trusted))
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = calling.wrap_bio(down, up, server_hostname=name)
    host = accepting.wrap_bio(up, down, server_side=True)
    for _ in range(4):
        for side in (client, host):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert client.version() == "TLSv1.3"


def test_a_phone_that_trusts_the_authority_accepts_the_server_at_its_address(tmp_path: Path) -> None:
    made = prepare(tmp_path, ["192.168.1.20"], NOW)
    handshake(made, made.certificate, "192.168.1.20")
    handshake(made, made.certificate, "localhost")


def test_a_phone_that_trusts_another_authority_refuses_the_server(tmp_path: Path) -> None:
    made = prepare(tmp_path / "a", ["192.168.1.20"], NOW)
    other = prepare(tmp_path / "b", ["192.168.1.20"], NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(made, other.certificate, "192.168.1.20")


def test_the_authority_cannot_vouch_for_a_public_address(tmp_path: Path) -> None:
    made = prepare(tmp_path, ["8.8.8.8"], NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(made, made.certificate, "8.8.8.8")
    assert not is_private("8.8.8.8")
    assert is_private("192.168.1.20")


def test_a_second_start_keeps_authority_and_certificate(tmp_path: Path) -> None:
    first = prepare(tmp_path, ["192.168.1.20"], NOW)
    before = first.certificate.read_bytes(), first.server_certificate.read_bytes()
    prepare(tmp_path, ["192.168.1.20"], NOW + timedelta(days=1))
    assert (first.certificate.read_bytes(), first.server_certificate.read_bytes()) == before


def test_a_new_address_or_a_near_end_renews_the_certificate_but_never_the_authority(tmp_path: Path) -> None:
    made = prepare(tmp_path, ["192.168.1.20"], NOW)
    root, leaf = made.certificate.read_bytes(), made.server_certificate.read_bytes()
    prepare(tmp_path, ["192.168.1.21"], NOW)
    moved = made.server_certificate.read_bytes()
    assert moved != leaf
    prepare(tmp_path, ["192.168.1.21"], NOW + timedelta(days=380))
    assert made.server_certificate.read_bytes() != moved
    assert made.certificate.read_bytes() == root


def test_private_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    made = prepare(tmp_path, ["127.0.0.1"], NOW)
    for path in (made.server_key, tmp_path / "authority.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    root = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    assert root.extensions.get_extension_for_class(x509.NameConstraints).critical
