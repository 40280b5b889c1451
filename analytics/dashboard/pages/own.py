"""An officer's own figures: first theirs, with n and interval, and what may be expected of them."""

from collections.abc import Sequence

from ... import terms
from ...disclosure import State
from ...editions import Edition, Row
from ...fairness import Improvement
from ...listing import cell_text, interval_text
from ...pictures.funnel import Funnel
from ...picturing import funnel_of
from ...words import Words
from ..library import find_row
from ..parts import Card, Line, Page, Section, Table
from . import improved, wording


def page(
    edition: Edition,
    officer: str,
    earlier: Sequence[Edition],
    words: Words,
    better: Improvement | None = None,
) -> Page:
    """earlier: months before, newest first, this one not among them. better: that the officer has
    improved and stayed so."""
    _ = words.gettext
    row = find_row(edition, "officer", officer)
    name = wording.title_of(edition, words)
    if row is None:
        return Page(
            _("{period}: no ratings of yours", period=name),
            wording.days_of(edition, words),
            (contest(edition, words),),
        )
    return Page(
        _title(row, name, words),
        wording.under(edition, row, words),
        (*improved.of_own(better, words), *_sections(edition, row, earlier, words)),
        cards=_cards(row, words),
    )


def _title(row: Row, name: str, words: Words) -> str:
    _ = words.gettext
    cell, figure = row.satisfaction, cell_text(row.satisfaction, words)
    if cell.state is State.WITHHELD:
        return _("{period}: the rate may not be shown, since it would tell other figures", period=name)
    if wording.is_kept_back(cell):
        return _("{period}: {rate} satisfied", period=name, rate=figure)
    if cell.share is None:
        return _("{period}: {figure}", period=name, figure=figure)
    verdict = wording.verdict(row, words)
    return _("{period}: {rate} satisfied, {verdict}", period=name, rate=figure, verdict=verdict)


def _cards(row: Row, words: Words) -> tuple[Card, ...]:
    _, found = words.gettext, row.comparison
    interval = interval_text(row.satisfaction, words)
    own = Card(
        _("Your satisfaction rate"),
        cell_text(row.satisfaction, words),
        ((_("{interval}, interval of 95 %", interval=interval),) if interval else ())
        + (f"n = {words.number(row.satisfaction.n)}",),
        row.satisfaction.share is None,
    )
    expected = found.expected if found else None
    expectation = Card(
        _("To be expected of your procedures"),
        "–" if expected is None else words.percent(expected),
        (_why_no_expectation(row, words) or _("what others' citizens say of the same procedures"),),
        expected is None,
    )
    left_out = Card(
        _("Not counted"),
        words.number(row.left_out),
        tuple(f"{words.number(p.n)} {terms.cause(p.cause, words)}" for p in row.not_counted)
        or (_("nothing was left out"),),
    )
    return own, expectation, left_out


def _why_no_expectation(row: Row, words: Words) -> str:
    """Why there is nothing to expect; '' where there is."""
    if row.comparison and row.comparison.expected is not None:
        return ""
    if wording.is_kept_back(row.satisfaction):
        return words.gettext("Not compared: the rate may not be told, or only within bounds.")
    return words.gettext("Not enough answers to say.")


def _sections(edition: Edition, row: Row, earlier: Sequence[Edition], words: Words) -> list[Section]:
    _ = words.gettext
    picture = funnel_of(edition, "officer", words, row.key) if row.satisfaction.share else None
    found = []
    if picture is not None:
        found.append(
            Section("funnel", _("Among all officers"), _about_marks(row, picture, words), picture)
        )
    rows = [(one, find_row(one, "officer", row.key)) for one in (edition, *earlier)]
    lines = tuple(
        Line(
            wording.title_of(one, words),
            (of.satisfaction, wording.verdict(of, words), of.left_out),
            marked=one is edition,
        )
        for one, of in rows
        if of is not None
    )
    columns = (_("Satisfaction rate"), _("Verdict"), _("Not counted"))
    found.append(Section("months", _("Your months"), (), None, Table(_("Period"), columns, lines)))
    found.append(contest(edition, words))
    return found


def _about_marks(row: Row, picture: Funnel, words: Words) -> tuple[str, ...]:
    _, own = words.gettext, row.comparison.rate if row.comparison else None
    others = any(not mark.own for mark in picture.shown())
    said = (
        _(
            "Each ring is a colleague, without a name. Within the limits differences are what"
            " chance brings."
        )
        if others
        else _("No colleague has enough ratings in this period to be drawn here.")
    )
    if own is None:
        return (said,)
    standardised = _(
        "Your mark is the standardised rate, {rate}: what yours would be with everybody's procedures.",
        rate=words.percent(own),
    )
    return said, standardised


def contest(edition: Edition, words: Words) -> Section:
    """How to object, and what happens then."""
    _ = words.gettext
    steps = (
        _("You may contest a period, never a single rating: nobody can tell who gave which."),
        _("Write to the head of your unit and name the edition: {edition}.", edition=edition.name),
        _("Somebody else than your superior decides; what is corrected appears as a dated restatement."),
    )
    return Section("contest", _("If you do not agree"), steps)
