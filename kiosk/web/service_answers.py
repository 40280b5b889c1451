"""What the one-stop system reads of each service that it announced."""

from base64 import b64encode
from typing import Any

from flask import current_app

from ..errors import KioskError
from ..printing import links
from ..services.announcements import Stored
from .errors import as_json

LONGEST_CODE = 64  # of a refused item no more is given back
FORMS = ("svg", "png")


def as_item(value: Any, outcome: Stored | KioskError, form: str | None) -> dict[str, Any]:
    """The answer to one item as it was sent; form: of the image that is asked for, or None."""
    if isinstance(outcome, KioskError):
        dossier = value.get("dossier") if isinstance(value, dict) else None
        named = dossier[:LONGEST_CODE] if isinstance(dossier, str) else None
        return {"dossier": named, "status": "refused", **as_json(outcome)}
    url = outcome.token and links.receipt_url(current_app.config["BASE_URL"], outcome.token)
    item = {
        "dossier": outcome.dossier,
        "status": "stored",
        "receipt": url,
        "receipt_until": outcome.until.isoformat(),
    }
    return item if form is None else {**item, "code": url and image(url, form)}


def image(url: str, form: str) -> str:
    """The link's QR code as SVG text, or as PNG in an address of its own."""
    if form == "svg":
        return links.qr_svg(url).decode("ascii")
    return "data:image/png;base64," + b64encode(links.qr_png(url)).decode("ascii")
