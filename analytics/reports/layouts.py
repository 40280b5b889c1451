"""Which sections a report has, in which order, in each of its layouts.

A week is read within a minute: words, the weeks, reasons, who stands out. A month and longer says the
rest as well, pictures before the long tables.
"""

from collections.abc import Callable, Mapping

from ..words import Words
from . import pictured, sections, simplifying
from .excerpt import Excerpt
from .model import Section
from .simplifying import SIMPLIFY
from .trust import trust
from .unit_procedures import unit_procedures

FULL, POINTS = "full", "766"


def _full(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    return (
        *sections.officers(excerpt, words),
        *sections.targets(excerpt, words),
        *sections.changed(excerpt, words),
        *(_week(excerpt, words) if excerpt.is_week else _longer(excerpt, words)),
        *unit_procedures(excerpt, words),
        *sections.compared_sheets(excerpt, words),
        *trust(excerpt, words),
        *sections.reading(words),
        *sections.tables(excerpt, words),
    )


def _week(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    return (
        *pictured.compared(excerpt, words),
        *pictured.trend(excerpt, words),
        *sections.left_out(excerpt, words),
        *pictured.reasons(excerpt, words),
    )


def _longer(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    return (
        *pictured.trend(excerpt, words),
        *sections.left_out(excerpt, words),
        *pictured.reasons(excerpt, words),
        *(sections.elements(excerpt, words) if excerpt.place.reasons else ()),
        *sections.points(excerpt, words, by_unit=False),
        *pictured.compared(excerpt, words),
        *pictured.response(excerpt, words),
        *pictured.hours(excerpt, words),
    )


def _points(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    return sections.points(excerpt, words, by_unit=True)


LAYOUTS: Mapping[str, Callable[[Excerpt, Words], tuple[Section, ...]]] = {
    FULL: _full,
    POINTS: _points,
    "elements": sections.elements,
    SIMPLIFY: simplifying.sections,
}
