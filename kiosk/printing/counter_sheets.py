"""Sheets that hang or stand at a counter: posters and table tents, and the code alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .. import i18n
from ..catalogue.lookup import Place
from ..errors import N_
from . import links
from .typesetting import breakable, typeset, unbroken


@dataclass(frozen=True)
class Kind:
    """One kind of sheet: its name in addresses and files, what staff call it, and its page in mm."""

    name: str
    label: str
    template: str
    width: int
    height: int


KINDS = {
    kind.name: kind
    for kind in (
        Kind("poster-a4", N_("Poster, A4"), "poster", 210, 297),
        Kind("poster-a5", N_("Poster, A5"), "poster", 148, 210),
        Kind("tent", N_("Table tent, A4 to fold"), "tent", 210, 297),
    )
}
TITLE = N_("Code for rating")
QUESTION = N_("Were you satisfied with this service?")
QUIET = N_("Anonymous. The officer at the counter cannot see your answer.")
WORDS = {
    "question": QUESTION,
    "quiet": QUIET,
    "satisfied": N_("Satisfied"),
    "unsatisfied": N_("Not satisfied"),
    "scan": N_("Scan the code with your phone and answer in a few seconds."),
    "address": N_("Or open this address"),
    "fold": N_("Fold here"),
}
STEPS = (
    N_("Open the camera of your phone"),
    N_("Point it at this code"),
    N_("Touch the link and choose an answer"),
)


def counter_sheets(kind: Kind, places: Sequence[Place], base_url: str) -> bytes:
    """A PDF with one page for each of the counters, in their order."""
    words: dict[str, Any] = {name: in_both(text) for name, text in WORDS.items()}
    words["steps"] = [in_both(text) for text in STEPS]
    return typeset(
        kind.template,
        {
            "title": i18n.translate("vi", TITLE),
            "width": kind.width,
            "height": kind.height,
            "words": words,
            "sheets": [_sheet(place, base_url) for place in places],
        },
    )


def in_both(text: str, **values: object) -> dict[str, str]:
    """A text of the catalogue in every language, ready to be set."""
    return {locale: unbroken(i18n.translate(locale, text, **values)) for locale in i18n.LOCALES}


def _sheet(place: Place, base_url: str) -> dict[str, str]:
    url = links.counter_url(base_url, place.counter_id)
    named = [place.counter, place.field] if place.field else [place.counter]
    return {
        "centre": breakable(place.centre),
        "counter": breakable(" · ".join(named)),
        "url": url,
        "address": links.without_scheme(url),
        "code": _code(url),
    }


@lru_cache(maxsize=256)
def _code(url: str) -> str:
    """The code's picture, made once for all kinds of sheets: it takes longer than the sheet."""
    return links.qr_svg(url).decode()
