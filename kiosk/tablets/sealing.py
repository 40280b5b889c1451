"""What a tablet holds until it is delivered is sealed: only the server can read it.

The officer at the counter may open the browser's developer tools; what lies there tells
neither the answer nor the time. A page makes one ephemeral key when it is loaded; the shared
secret of that and the server's key gives one AES key for the page's life.

Source: ECIES as in SEC 1 v2, section 5.1, with HKDF (RFC 5869) and AES-GCM (SP 800-38D).
"""

import json
import os
from functools import lru_cache
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ..errors import KioskError
from ..errors.tablets import Unreadable
from ..storage import base64url, keys

INFO = b"hailong-seal-1"
BLOCK_BYTES = 512  # nearly every entry has this length, so that length tells nothing
_IV_BYTES = 12


class Label(NamedTuple):
    """What is legible on the outside of a sealed entry, and cannot be changed unnoticed."""

    device_id: str
    sequence: int
    rating_id: str

    def as_bytes(self) -> bytes:
        """The additional data of the seal."""
        return f"{self.device_id}|{self.sequence}|{self.rating_id}".encode()


class Envelope(NamedTuple):
    """A sealed entry's three parts, each base64url: ephemeral public key, iv, ciphertext."""

    key: str
    iv: str
    sealed: str


def seal(sealing_key: str, page: ec.EllipticCurvePrivateKey, label: Label, content: Any) -> Envelope:
    """Seal `content` (anything JSON holds) for the server, as the tablet's script does.

    page: the page's ephemeral key. Raises WrongKey for what is no public key.
    """
    own = keys.public_text(page.public_key())
    secret = page.exchange(ec.ECDH(), keys.public_key(sealing_key))
    iv = os.urandom(_IV_BYTES)
    plain = json.dumps(content, ensure_ascii=False).encode()
    plain = plain.ljust(-(-len(plain) // BLOCK_BYTES) * BLOCK_BYTES)
    sealed = AESGCM(_derive(secret, own)).encrypt(iv, plain, label.as_bytes())
    return Envelope(own, base64url.encode(iv), base64url.encode(sealed))


def open_sealed(sealing: ec.EllipticCurvePrivateKey, label: Label, envelope: Envelope) -> bytes:
    """The sealed JSON with its padding.

    Raises Unreadable if it was sealed for another key, is damaged, or carries another label.
    """
    try:
        cipher = _cipher(sealing, envelope.key)
        iv, sealed = base64url.decode(envelope.iv), base64url.decode(envelope.sealed)
        return cipher.decrypt(iv, sealed, label.as_bytes())
    except (ValueError, InvalidTag, KioskError) as error:
        raise Unreadable("sealed") from error


@lru_cache(maxsize=4096)
def _cipher(sealing: ec.EllipticCurvePrivateKey, page_key: str) -> AESGCM:
    """One for each page that is open somewhere: the exchange costs more than the opening."""
    return AESGCM(_derive(sealing.exchange(ec.ECDH(), keys.public_key(page_key)), page_key))


def _derive(secret: bytes, page_key: str) -> bytes:
    salt = base64url.decode(page_key)
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=INFO).derive(secret)
