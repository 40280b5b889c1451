"""Addresses that are printed, and their QR images."""

import struct
import zlib
from urllib.parse import quote

import qrcode
from qrcode.image.svg import SvgPathImage

LONGEST = 60  # characters of a link whose code, at error correction M, is read from 2 cm of print
TOKEN_LETTERS = 26  # of base32, for 128 bits


def counter_url(base_url: str, counter_id: str) -> str:
    """The address of a counter's page for phones.

    >>> counter_url("https://hailong.example", "H44.5-1")
    'https://hailong.example/p/H44.5-1'
    """
    return f"{base_url}/p/{quote(counter_id, safe='')}"


def receipt_url(base_url: str, token: str) -> str:
    """The address on a slip, by which one finished service is rated.

    >>> receipt_url("https://hailong.example", "MZXW6YTBOI3DEMZUGU3DOOBZGA")
    'https://hailong.example/k/MZXW6YTBOI3DEMZUGU3DOOBZGA'
    """
    return f"{base_url}/k/{token}"


def receipt_length(base_url: str) -> int:
    """How many characters every receipt's link has under this address."""
    return len(receipt_url(base_url, "A" * TOKEN_LETTERS))


def petition_url(base_url: str, place_id: str) -> str:
    """Where a matter about this counter or centre is left for follow-up.

    >>> petition_url("https://hailong.example", "H44.5-1")
    'https://hailong.example/y/H44.5-1'
    """
    return f"{base_url}/y/{quote(place_id, safe='')}"


def badge_url(base_url: str, token: str) -> str:
    """The address in an officer's badge.

    >>> badge_url("https://hailong.example", "k2Jd0")
    'https://hailong.example/duty/b/k2Jd0'
    """
    return f"{base_url}/duty/b/{token}"


def without_scheme(url: str) -> str:
    """The address as a person reads and types it.

    >>> without_scheme("https://hailong.example/p/H44.5-1")
    'hailong.example/p/H44.5-1'
    """
    return url.partition("://")[2]


def qr_svg(text: str) -> bytes:
    """The text as a QR code in SVG: black on nothing, with its quiet zone of four modules.

    Error correction M (15 %): a poster gets scratched, and more would make the modules smaller.
    """
    return bytes(_code(text).make_image(image_factory=SvgPathImage).to_string())


def qr_png(text: str, module: int = 20) -> bytes:
    """The same as PNG, black on white, each module so many pixels wide.

    Written by hand, one bit a pixel: a picture library for twenty lines would be the larger part.
    """
    rows = [
        b"".join((b"\0" if dark else b"\1") * module for dark in row) for row in _code(text).get_matrix()
    ]
    side = len(rows) * module
    packed = b"".join((b"\0" + _packed(row)) * module for row in rows)  # each line: no filter, its bits
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit of grey
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    return code


def _packed(bits: bytes) -> bytes:
    """Bytes of 0 and 1 as bits, the last byte filled up with zeros."""
    wide = -(-len(bits) // 8) * 8
    digits = bits.translate(bytes.maketrans(b"\0\1", b"01")).ljust(wide, b"0")
    return int(digits, 2).to_bytes(wide // 8, "big")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
