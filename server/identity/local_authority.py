"""A local certificate authority for `make run LAN=1`: phones on the same network get HTTPS, without which a
browser gives an app neither keys nor a camera. The authority may vouch for private addresses only
(RFC 5280 §4.2.1.10), so a phone that trusts it risks nothing beyond this network."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # CA/Browser Forum BR §6.3.2; iOS refuses longer ones
RENEW_DAYS = 30
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
PRIVATE_V6 = ("::1/128", "fc00::/7", "fe80::/10")
LOCAL_NAMES = ("localhost", "local")


@dataclass(frozen=True)
class LocalAuthority:
    """PEM files under one folder, private keys readable by their owner only."""

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "authority.crt"

    @property
    def server_certificate(self) -> Path:
        return self.folder / "server.crt"

    @property
    def server_key(self) -> Path:
        return self.folder / "server.key"


def is_private(address: str) -> bool:
    """Whether the authority's name constraints let it vouch for this IPv4 address."""
    ip = ip_address(address)
    return isinstance(ip, IPv4Address) and any(ip in IPv4Network(net) for net in PRIVATE)


def prepare(folder: Path, addresses: Sequence[str], now: datetime) -> LocalAuthority:
    """Make what is missing, keep what still serves: the authority once, the server's certificate anew when an
    address is new or it ends within 30 days. `now` is aware UTC."""
    authority = LocalAuthority(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file = folder / "authority.key"
    if not (key_file.exists() and authority.certificate.exists()):
        key = ec.generate_private_key(ec.SECP256R1())
        _write_key(key_file, key)
        authority.certificate.write_bytes(
            _authority_certificate(key, now).public_bytes(serialization.Encoding.PEM)
        )
    if not _still_serves(authority, addresses, now):
        signer = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(signer, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{key_file.name} is not the key that this program makes")
        issuer = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
        key = ec.generate_private_key(ec.SECP256R1())
        _write_key(authority.server_key, key)
        leaf = _server_certificate(key, signer, issuer, addresses, now)
        authority.server_certificate.write_bytes(
            leaf.public_bytes(serialization.Encoding.PEM) + authority.certificate.read_bytes()
        )
    return authority


def _still_serves(authority: LocalAuthority, addresses: Sequence[str], now: datetime) -> bool:
    if not (authority.server_certificate.exists() and authority.server_key.exists()):
        return False
    leaf = x509.load_pem_x509_certificate(authority.server_certificate.read_bytes())
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(ip) for ip in names.get_values_for_type(x509.IPAddress)}
    return set(addresses) <= held and leaf.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _authority_certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    constraints: list[x509.GeneralName] = [x509.IPAddress(IPv4Network(net)) for net in PRIVATE]
    constraints += [x509.IPAddress(IPv6Network(net)) for net in PRIVATE_V6]
    constraints += [x509.DNSName(name) for name in LOCAL_NAMES]
    name = _name("Local network authority")
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=constraints, excluded_subtrees=None), critical=True
        )
        .add_extension(_usage(sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server_certificate(
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate,
    addresses: Sequence[str],
    now: datetime,
) -> x509.Certificate:
    names: list[x509.GeneralName] = [x509.DNSName("localhost")]
    names += [x509.IPAddress(ip_address(a)) for a in dict.fromkeys([*addresses, "127.0.0.1"])]
    return (
        x509.CertificateBuilder()
        .subject_name(_name("localhost"))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=SERVER_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign,
        key_cert_sign=sign,
        crl_sign=sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
