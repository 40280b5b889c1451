"""A report as PDF, set by typst: text that is text, tagged and outlined after PDF/UA-1.

What a report holds reaches the template as JSON, never as markup. The same report gives the same
bytes: the date is the edition's, and no font is the machine's.
"""

import json
import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ..words import Words
from .model import Column, Item, Kind, Picture, Report, Section, Table, unbroken

_FONTS = Path(__file__).parents[1] / "fonts"
_TEMPLATES = Path(__file__).parent / "templates"
_NO_LETTER = "could not be displayed"  # typst's words
_FACE = "Be Vietnam Pro"
# Of columns, in millimetres, where rows have several lines: names and verdicts take what is left.
_WIDTHS = {
    Kind.COUNT: 14.5,
    Kind.RANGE: 22,
    Kind.MEAN: 20,
    Kind.SHARE: 20,
    Kind.POINTS: 17,
    Kind.DAY: 20,
}
_LEAST_SCALE = 0.3  # where lower, intervals would be dots at one end of a long line
# No Vietnamese or English word is as long; what is longer may be broken after so many characters.
_UNBROKEN = re.compile(r"\S{20}(?=\S)")


def as_pdf(report: Report) -> bytes:
    """The report on A4 pages.

    Where a name holds a letter that no font here has, a box stands for it and the file cannot
    claim the standard.
    """
    compiler = typst.Compiler(
        _TEMPLATES / "report.typ", root=_TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
    )
    told = json.dumps(_data(report), ensure_ascii=False)
    inputs = {"data": unbroken(told)}
    try:
        made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=0)
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
        made = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)
    assert isinstance(made, bytes)  # noqa: S101 (what `format="pdf"` without `output` gives)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_FONTS])


def _data(report: Report) -> dict[str, Any]:
    words = Words(report.lang)
    _ = words.gettext
    return {
        "lang": report.lang,
        "title": report.title,
        "place": report.place,
        "period": report.period,
        "warning": report.warning,
        "headline": report.headline,
        "basis": report.basis,
        "to_do": report.to_do,
        "figures": [
            {"label": one.label, "text": one.text, "about": one.about} for one in report.figures
        ],
        "sections": [_section(one, words) for one in report.sections if one.on_paper],
        "colophon": report.colophon,
        "day": [report.day.year, report.day.month, report.day.day],
        "words": {
            "what_to_do": _("What to do"),
            "made": _("How this was made"),
            "pages": _("pages"),
            "kind": _("Citizens' satisfaction"),
        },
    }


def _section(section: Section, words: Words) -> dict[str, Any]:
    return {
        "title": section.title,
        "small": section.small,
        "texts": section.texts,
        "points": section.points,
        "pictures": [_picture(one) for one in section.pictures],
        "tables": [_table(one, words) for one in section.tables],
    }


def _picture(picture: Picture) -> dict[str, str]:
    return {
        "title": picture.title,
        "description": picture.description,
        "svg": picture.svg.replace("DejaVu Sans", _FACE),
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    begin, whole = _scale(table), table.rows
    kept = len(whole) - table.totals
    if table.most_on_paper is not None and kept > table.most_on_paper:
        table = replace(table, rows=(*whole[: table.most_on_paper], *whole[kept:]))
    return {
        "title": table.title,
        "note": _note(table, len(whole) - len(table.rows), words),
        "totals": table.totals,
        "compact": table.compact,
        "columns": [_column(one) for one in table.columns],
        "rows": [[_item(item, begin, words) for item in row] for row in table.rows],
    }


def _note(table: Table, left_out: int, words: Words) -> str:
    if not left_out:
        return table.note
    more = words.gettext("Another {count} stand in the spreadsheet.", count=words.number(left_out))
    return f"{more} {table.note}".strip()


def _column(column: Column) -> dict[str, Any]:
    return {
        "head": column.head,
        "number": column.is_number,
        "wide": column.wide,
        "share": column.kind is Kind.SHARE,
        "width": _WIDTHS.get(column.kind, 0),
    }


def _drawn(table: Table) -> list[Item]:
    return [item for row in table.rows for item in row if item.interval and item.value is not None]


def _scale(table: Table) -> float:
    """Where the small pictures of a table begin: a whole tenth below every interval, at most 0.5."""
    lows = [item.interval.low for item in _drawn(table) if item.interval]
    return min([0.5, *(int(low * 10) / 10 for low in lows)])


def _item(item: Item, begin: float, words: Words) -> dict[str, Any]:
    told = item.value is not None
    found: dict[str, Any] = {"text": _breakable(item.text), "below": item.below, "told": told}
    if item.interval and isinstance(item.value, float):
        found["below"] = words.interval(item.interval)
    if item.interval and isinstance(item.value, float) and begin >= _LEAST_SCALE:
        found["marks"] = [
            (share - begin) / (1 - begin)
            for share in (item.interval.low, item.value, item.interval.high)
        ]
    return found


def _breakable(text: str) -> str:
    return _UNBROKEN.sub(
        lambda found: found[0] + "\N{ZERO WIDTH SPACE}", unicodedata.normalize("NFC", text)
    )
