"""What a reader sees: texts from the catalogue, numbers and dates in the reader's language."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources

from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from .rounding import half_up
from .stats.intervals import Interval
from .weeks import VIET_NAM

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}  # each in itself, the first by default
LANGUAGES = tuple(LANGUAGE_NAMES)
SOURCE_LANGUAGE = "en"  # the catalogue's keys are its texts
_FORMAT = {"vi": "vi", "en": "en_GB"}


@lru_cache
def _catalogue(lang: str) -> NullTranslations:
    if lang == SOURCE_LANGUAGE:
        return NullTranslations()
    path = resources.files(__package__) / "translations" / lang / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True)
class Words:
    """The words of one language, one of LANGUAGES; any other is answered in Vietnamese."""

    lang: str = "vi"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            object.__setattr__(self, "lang", "vi")

    def gettext(self, text: str, /, **values: object) -> str:
        """The text in this language, its `{name}` filled in."""
        translated = _catalogue(self.lang).ugettext(text)
        return translated.format_map(values) if values else translated

    def number(self, value: float, digits: int = 0) -> str:
        """A number with that many decimals and grouped thousands."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return numbers.format_decimal(half_up(value, digits), pattern, locale=_FORMAT[self.lang])

    def percent(self, share: float, digits: int = 1) -> str:
        """A share of 0 to 1 as percent, the sign behind a space that does not break."""
        return f"{self.number(share * 100, digits)}\N{NO-BREAK SPACE}%"

    def points(self, share: float) -> str:
        """A difference of shares in percentage points, with its sign and without the unit."""
        rounded = half_up(share * 100, 1)
        sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else "±"
        return sign + self.number(abs(share) * 100, 1)

    def weekday(self, number: int) -> str:
        """A weekday, short: 1 is Monday."""
        if self.lang == "vi":
            return "CN" if number == 7 else f"Thứ {number + 1}"
        return str(dates.get_day_names("abbreviated", locale=_FORMAT[self.lang])[number - 1])

    def interval(self, interval: Interval) -> str:
        """Both bounds in percent, without the sign."""
        return f"{self.number(interval.low * 100, 1)}–{self.number(interval.high * 100, 1)}"

    def day(self, day: date) -> str:
        """A civil day in figures."""
        return dates.format_date(day, "d/M/y", locale=_FORMAT[self.lang])

    def days(self, first: date, last: date) -> str:
        """A run of days, each part written once: 17–23/8/2026."""
        if first.year != last.year:
            return f"{self.day(first)}–{self.day(last)}"
        short = "d" if first.month == last.month else "d/M"
        return f"{dates.format_date(first, short, locale=_FORMAT[self.lang])}–{self.day(last)}"

    def instant(self, instant: datetime) -> str:
        """An instant on Viet Nam's clocks."""
        local = instant.astimezone(VIET_NAM)
        return dates.format_datetime(local, "HH:mm, d/M/y", locale=_FORMAT[self.lang])
