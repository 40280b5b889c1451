"""A unit's own procedures that go worse there than in all other units, by how its dossiers went.

What its citizens answered by procedure is in no edition: of five thousand such cells nearly all are
too small, and the rest would hide others. How dossiers went is no answer.
"""

from ..counts import UNKNOWN
from ..editions import Row
from ..handling import LATE, Place
from ..simplify.phrases import what_is_worse
from ..terms import name_of
from ..words import Words
from .excerpt import Excerpt
from .model import Column, Item, Kind, Section, Table
from .paper_tables import shortened
from .tables import count_item

_MOST_TO_DO = 2
Found = tuple[Row, Place]


def unit_procedures(excerpt: Excerpt, words: Words) -> tuple[Section, ...]:
    """Nothing of everything together, and of an edition that does not tell how dossiers went."""
    _ = words.gettext
    rows = excerpt.edition.tables.get("procedure", ())
    if excerpt.is_total or not any(row.handling for row in rows):
        return ()
    title, found = _("Its own procedures"), worse_here(excerpt)
    if not found:
        none = _(
            "In none of its procedures were dossiers late, or sent back, more often than in the other"
            " units by more than chance explains."
        )
        return (Section(title, texts=(none,)),)
    text = _(
        "Procedures whose dossiers were late, or sent back, more often here than in all other units"
        " together: ask how they are handled here. By chance alone one in twenty of such lines comes"
        " about. It follows from the dossiers, not from what citizens answered."
    )
    return (Section(title, texts=(text,), tables=(_table(found, words),)),)


def worse_here(excerpt: Excerpt) -> list[Found]:
    """The unit's procedures that stand out, those with most dossiers beyond expectation first."""
    key = excerpt.place.key
    found = [
        (row, place)
        for row in excerpt.edition.tables.get("procedure", ())
        if row.handling and row.key != UNKNOWN and not excerpt.is_total
        for place in row.handling.places
        if place.unit == key
    ]
    return sorted(found, key=lambda one: (one[1].expected - one[1].count, one[0].key, one[1].what))


def to_do(excerpt: Excerpt, words: Words) -> list[str]:
    """What to ask first, with the numbers it rests on."""
    _ = words.gettext
    texts = {
        True: _(
            "{procedure}: ask why {count} of {n} dossiers were late; as in other units {expected} would."
        ),
        False: _(
            "{procedure}: ask why {count} of {n} dossiers took more than one visit; as in other"
            " units {expected} would."
        ),
    }
    return [
        texts[place.what == LATE].format(
            procedure=shortened(name_of(row, words)),
            count=words.number(place.count),
            n=words.number(place.n),
            expected=words.number(place.expected),
        )
        for row, place in worse_here(excerpt)[:_MOST_TO_DO]
    ]


def _table(found: list[Found], words: Words) -> Table:
    _ = words.gettext
    columns = (
        Column(_("Procedure"), Kind.TEXT, wide=True, below=_("Key")),
        Column(_("What"), Kind.TEXT),
        Column(_("Dossiers"), Kind.RANGE),
        Column(_("To be expected"), Kind.MEAN),
        Column(_("Of dossiers"), Kind.RANGE),
    )
    rows = tuple(_line(row, place, words) for row, place in found)
    return Table("worse-here", "", columns, rows, sheet=_("Its own procedures"), most_on_paper=12)


def _line(row: Row, place: Place, words: Words) -> tuple[Item, ...]:
    name, what = name_of(row, words), what_is_worse(place.what, words)
    return (
        Item(shortened(name), name, below=row.key),
        Item(what, what),
        count_item(place.count, words),
        Item(words.number(place.expected, 1), round(place.expected, 1)),
        count_item(place.n, words),
    )
