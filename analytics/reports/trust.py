"""The optional question of trust in a report: words, and a table of the units where it was asked."""

from ..counts import TOTAL
from ..editions import Row
from ..editions.model import Trust
from ..indices import trust_answered
from ..listing import trust_answered_text
from ..pictures.cells import figure_text
from ..terms import name_of
from ..words import Words
from .excerpt import Excerpt
from .model import Column, Item, Kind, Section, Table
from .tables import count_item, share_item

_NAME = "trust"


def trust(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """What was answered, and for the spreadsheet by unit; nothing where it was not asked, which the
    colophon says."""
    found = excerpt.place.trust
    if found is None:
        return ()
    _ = words.gettext
    meaning = (
        _("“Do you trust that your case is handled lawfully and fairly?”"),
        _("The share of yes among those who said yes or no."),
        _("It is asked after the rating and may be skipped; it is mixed with no other rate."),
    )
    units = [row for row in excerpt.tables.get("unit", ()) if row.trust is not None]
    table = _table([*units, excerpt.place], words)
    return (
        Section(_("Trust"), (_said(found, words), " ".join(meaning)), in_letter=True),
        Section(_("Trust"), tables=(table,), on_paper=False),
    )


def _said(found: Trust, words: Words) -> str:
    return words.gettext(
        "{figure}; {share} of {raters} ratings answered it.",
        figure=figure_text(found.cell, words),
        share=trust_answered_text(found.cell.n, found.raters, words),
        raters=words.number(found.raters),
    )


def _table(rows: list[Row], words: Words) -> Table:
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True),
        Column(_("Trust"), Kind.SHARE),
        Column("n", Kind.COUNT),
        Column(_("Ratings that answered"), Kind.SHARE),
    )
    lines = tuple(_line(row, row.trust, words) for row in rows if row.trust is not None)
    totals = int(rows[-1].kind == TOTAL)
    return Table(_NAME, "", columns, lines, totals=totals, sheet=_("Trust"))


def _line(row: Row, found: Trust, words: Words) -> tuple[Item, ...]:
    name = name_of(row, words)
    cells = (share_item(found.cell, words), count_item(found.cell.n, words), _answered(found, words))
    return (Item(name, name), *cells)


def _answered(found: Trust, words: Words) -> Item:
    share = trust_answered(found.cell.n, found.raters)
    text = trust_answered_text(found.cell.n, found.raters, words)
    return Item(text) if share is None else Item(text, share.value, share.interval)
