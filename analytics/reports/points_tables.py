"""What Decision 766/QĐ-TTg has of satisfaction, as tables."""

from collections.abc import Sequence

from ..editions import Row
from ..indices import FULL_POINTS
from ..listing import NOTHING, as_in_a_dictionary
from ..terms import name_of
from ..words import Words
from .model import Column, Item, Kind, Table
from .tables import count_item, meaning, named, points_item, share_item


def points_table(row: Row, words: Words) -> Table:
    """The three parts of six points each, of which a kiosk knows the first."""
    _ = words.gettext
    columns = (
        Column(_("Part"), Kind.TEXT, wide=True),
        Column(_("Base"), Kind.COUNT),
        Column(_("Share"), Kind.SHARE),
        Column(_("Points"), Kind.POINTS),
    )
    own = _("Dossier satisfaction")
    rows = (
        (Item(own, own), *_of_dossiers(row, words)),
        _not_counted(_("Petitions handled on time"), words),
        _not_counted(_("Satisfaction with the handling of petitions"), words),
    )
    full = words.number(FULL_POINTS)
    note = _("Each part has {full} points at most, all three together 18.", full=full)
    more = meaning([row.dossier], words)
    sheet = _("Points after Decision 766")
    return Table("points", "", columns, rows, note=f"{note} {more}".strip(), sheet=sheet)


def dossiers_table(rows: Sequence[Row], words: Words, total: Row) -> Table:
    """Dossiers, their satisfaction, the points for it, units in the order of names; the total last."""
    _ = words.gettext
    columns = (
        Column(_("Name"), Kind.TEXT, wide=True, below=_("Key")),
        Column(_("Services"), Kind.COUNT),
        Column(_("Dossier satisfaction (766)"), Kind.SHARE),
        Column(_("Points"), Kind.POINTS),
    )
    by_name = sorted(rows, key=lambda row: (as_in_a_dictionary(name_of(row, words)), row.key))
    every = (*by_name, total)
    lines = tuple((named(row, words, total.covers), *_of_dossiers(row, words)) for row in every)
    note = meaning([row.dossier for row in every], words)
    return Table("points-766", "", columns, lines, 1, note, sheet="QĐ 766", compact=True)


def _of_dossiers(row: Row, words: Words) -> tuple[Item, Item, Item]:
    return (
        count_item(row.services, words),
        share_item(row.dossier, words),
        points_item(row, words),
    )


def _not_counted(part: str, words: Words) -> tuple[Item, ...]:
    text = words.gettext("counted by the national portal")
    return (Item(part, part, below=text), Item(NOTHING), Item(NOTHING), Item(NOTHING))
