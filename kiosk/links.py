"""Addresses that are printed, and their QR images."""

from urllib.parse import quote

import qrcode
from qrcode.image.svg import SvgPathImage


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


def badge_url(base_url: str, token: str) -> str:
    """The address in an officer's badge.

    >>> badge_url("https://hailong.example", "k2Jd0")
    'https://hailong.example/duty/b/k2Jd0'
    """
    return f"{base_url}/duty/b/{token}"


def qr_svg(text: str) -> bytes:
    """The text as a QR code in SVG: black on nothing, with its quiet zone of four modules.

    Error correction M (15 %): a poster gets scratched, and more would make the modules smaller.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    return bytes(code.make_image(image_factory=SvgPathImage).to_string())
