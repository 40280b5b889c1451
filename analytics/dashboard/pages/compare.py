"""Two periods of one row, or two rows of one period."""

from ... import terms
from ...editions import Edition, Row
from ...pictures.difference import Comparison, Side
from ...words import Words
from ..parts import Line, Page, Section, Table
from . import wording


def periods(edition: Edition, row: Row, other: Edition, old: Row, words: Words) -> Page:
    """The same row in two periods."""
    name = wording.name_of(row, words)
    one = Side(wording.title_of(edition, words), row.satisfaction)
    two = Side(wording.title_of(other, words), old.satisfaction)
    return _page(Comparison(name, one, two, words), wording.under(edition, row, words))


def rows(edition: Edition, row: Row, other: Row, words: Words) -> Page:
    """Two rows of one table: nobody is counted in both."""
    one = Side(wording.name_of(row, words), row.satisfaction)
    two = Side(wording.name_of(other, words), other.satisfaction)
    heading = f"{terms.dimension(row.kind, words)}, {wording.title_of(edition, words)}"
    return _page(Comparison(heading, one, two, words), wording.under(edition, row, words))


def alone(edition: Edition, row: Row, words: Words) -> Page:
    """Before anything was chosen to compare with."""
    _ = words.gettext
    title, under = _("Compare two periods or two rows"), wording.under(edition, row, words)
    said = (
        _("Two periods: choose the other one above."),
        _("Two rows of a table, as two units: open one of them on the page Tables, then come here."),
    )
    return Page(title, under, (Section("how", _("How to compare"), said),))


def _page(picture: Comparison, under: str) -> Page:
    words, one, other = picture.words, picture.one, picture.other
    _ = words.gettext
    said = [f"{picture.gap()}."] if picture.bounded else []
    notes = [
        _("The interval of the difference is Newcombe's; it is not the difference of the two intervals.")
    ]
    if picture.bounded and not picture.difference:
        notes.append(_("Dark bar: a figure that is told only within bounds lies somewhere on it."))
    lines = (Line(one.name, (one.cell,)), Line(other.name, (other.cell,)))
    section = Section(
        "difference",
        picture.name,
        (*said, picture.verdict()),
        picture,
        Table(_("What is compared"), (_("Satisfaction rate"),), lines),
        tuple(notes) if picture.bounded else (),
    )
    title = _(
        "{one} against {other}: {verdict}",
        one=one.name,
        other=other.name,
        verdict=picture.verdict().rstrip(".").lower(),
    )
    return Page(title, under, (section,))
