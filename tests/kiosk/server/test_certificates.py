"""A certificate of one's own: what it says, who accepts it, and that nothing is written over."""

import hashlib
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.x509 import load_pem_x509_certificate as load

from kiosk import periods
from kiosk.commands import group
from kiosk.server import certificates
from kiosk.server.certificates import CannotCertify

NOW = datetime(2026, 8, 19, 2, 30, tzinfo=UTC)
NAMES = ("192.168.1.10", "hailong.xa", "fd00::10")


def handshake(folder: Path, name: str, root: Path | None = None) -> str:
    """What Python's TLS says of the server under this name, trusting the root alone."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(folder / "server.crt", folder / "server.key")
    client = ssl.create_default_context(cafile=str(root or folder / "root.crt"))
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            with theirs, server.wrap_socket(theirs, server_side=True) as conversation:
                conversation.recv(1)
        except OSError:
            pass  # the client has refused, which is what the caller hears

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with ours, client.wrap_socket(ours, server_hostname=name) as conversation:
            conversation.send(b"x")
            return conversation.version() or ""
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    finally:
        thread.join(60)


@pytest.mark.parametrize("name", NAMES)
def test_a_strict_client_accepts_each_of_its_names(tmp_path: Path, name: str) -> None:
    certificates.make(tmp_path, NAMES, periods.now())
    assert handshake(tmp_path, name) == "TLSv1.3"


@pytest.mark.parametrize("name", ["192.168.1.11", "example.org", "xa"])
def test_a_client_refuses_it_under_another_name(tmp_path: Path, name: str) -> None:
    certificates.make(tmp_path, NAMES, periods.now())
    assert "mismatch" in handshake(tmp_path, name)


def test_another_root_does_not_vouch_for_it(tmp_path: Path) -> None:
    certificates.make(tmp_path / "a", NAMES, periods.now())
    certificates.make(tmp_path / "b", NAMES, periods.now())
    said = handshake(tmp_path / "a", NAMES[0], tmp_path / "b" / "root.crt")
    assert "unable to get local issuer" in said


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8"])
@pytest.mark.parametrize("names", [NAMES, NAMES[:1]])
def test_whoever_steals_the_root_cannot_pose_as_somebody_else(
    tmp_path: Path, names: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates.make(tmp_path, names, periods.now())
    monkeypatch.setattr(certificates, "_check_vouched", lambda *_: None)
    certificates.renew(tmp_path, [name], periods.now())
    assert handshake(tmp_path, name) == "permitted subtree violation"


def test_the_root_lasts_ten_years_and_the_server_397_days(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, NAMES, NOW)
    root, server = load(made.root.read_bytes()), load(made.certificate.read_bytes())
    start = NOW - timedelta(days=1)
    assert root.not_valid_before_utc == server.not_valid_before_utc == start
    assert root.not_valid_after_utc == start + timedelta(days=3_650)
    assert server.not_valid_after_utc == made.expires == start + timedelta(days=397)
    assert certificates.expiry(made.certificate) == made.expires


def test_the_keys_are_of_p_256_and_read_by_their_owner_only(tmp_path: Path) -> None:
    certificates.make(tmp_path, NAMES, NOW)
    for name in ("root", "server"):
        key = load((tmp_path / f"{name}.crt").read_bytes()).public_key()
        assert key.curve.name == "secp256r1"  # type: ignore[union-attr]
        assert stat.S_IMODE((tmp_path / f"{name}.key").stat().st_mode) == 0o600


def test_the_fingerprint_is_that_of_openssl(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, NAMES, NOW)
    der = ssl.PEM_cert_to_DER_cert(made.root.read_text())
    digest = hashlib.sha256(der).hexdigest().upper()
    assert made.fingerprint == ":".join(digest[i : i + 2] for i in range(0, 64, 2))


def test_only_the_root_may_sign_certificates(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, NAMES, NOW)
    for path, signs in ((made.root, True), (made.certificate, False)):
        found = load(path.read_bytes()).extensions
        basic = found.get_extension_for_class(x509.BasicConstraints)
        usage = found.get_extension_for_class(x509.KeyUsage)
        assert (basic.value.ca, basic.critical) == (signs, True)
        assert (usage.value.key_cert_sign, usage.value.digital_signature) == (signs, not signs)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "--name 192.168.1.10"),
        (["192.168.1.300"], "'192.168.1.300' is neither"),
        (["http://x"], "'http://x' is neither"),
        (["a b"], "'a b' is neither"),
        (["-a"], "'-a' is neither"),
        (["a" * 64], "is neither"),
        (["*.xa"], "'*.xa' is neither"),
        (["quầy"], "'quầy' is neither"),
        ([""], "'' is neither"),
    ],
)
def test_what_is_no_name_is_refused_and_leaves_nothing(
    tmp_path: Path, names: list[str], words: str
) -> None:
    with pytest.raises(CannotCertify) as refusal:
        certificates.make(tmp_path, names, NOW)
    assert words in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", certificates.FILES)
def test_nothing_that_exists_is_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(CannotCertify, match="exists"):
        certificates.make(tmp_path, NAMES, NOW)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "precious"


def test_a_renewed_certificate_has_the_same_root_and_names(tmp_path: Path) -> None:
    first = certificates.make(tmp_path, NAMES, periods.now() - timedelta(days=390))
    root = first.root.read_bytes()
    second = certificates.renew(tmp_path, [], periods.now())
    assert (second.names, second.fingerprint) == (NAMES, first.fingerprint)
    assert first.root.read_bytes() == root
    assert second.expires - first.expires == timedelta(days=390)
    assert handshake(tmp_path, NAMES[0]) == "TLSv1.3"
    assert (tmp_path / "server.crt.old").exists()


def test_a_renewal_that_breaks_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates.make(tmp_path, NAMES, periods.now())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(certificates, "_write_certificate", full)
        with pytest.raises(OSError, match="no space"):
            certificates.renew(tmp_path, [], periods.now())
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name: left[name] for name in before} == before
    assert handshake(tmp_path, NAMES[0]) == "TLSv1.3"
    certificates.renew(tmp_path, [], periods.now())
    assert handshake(tmp_path, NAMES[0]) == "TLSv1.3"


def test_the_old_certificate_and_its_key_are_kept_beside_the_new(tmp_path: Path) -> None:
    certificates.make(tmp_path, NAMES, periods.now())
    names = ("server.crt", "server.key")
    old = [(tmp_path / name).read_bytes() for name in names]
    for _ in range(2):  # twice, as older ones are there the second time
        certificates.renew(tmp_path, [], periods.now())
    assert all((tmp_path / f"{name}.old").read_bytes() not in old for name in names)
    assert stat.S_IMODE((tmp_path / "server.key.old").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*certificates.FILES, *(f"{name}.old" for name in names)]
    )


def test_a_server_that_has_moved_in_its_network_is_certified_by_the_same_root(tmp_path: Path) -> None:
    certificates.make(tmp_path, NAMES, periods.now())
    certificates.renew(tmp_path, ["10.0.0.7", "moi.hailong.xa"], periods.now())
    assert handshake(tmp_path, "10.0.0.7") == handshake(tmp_path, "moi.hailong.xa") == "TLSv1.3"


@pytest.mark.parametrize("name", ["other.example", "203.0.113.5", "xhailong.xa"])
def test_the_root_is_not_made_to_vouch_for_what_it_may_not(tmp_path: Path, name: str) -> None:
    certificates.make(tmp_path, NAMES, NOW)
    before = (tmp_path / "server.crt").read_bytes()
    with pytest.raises(CannotCertify, match="does not vouch"):
        certificates.renew(tmp_path, [name], NOW)
    assert (tmp_path / "server.crt").read_bytes() == before


def test_a_public_address_asked_for_at_the_beginning_is_vouched_for(tmp_path: Path) -> None:
    certificates.make(tmp_path, ["203.0.113.5"], periods.now())
    assert handshake(tmp_path, "203.0.113.5") == "TLSv1.3"


def test_a_root_that_ends_before_the_server_is_not_used(tmp_path: Path) -> None:
    certificates.make(tmp_path, NAMES, NOW)
    with pytest.raises(CannotCertify, match="ends too soon"):
        certificates.renew(tmp_path, [], NOW + timedelta(days=3_300))


def test_there_is_nothing_to_renew_before_there_is_one(tmp_path: Path) -> None:
    with pytest.raises(CannotCertify, match="no certificate to renew"):
        certificates.renew(tmp_path, NAMES, NOW)


def test_a_file_that_is_no_certificate_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.crt").write_text("hello")
    with pytest.raises(CannotCertify, match=r"x\.crt is not a certificate"):
        certificates.expiry(tmp_path / "x.crt")


def run(instance: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    monkeypatch.setenv("HAILONG_INSTANCE", str(instance))
    result = CliRunner().invoke(group, ["make-certificate", *words])
    return result.exit_code, result.output


def test_the_command_says_what_to_set_and_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, words = run(tmp_path, monkeypatch, "--name", "192.168.1.10", "--name", "hailong.xa")
    assert code == 0
    for part in (
        'TLS_CERTIFICATE = "tls/server.crt"',
        'TLS_KEY = "tls/server.key"',
        'BASE_URL = "https://192.168.1.10:8000"',
        str(tmp_path / "tls" / "root.crt"),
        "docs/tablets.md",
    ):
        assert part in words
    assert "PRIVATE" not in words


@pytest.mark.parametrize("words", [["--name", "a b"], [], ["--renew"]])
def test_the_command_refuses_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    code, said = run(tmp_path, monkeypatch, *words)
    assert (code, said.count("\n")) == (2, 1)
