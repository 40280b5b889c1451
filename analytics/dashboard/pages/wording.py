"""Turns of phrase that several pages share."""

from collections.abc import Iterable
from textwrap import shorten

from ... import terms
from ...disclosure import BOUNDS, Cell, State
from ...editions import Edition
from ...editions import Row as EditionRow
from ...listing import full_name
from ...periods import parse
from ...pictures.cells import figure_text
from ...tables import Row
from ...words import Words
from ..parts import Value

LONGEST_NAME = 80  # letters in a title


def title_of(edition: Edition, words: Words) -> str:
    """A period as a title: Week 34/2026."""
    return terms.period(parse(edition.period), words)


def days_of(edition: Edition, words: Words) -> str:
    """The days that are counted: of a month and longer, whole weeks where it was so published."""
    return terms.days(parse(edition.period), edition.total.covers, words)


def name_of(row: Row, words: Words) -> str:
    """A row's name with what it belongs to."""
    return full_name(row.name, words) if row.name else terms.name_of(row, words)


def short(name: str) -> str:
    """For a title: some procedures' names are as long as a paragraph."""
    return shorten(name, LONGEST_NAME, placeholder=" …")


def figure(cell: Cell, words: Words) -> str:
    """A share with interval and base, in brackets as they stand in a sentence."""
    return figure_text(cell, words)


def is_kept_back(cell: Cell) -> bool:
    """Whether answers are enough, but the figure is not told, or only between which it lies."""
    return cell.state in (State.WITHHELD, State.BETWEEN, *BOUNDS)


def verdict(row: EditionRow, words: Words) -> str:
    """How the row stands against expectation; a figure that is kept back is not called missing."""
    code = row.comparison.verdict if row.comparison else "not_enough_data"
    if code == "not_enough_data" and is_kept_back(row.satisfaction):
        return words.gettext("not compared")
    return terms.verdict(code, words)


def key_to(values: Iterable[Value], words: Words) -> tuple[str, ...]:
    """What the words in place of figures mean: a line for each kind that occurs, few as they are."""
    _, found = words.gettext, list(values)
    states = {value.state for value in found if isinstance(value, Cell)}
    lines = []
    if State.WITHHELD in states or _("withheld") in found:
        lines.append(
            _(
                "Withheld: there are answers enough, but the figure would tell others, or what single"
                " citizens answered."
            )
        )
    if State.BETWEEN in states:
        lines.append(_("Two percentages: between them it lies, and no more may be told."))
    if states & set(BOUNDS):
        lines.append(_("≥ or ≤: all answers, or all but one, were alike."))
    return tuple(lines)


def under(edition: Edition, row: Row, words: Words) -> str:
    """Below a title: of which days and how many."""
    parts = [days_of(edition, words)]
    if row.services:
        parts.append(words.gettext("{count} services finished", count=words.number(row.services)))
    parts.append(words.gettext("{count} ratings counted", count=words.number(row.satisfaction.n)))
    return " · ".join(parts)
