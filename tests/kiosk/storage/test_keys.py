"""The server's keys and the signatures that tablets and server exchange."""

import json
import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from kiosk.errors.tablets import WrongKey
from kiosk.storage import base64url, keys

VECTORS = json.loads((Path(__file__).parents[2] / "published" / "seal_vectors.json").read_text("utf-8"))


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def flipped(text: str) -> str:
    """The same bytes but for one bit."""
    raw = bytearray(base64url.decode(text))
    raw[-1] ^= 1
    return base64url.encode(bytes(raw))


def test_keys_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first, second = keys.load_or_make(folder), keys.load_or_make(folder, may_make=False)
    assert (first.signing_key, first.sealing_key) == (second.signing_key, second.sealing_key)
    assert first.signing_key != first.sealing_key
    assert sorted(file.name for file in folder.iterdir()) == ["ack.key", "sealing.key"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_starts_at_the_same_moment_share_one_pair_of_keys(tmp_path: Path) -> None:
    found: list[keys.ServerKeys] = []
    starts = [
        threading.Thread(target=lambda: found.append(keys.load_or_make(tmp_path / "keys")))
        for _ in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len({(one.signing_key, one.sealing_key) for one in found}) == 1
    assert len(found) == 8
    assert len(list((tmp_path / "keys").iterdir())) == 2


@pytest.mark.parametrize("name", keys.NAMES)
def test_a_lost_key_is_said_and_not_replaced_unless_it_may_be(tmp_path: Path, name: str) -> None:
    keys.load_or_make(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(keys.KeysMissing, match=f"{name} is missing.*kiosk new-keys"):
        keys.load_or_make(tmp_path, may_make=False)
    assert not (tmp_path / name).exists()
    keys.load_or_make(tmp_path)
    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no key"),
        (b"-----BEGIN PRIVATE KEY-----\n", "holds no key"),
        (pem(ed25519.Ed25519PrivateKey.generate()), "another kind of key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "another kind of key"),
    ],
)
def test_a_damaged_or_foreign_key_file_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    keys.load_or_make(tmp_path)
    (tmp_path / "ack.key").write_bytes(content)
    with pytest.raises(keys.KeysMissing, match=words):
        keys.load_or_make(tmp_path)
    assert (tmp_path / "ack.key").read_bytes() == content


def test_a_signature_that_webcrypto_made_is_right() -> None:
    body = VECTORS["body"].encode()
    assert keys.verify(VECTORS["page_public"], VECTORS["signature"], keys.CONTACT, body)


def test_what_the_server_signs_its_public_key_confirms(tmp_path: Path) -> None:
    server = keys.load_or_make(tmp_path)
    signature = server.sign(keys.ACKNOWLEDGEMENT, b"{}")
    assert len(base64url.decode(signature)) == 64
    assert keys.verify(server.signing_key, signature, keys.ACKNOWLEDGEMENT, b"{}")


@pytest.mark.parametrize(
    ("public", "signature", "context", "body"),
    [
        ("right", "right", keys.ACKNOWLEDGEMENT, b"{}"),
        ("right", "right", keys.CONTACT, b"{} "),
        ("right", "right", keys.CONTACT, b""),
        ("right", "bent", keys.CONTACT, b"{}"),
        ("other", "right", keys.CONTACT, b"{}"),
        ("none", "right", keys.CONTACT, b"{}"),
        ("right", "", keys.CONTACT, b"{}"),
        ("right", "AAAA", keys.CONTACT, b"{}"),
        ("right", "not base64!", keys.CONTACT, b"{}"),
        ("right", base64url.encode(bytes(64)), keys.CONTACT, b"{}"),
        ("right", base64url.encode(b"\xff" * 64), keys.CONTACT, b"{}"),
    ],
)
def test_any_other_signature_is_wrong(public: str, signature: str, context: str, body: bytes) -> None:
    own, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    right = keys.sign(own, keys.CONTACT, b"{}")
    publics = {
        "right": keys.public_text(own.public_key()),
        "other": keys.public_text(other.public_key()),
        "none": "AAAA",
    }
    assert keys.verify(publics["right"], right, keys.CONTACT, b"{}")
    given = {"right": right, "bent": flipped(right)}.get(signature, signature)
    assert not keys.verify(publics[public], given, context, body)


def test_no_purpose_can_be_mistaken_for_another() -> None:
    """A line's end parts the purpose from the body, so none may hold one, or begin another."""
    contexts = [keys.CONTACT, keys.ACKNOWLEDGEMENT, keys.ENROLMENT, keys.NEW_KEY]
    assert len({context.partition("\n")[0] for context in contexts}) == 4


POINT = base64url.decode(VECTORS["page_public"])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00",
        POINT[:-1],
        POINT + b"\x00",
        b"\x02" + POINT[1:33],  # compressed: the same point in another spelling
        b"\x06" + POINT[1:],
        POINT[:-1] + bytes([POINT[-1] ^ 1]),  # not on the curve
        b"\x04" + bytes(64),
        b"\x04" + b"\xff" * 64,
    ],
)
def test_what_is_no_point_of_the_curve_is_no_key(raw: bytes) -> None:
    with pytest.raises(WrongKey):
        keys.public_key(base64url.encode(raw))


@pytest.mark.parametrize("text", ["", "é", " " + VECTORS["page_public"], VECTORS["page_public"] + "="])
def test_a_key_has_one_spelling(text: str) -> None:
    with pytest.raises(WrongKey):
        keys.public_key(text)


def test_a_keys_short_name_is_the_beginning_of_its_digest() -> None:
    # By `openssl dgst -sha256` over the 65 bytes of the point.
    assert keys.key_id(VECTORS["page_public"]) == "b18b86ce1389e46d"


def test_a_file_in_the_folders_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("precious")
    with pytest.raises((NotADirectoryError, FileExistsError)):
        keys.load_or_make(tmp_path / "keys")
    assert (tmp_path / "keys").read_text() == "precious"
