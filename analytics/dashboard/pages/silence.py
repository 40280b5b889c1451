"""Who was asked, who answered, and what all might have said."""

from ... import terms
from ...asked import Row as AskedRow
from ...editions import Edition
from ...listing import services_text
from ...pictures.silence import Silence, parts
from ...picturing import silence_of
from ...words import Words
from ..address import Choice
from ..parts import Line, Page, Section, Table, Value
from . import wording


def page(choice: Choice, words: Words) -> Page:
    """Response rate first; then the bounds; then by ending and way of asking."""
    _, edition, row = words.gettext, choice.edition, choice.row
    name = wording.title_of(edition, words)
    share = row.response.share
    title = (
        _("{period}: {rate} of those served answered", period=name, rate=words.percent(share.value))
        if share
        else _("{period}: the response rate cannot be told", period=name)
    )
    picture = silence_of(name, row, words)
    sections = [
        Section(
            "silence",
            _("What the silent might have said"),
            (
                picture.sentence(),
                _("No number of answers narrows this, only asking more of those who come.")
                if picture.bounds
                else "",
            ),
            picture if picture.bounds else None,
            _bounds_table(picture, words),
        )
    ]
    if choice.key is None and edition.asked:
        sections.append(_asked(edition, words))
    return Page(title, wording.under(edition, row, words), tuple(sections))


def _bounds_table(picture: Silence, words: Words) -> Table | None:
    _, bounds = words.gettext, picture.bounds
    if bounds is None:
        return None
    lines = tuple(Line(name, (n, words.percent(share))) for name, n, share in parts(bounds, words))
    return Table(_("Of all services"), (_("Count"), _("Share")), lines)


def _asked(edition: Edition, words: Words) -> Section:
    _, ways = words.gettext, edition.asked[0].ways
    columns = (_("Finished"), *(terms.way(way.name, words) for way in ways), _("Response rate"))
    lines = tuple(
        Line(
            terms.ending(row.ending, words),
            (
                row.finished,
                *(_part(way.answered, way.asked, words) for way in row.ways),
                services_text(row.rate, words) if was_asked(row) else not_asked(words),
            ),
            marked=row.ending == "total",
        )
        for row in edition.asked
    )
    said = (
        _(
            "Answered, of those who were asked that way. Whoever had a dossier refused or returned"
            " is asked as well."
        ),
    )
    return Section(
        "asked", _("Who was asked"), said, None, Table(_("How the service ended"), columns, lines)
    )


def was_asked(row: AskedRow) -> bool:
    """Whether anybody whose service ended so was asked at all; else nobody failed to answer."""
    return any(way.asked for way in row.ways)


def not_asked(words: Words) -> str:
    """In place of a response rate."""
    why = words.gettext("nobody was asked")
    return f"– ({why})"


def _part(answered: int, asked: int, words: Words) -> Value:
    if not asked:
        return "–"
    return words.gettext("{count} of {all}", count=words.number(answered), all=words.number(asked))
