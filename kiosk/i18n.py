"""Words, numbers and dates in the reader's language. English stands in the code; the
catalogues in translations/ hold the rest and are read as they are, without a build step."""

import gettext
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

LOCALES = ("vi", "en")  # the first is what a citizen sees unasked
SOURCE_LOCALE = "en"
NAMES = {"vi": "Tiếng Việt", "en": "English"}
WORDS = frozenset({"expected", "kind"})  # values that are themselves words of the catalogue
FOLDER = Path(__file__).parent / "translations"


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """The catalogue of a locale in LOCALES; for the source language, the words themselves."""
    if locale == SOURCE_LOCALE:
        return gettext.NullTranslations()
    with (FOLDER / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=locale)
    binary = io.BytesIO()
    write_mo(binary, messages)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def translate(locale: str, text: str, **values: object) -> str:
    """The text in that language, with its {values} filled in as `written` gives them."""
    return catalogue(locale).gettext(text).format_map(written(locale, values))


def written(locale: str, values: Mapping[str, object]) -> dict[str, object]:
    """Days, durations and whole numbers as the reader writes them, and those values that are words of
    the catalogue in the reader's language; everything else as it was given."""
    return {name: _written(locale, name, value) for name, value in values.items()}


def _written(locale: str, name: str, value: object) -> object:
    if isinstance(value, timedelta):
        return duration(locale, value)
    if isinstance(value, date):
        return day(locale, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(locale, value)
    if name in WORDS and isinstance(value, str) and value:
        return catalogue(locale).gettext(value)
    return value


def choose(wanted: str | None, accepted: Iterable[str] = ()) -> str:
    """The locale asked for, else the first accepted one that exists, else Vietnamese."""
    for locale in (wanted, *accepted):
        if locale and locale[:2] in LOCALES:
            return locale[:2]
    return LOCALES[0]


def number(locale: str, value: float) -> str:
    """A number with the reader's separators: 1.234,5 in Vietnamese."""
    return str(format_decimal(value, locale=locale))


def day(locale: str, value: date) -> str:
    """A date as the reader writes it: 19/08/2026 in Vietnamese."""
    return str(format_date(value, "dd/MM/yyyy" if locale == "vi" else "d MMM yyyy", locale=locale))


def moment(locale: str, instant: datetime) -> str:
    """A local instant as the reader writes it: 09:30 19/08/2026 in Vietnamese."""
    return f"{instant:%H:%M} {day(locale, instant)}"


def duration(locale: str, value: timedelta) -> str:
    """How long, in the largest unit of which there are two or more, without the rest.

    >>> duration("en", timedelta(hours=47))
    '47 hours'
    >>> duration("vi", timedelta(days=3))
    '3 ngày'
    """
    seconds = int(value.total_seconds())
    # Babel holds the long words of English, and of Vietnamese the short ones, which are the same.
    length: Literal["short", "long"] = "long" if locale == "en" else "short"
    for unit, one in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * one:
            return str(format_unit(seconds // one, f"duration-{unit}", length, locale=locale))
    return str(format_unit(seconds, "duration-second", length, locale=locale))
