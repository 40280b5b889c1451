"""The server's own two keys, and signatures as browsers make them.

One key signs acknowledgements, the other opens what tablets seal. Both are P-256, because that
is what every browser's WebCrypto can do. Their files are as precious as the record: without
the sealing key nobody ever reads what tablets still hold.
"""

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ..errors.tablets import WrongKey
from . import base64url
from .secret_files import write_once

CONTACT = "hailong-contact-1"  # a signature made for one purpose serves no other
ACKNOWLEDGEMENT = "hailong-ack-1"
ENROLMENT = "hailong-enrol-1"
FORMERLY = "hailong-formerly-1"
NEW_KEY = "hailong-key-1"
KIT = "hailong-kit-1"
OFFERS = "hailong-offers-1"  # a tablet asks what was finished at its counter
OFFERED = "hailong-offered-1"  # what it is told

NAMES = ("ack.key", "sealing.key")
_HALF = 32  # bytes of r and of s
_CURVE = ec.SECP256R1()
_HASH = ec.ECDSA(hashes.SHA256())


class KeysMissing(Exception):
    """Tablets are paired with keys that are no longer there; the message says what to do."""


class ServerKeys:
    """The key that signs acknowledgements and the key that opens seals."""

    def __init__(self, signing: ec.EllipticCurvePrivateKey, sealing: ec.EllipticCurvePrivateKey) -> None:
        self._signing = signing
        self.sealing = sealing
        self.signing_key = public_text(signing.public_key())
        self.sealing_key = public_text(sealing.public_key())
        self._secrets: dict[str, bytes] = {}  # by purpose; deriving one costs more than using it

    def sign(self, context: str, body: bytes) -> str:
        """The server's signature of the body for that purpose, base64url of 64 bytes."""
        return sign(self._signing, context, body)

    def name(self, purpose: str, *parts: object) -> str:
        """What only this server can make of these parts: HMAC-SHA256, 64 hexadecimal digits.

        purpose: the HKDF's info, so that a name made for one purpose says nothing of another.
        The same parts have the same name as long as the sealing key lives.
        """
        message = "|".join(map(str, parts)).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret(purpose), message, hashlib.sha256).hexdigest()

    def _secret(self, purpose: str) -> bytes:
        if purpose not in self._secrets:
            scalar = self.sealing.private_numbers().private_value.to_bytes(_HALF, "big")
            hkdf = HKDF(hashes.SHA256(), length=32, salt=None, info=purpose.encode("ascii"))
            self._secrets[purpose] = hkdf.derive(scalar)
        return self._secrets[purpose]


def load_or_make(folder: Path, *, may_make: bool = True) -> ServerKeys:
    """The keys in `folder`, made at the first start.

    Raises KeysMissing if one is absent and may not be made, or cannot be read.
    """
    return ServerKeys(*(_load_or_make(folder / name, may_make) for name in NAMES))


def _load_or_make(path: Path, may_make: bool) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        if not may_make:
            raise KeysMissing(
                f"{path} is missing, although tablets are paired: restore it from a backup, or run"
                " `kiosk new-keys` and pair every tablet again"
            )
        write_once(path, _pem(ec.generate_private_key(_CURVE)))
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise KeysMissing(f"{path} holds no key: restore it from a backup") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != _CURVE.name:
        raise KeysMissing(f"{path} holds another kind of key: restore it from a backup")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")


def public_text(key: ec.EllipticCurvePublicKey) -> str:
    """A public key as it travels: the uncompressed point, 65 bytes, base64url."""
    return base64url.encode(
        key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )


@lru_cache(maxsize=4096)
def public_key(text: str) -> ec.EllipticCurvePublicKey:
    """The key that `public_text` wrote; raises WrongKey for what is not a point of P-256."""
    try:
        raw = base64url.decode(text)
        if len(raw) != 1 + 2 * _HALF:  # a compressed point is shorter
            raise ValueError(text)
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)
    except ValueError as error:
        raise WrongKey("public_key") from error


def key_id(text: str) -> str:
    """A public key's short name: 16 hexadecimal digits of its digest. Raises as `public_key`."""
    public_key(text)
    return hashlib.sha256(base64url.decode(text)).hexdigest()[:16]


def sign(key: ec.EllipticCurvePrivateKey, context: str, body: bytes) -> str:
    """ECDSA with SHA-256 over `context`, a line's end and `body`; r and s, base64url."""
    r, s = decode_dss_signature(key.sign(_message(context, body), _HASH))
    return base64url.encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big"))


def verify(public: str, signature: str, context: str, body: bytes) -> bool:
    """Whether the holder of this public key signed the body for this purpose.

    A signature or key that is not one at all is False as well.
    """
    try:
        raw = base64url.decode(signature)
        if len(raw) != 2 * _HALF:
            return False
        r, s = int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big")
        public_key(public).verify(encode_dss_signature(r, s), _message(context, body), _HASH)
    except (ValueError, WrongKey, InvalidSignature):
        return False
    return True


def _message(context: str, body: bytes) -> bytes:
    return context.encode("ascii") + b"\n" + body
