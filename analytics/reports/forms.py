"""A report as a file, in each of its forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..words import Words
from .contents import make_report
from .delimited import as_csv
from .excerpt import Excerpt
from .layouts import FULL
from .letter import as_html
from .model import Report
from .spreadsheet import as_xlsx
from .typesetting import as_pdf

WORKBOOK = "xlsx"
FORMS = ("pdf", WORKBOOK, "csv", "html")
MEDIA_TYPES = {"pdf": "application/pdf"}
_WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "pdf": as_pdf,
    WORKBOOK: as_xlsx,
    "html": lambda report: as_html(report).encode(),
}


@dataclass(frozen=True)
class Wish:
    """How reports are wanted: one of FORMS, one of LAYOUTS, one of LANGUAGES.

    officers: with the rows of a unit's officers, which none but a workbook for their head has.
    """

    form: str = "pdf"
    layout: str = FULL
    lang: str = "vi"
    officers: bool = False


def as_file(excerpt: Excerpt, wish: Wish) -> bytes:
    """The excerpt as a file."""
    words = Words(wish.lang)
    if wish.form == "csv":
        return as_csv(excerpt, words)
    return _WRITERS[wish.form](make_report(excerpt, words, wish.layout))


def file_name(excerpt: Excerpt, wish: Wish) -> str:
    """What the file is called, with what of the wish is not the usual."""
    parts = [excerpt.edition.name, excerpt.place.key or excerpt.place.kind]
    parts += [wish.layout] if wish.layout != FULL else []
    parts += ["officers"] if wish.officers else []
    parts += [wish.lang] if wish.lang != Wish.lang else []
    return f"{'-'.join(parts)}.{wish.form}".replace("/", "_").replace("\\", "_")
