"""The optional question of trust: an index of its own, and where it was not asked, that in words."""

from collections.abc import Sequence

from ...counts import TOTAL
from ...editions.model import Trust
from ...indices import asking_breaks
from ...listing import trust_answered_text
from ...pictures.cells import figure_text, week_text
from ...terms import period as period_text
from ...weeks import Period, Week
from ...words import Words
from ..parts import Line, Section, Table

WEEKS = 26
TOLD_OF = (TOTAL, "unit")
Point = tuple[Week, Trust | None]


def section(trust: Trust | None, points: Sequence[Point], words: Words) -> Section:
    """What was answered in the period; the weeks since it was first asked, newest first, and where
    their series begins or ends."""
    _ = words.gettext
    if not any(one for _week, one in points):
        return Section("trust", _("Trust"), (_("Not asked in this period."),))
    said = (
        _("Not asked in this period.") if trust is None else said_of(trust, words),
        _("“Do you trust that your case is handled lawfully and fairly?”"),
        _("The share of yes among those who said yes or no."),
        _("It is asked after the rating and may be skipped; it is mixed with no other rate."),
    )
    lines = tuple(_line(week, one, words) for week, one in reversed(points))
    table = Table(_("Week"), (_("Trust"), _("Ratings that answered")), lines)
    return Section("trust", _("Trust"), said, table=table, notes=_notes(points, words), folded=True)


def said_of(trust: Trust, words: Words) -> str:
    """The share with interval and base, and how many of those who rated while it was asked answered."""
    return words.gettext(
        "{figure}; {share} of {raters} ratings answered it.",
        figure=figure_text(trust.cell, words),
        share=trust_answered_text(trust.cell.n, trust.raters, words),
        raters=words.number(trust.raters),
    )


def not_asked(words: Words) -> str:
    """In place of a figure; in brackets, so that it stands at the edge where figures do."""
    return f"({words.gettext('not asked')})"


def _line(week: Week, trust: Trust | None, words: Words) -> Line:
    if trust is None:
        return Line(week_text(week, words), (not_asked(words), ""))
    return Line(
        week_text(week, words), (trust.cell, trust_answered_text(trust.cell.n, trust.raters, words))
    )


def _notes(points: Sequence[Point], words: Words) -> tuple[str, ...]:
    _ = words.gettext
    asked: dict[Period, bool] = {week: trust is not None for week, trust in points}
    found = []
    for period in asking_breaks(asked.items()):
        name = period_text(period, words)
        if asked[period]:
            found.append(_("Asked from {period} on: another series begins.", period=name))
        else:
            found.append(_("No longer asked from {period} on: the series ends.", period=name))
    return tuple(found)
