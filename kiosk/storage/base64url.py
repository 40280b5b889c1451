"""Base64url without padding: how keys, signatures and sealed entries are written."""

import base64
import binascii


def encode(raw: bytes) -> str:
    """The text for these bytes.

    >>> encode(bytes([255, 254]))
    '__4'
    """
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes for this text.

    Raises ValueError for anything that `encode` would not have written: Python's own reader
    passes over characters it does not know, so that many texts would stand for one key.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(text[:40]) from error
    if encode(raw) != text:
        raise ValueError(text[:40])
    return raw
