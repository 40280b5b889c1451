"""Slips for finished services, each with the one-time link that its service is rated by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import i18n
from ..errors import N_
from . import links
from .counter_sheets import QUESTION, QUIET, in_both
from .typesetting import breakable, typeset

PAPERS = ("roll", "a4")  # a page of 80 mm for each slip, or six of them to a sheet
TITLE = N_("Rating slips")
ONCE = N_("Scan to answer once, until {day}.")
DOSSIER = N_("Dossier")


@dataclass(frozen=True)
class Slip:
    """What stands on one slip.

    url: the receipt's link, which ends in its token. until: the last day it is answered on.
    """

    service_id: str
    url: str
    centre: str | None
    counter: str | None
    until: date


def slips(wanted: Sequence[Slip], paper: str) -> bytes:
    """A PDF with the slips in their order, on one of the PAPERS."""
    return typeset(
        "slip",
        {
            "title": i18n.translate("vi", TITLE),
            "paper": paper,
            "words": {
                "question": in_both(QUESTION),
                "quiet": in_both(QUIET),
                "dossier": in_both(DOSSIER),
            },
            "slips": [_slip(one) for one in wanted],
        },
    )


def _slip(one: Slip) -> dict[str, Any]:
    start, slash, token = links.without_scheme(one.url).rpartition("/")
    return {
        "centre": breakable(one.centre or ""),
        "counter": breakable(one.counter or ""),
        "url": one.url,
        "address": [start + slash, token],  # on two lines: a thing to type, not to read
        "code": links.qr_svg(one.url).decode(),
        "once": in_both(ONCE, day=one.until),
        "dossier": one.service_id,
    }
