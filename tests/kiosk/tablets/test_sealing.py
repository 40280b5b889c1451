"""Sealed entries: opened by the server alone, and by nobody once anything about them is changed."""

import hashlib
import hmac
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.errors.tablets import Unreadable, WrongKey
from kiosk.storage import base64url, keys
from kiosk.tablets import sealing
from kiosk.tablets.sealing import Envelope, Label

PUBLISHED = Path(__file__).parents[2] / "published"
VECTORS = json.loads((PUBLISHED / "seal_vectors.json").read_text("utf-8"))
LABEL = Label(**VECTORS["label"])
ENVELOPE = Envelope(VECTORS["page_public"], VECTORS["iv"], VECTORS["sealed"])


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(text, 16), ec.SECP256R1())


SERVER, PAGE = private(VECTORS["server_private"]), private(VECTORS["page_private"])


def test_what_webcrypto_sealed_is_opened() -> None:
    plain = sealing.open_sealed(SERVER, LABEL, ENVELOPE)
    assert len(plain) == 512
    assert json.loads(plain) == VECTORS["content"]


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_vectors_are_what_webcrypto_computes() -> None:
    """But for the signature, which is a new one each time."""
    script = PUBLISHED / "seal_vectors.mjs"
    done = subprocess.run(["node", str(script)], capture_output=True, check=True, timeout=60)
    computed = json.loads(done.stdout)
    body = computed["body"].encode()
    assert keys.verify(computed["page_public"], computed["signature"], keys.CONTACT, body)
    assert computed | {"signature": ""} == VECTORS | {"signature": ""}


def test_the_key_is_derived_as_the_standard_says() -> None:
    """RFC 5869, by hand: extract with the page's key as salt, expand once."""
    secret = PAGE.exchange(ec.ECDH(), SERVER.public_key())
    assert secret.hex() == VECTORS["shared"]
    salt = base64url.decode(VECTORS["page_public"])
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    expanded = hmac.new(extracted, b"hailong-seal-1" + b"\x01", hashlib.sha256).digest()
    assert base64url.encode(expanded) == VECTORS["aes_key"]


def test_what_is_sealed_here_is_opened_here() -> None:
    content = {"kind": "rating", "satisfied": True, "name": "Nguyễn"}
    envelope = sealing.seal(VECTORS["server_public"], PAGE, LABEL, content)
    assert json.loads(sealing.open_sealed(SERVER, LABEL, envelope)) == content


@pytest.mark.parametrize("satisfied", [True, False])
def test_the_length_of_an_entry_tells_nothing(satisfied: bool) -> None:
    content = {"satisfied": satisfied, "officer_id": "A" * (3 if satisfied else 60)}
    envelope = sealing.seal(VECTORS["server_public"], PAGE, LABEL, content)
    assert len(base64url.decode(envelope.sealed)) == 512 + 16


def test_the_same_content_never_looks_the_same() -> None:
    envelopes = [sealing.seal(VECTORS["server_public"], PAGE, LABEL, {}) for _ in range(20)]
    assert len({one.iv for one in envelopes}) == len({one.sealed for one in envelopes}) == 20


def flip(text: str, at: int = 0) -> str:
    raw = bytearray(base64url.decode(text))
    raw[at] ^= 1
    return base64url.encode(bytes(raw))


OTHER = keys.public_text(private("1234").public_key())


@pytest.mark.parametrize(
    "changes",
    [
        {"device_id": "T8"},
        {"sequence": 411},
        {"rating_id": "0" * 32},
        {"key": OTHER},
        {"key": flip(ENVELOPE.key, 64)},
        {"key": ""},
        {"key": "not base64!"},
        {"iv": flip(ENVELOPE.iv)},
        {"iv": ""},
        {"iv": ENVELOPE.iv + "AAAA"},
        {"sealed": flip(ENVELOPE.sealed)},
        {"sealed": flip(ENVELOPE.sealed, -1)},
        {"sealed": ""},
        {"sealed": "AAAA"},
        {"sealed": ENVELOPE.sealed[:-2]},
        {"sealed": ENVELOPE.sealed + "!"},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_an_entry_that_was_touched_is_not_opened(changes: dict[str, Any]) -> None:
    label = LABEL._replace(**{k: v for k, v in changes.items() if k in Label._fields})
    envelope = ENVELOPE._replace(**{k: v for k, v in changes.items() if k in Envelope._fields})
    with pytest.raises(Unreadable):
        sealing.open_sealed(SERVER, label, envelope)


def test_another_servers_key_does_not_open_it() -> None:
    with pytest.raises(Unreadable):
        sealing.open_sealed(private("77"), LABEL, ENVELOPE)


def test_the_page_that_sealed_cannot_be_told_from_its_entries_alone() -> None:
    """Its own key does not open them: only the server's does."""
    with pytest.raises(Unreadable):
        sealing.open_sealed(PAGE, LABEL, ENVELOPE)


def test_nothing_is_sealed_for_what_is_no_key() -> None:
    with pytest.raises(WrongKey):
        sealing.seal("AAAA", PAGE, LABEL, {})
