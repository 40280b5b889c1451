"""A certificate for a server without a name on the Internet: a root of its own, and the server's.

Browsers give a page WebCrypto and service workers only over https (or on localhost), so tablets
need it, on a network where no authority issues certificates for 192.168.1.10. The root is
installed on each tablet once; it vouches for nothing but this server's names and for addresses
of private networks, so whoever stole it could not pose as a bank.
"""

import ipaddress
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..storage.secret_files import write_secret

ROOT_DAYS = 3_650
SERVER_DAYS = 397  # browsers refuse more of public authorities, and some of any
CLOCK_SLACK = timedelta(days=1)  # a tablet whose clock is a little behind still trusts it
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
FOLDER = "tls"  # within the instance folder
FILES = ("root.crt", "root.key", "server.crt", "server.key")
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)

Signer = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


class CannotCertify(Exception):
    """No certificate was made; the message is one line and says what to do."""


@dataclass(frozen=True)
class Made:
    """What was made. fingerprint: SHA-256 of the root, as devices show it; names as certified."""

    root: Path
    certificate: Path
    key: Path
    fingerprint: str
    names: tuple[str, ...]
    expires: datetime


def make(folder: Path, names: Sequence[str], now: datetime) -> Made:
    """A root and a server's certificate for these names (IP addresses or hosts), as four files.

    Raises CannotCertify without names, for what is no name, or where any of the files exists.
    """
    wanted = [_general_name(name) for name in names]
    if not wanted:
        raise CannotCertify("name the address that tablets open: --name 192.168.1.10")
    existing = [name for name in FILES if (folder / name).exists()]
    if existing:
        raise CannotCertify(f"{folder / existing[0]} exists: --renew makes a new server certificate")
    root, root_key = _make_root(wanted, now)
    write_secret(folder / "root.key", _key_text(root_key))
    _write_certificate(folder / "root.crt", root)
    return _issue(folder, (root, root_key), wanted, now)


def renew(folder: Path, names: Sequence[str], now: datetime) -> Made:
    """A new server's certificate by the same root, so that tablets need nothing; for the names
    given, or those of the old one, which is kept as `server.crt.old`.

    Raises CannotCertify where there is no root, or where it does not vouch for a name.
    """
    try:
        root = x509.load_pem_x509_certificate((folder / "root.crt").read_bytes())
        root_key = serialization.load_pem_private_key((folder / "root.key").read_bytes(), None)
        old = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise CannotCertify(f"{folder} holds no certificate to renew: {error}") from error
    if not isinstance(root_key, ec.EllipticCurvePrivateKey):
        raise CannotCertify(f"{folder / 'root.key'} is not a key that this program made")
    wanted = [_general_name(name) for name in names] or list(_alternatives(old))
    _check_vouched(root, wanted)
    if root.not_valid_after_utc < now + timedelta(days=SERVER_DAYS):
        raise CannotCertify(
            f"{folder / 'root.crt'} ends too soon: move the four files away and begin anew"
        )
    return _issue(folder, (root, root_key), wanted, now)


def instructions(made: Made, instance: Path) -> Iterator[str]:
    """What to do with what was made, line by line."""
    yield f"made {made.certificate} for {', '.join(made.names)}, until {made.expires:%Y-%m-%d}"
    yield "in instance/config.py:"
    yield f'  TLS_CERTIFICATE = "{made.certificate.relative_to(instance).as_posix()}"'
    yield f'  TLS_KEY = "{made.key.relative_to(instance).as_posix()}"'
    yield f'  BASE_URL = "https://{_in_address(made.names[0])}:8000"'
    yield f"on each tablet, install {made.root} as a trusted authority and compare its SHA-256:"
    yield f"  {made.fingerprint}"
    yield "docs/tablets.md tells how; root.key never leaves this machine"


def _in_address(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def expiry(path: Path) -> datetime:
    """When the certificate in this file ends; raises CannotCertify if it is none."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise CannotCertify(f"{path} is not a certificate that can be read: {error}") from error


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        host = name.lower()
        if not _HOST.fullmatch(host) or re.fullmatch(r"[0-9.]+", host):
            raise CannotCertify(f"{name!r} is neither an IP address nor a host name") from None
        return x509.DNSName(host)


def _permitted(wanted: Sequence[x509.GeneralName]) -> list[x509.GeneralName]:
    """What the root may vouch for. A host stands for itself and what lies below it; where none
    is wanted `localhost` stands there, because without any all would be permitted."""
    hosts = [name for name in wanted if isinstance(name, x509.DNSName)] or [x509.DNSName("localhost")]
    networks = [ipaddress.ip_network(text) for text in PRIVATE]
    for name in wanted:
        if isinstance(name, x509.IPAddress) and not _lies_in(name, networks):
            networks.append(ipaddress.ip_network(str(name.value)))
    return [*hosts, *(x509.IPAddress(network) for network in networks)]


def _lies_in(
    name: x509.IPAddress, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]
) -> bool:
    address = ipaddress.ip_address(str(name.value))
    return any(address in network for network in networks)


def _check_vouched(root: x509.Certificate, wanted: Sequence[x509.GeneralName]) -> None:
    limits = root.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = limits.permitted_subtrees or []
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    hosts = [one.value for one in permitted if isinstance(one, x509.DNSName)]
    for name in wanted:
        if isinstance(name, x509.IPAddress):
            vouched = _lies_in(name, [ipaddress.ip_network(str(one)) for one in networks])
        else:
            vouched = any(name.value == host or name.value.endswith(f".{host}") for host in hosts)
        if not vouched:
            raise CannotCertify(
                f"the root does not vouch for {name.value}: move the four files away and begin anew"
            )


def _alternatives(certificate: x509.Certificate) -> x509.SubjectAlternativeName:
    return certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def _make_root(wanted: Sequence[x509.GeneralName], now: datetime) -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Hai long root {now:%Y-%m-%d}")
    builder = (
        _builder(name, name, key, now, ROOT_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(_permitted(wanted), None), critical=True)
    )
    return builder.sign(key, hashes.SHA256()), key


def _issue(folder: Path, signer: Signer, wanted: Sequence[x509.GeneralName], now: datetime) -> Made:
    root, root_key = signer
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    certificate = (
        _builder(_name("Hai long server"), root.subject, key, now, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    _put_in_place(folder, _key_text(key), certificate)
    return Made(
        root=folder / "root.crt",
        certificate=folder / "server.crt",
        key=folder / "server.key",
        fingerprint=root.fingerprint(hashes.SHA256()).hex(":").upper(),
        names=tuple(str(name.value) for name in wanted),
        expires=certificate.not_valid_after_utc,
    )


def _put_in_place(folder: Path, key: str, certificate: x509.Certificate) -> None:
    """Write both beside what is there, then exchange them: whatever breaks off before, the server
    still has a key and the certificate that belongs to it."""
    new = [folder / f"{name}.new" for name in ("server.key", "server.crt")]
    for path in new:
        path.unlink(missing_ok=True)  # of a renewal that broke off
    write_secret(new[0], key)
    _write_certificate(new[1], certificate)
    for path in new:
        place = path.with_suffix("")
        if place.exists():
            kept = place.with_name(f"{place.name}.old")
            kept.unlink(missing_ok=True)
            os.link(place, kept)
        path.replace(place)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    start = now - CLOCK_SLACK
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _key_text(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _write_certificate(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
