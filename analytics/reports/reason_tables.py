"""What citizens named with their answer, as tables: the most named first, or by element of service."""

from collections.abc import Sequence

from ..disclosure import State, possible_counts
from ..editions import Reason
from ..indices import element_profile
from ..listing import NOTHING
from ..terms import element, topic
from ..words import Words
from .model import Column, Item, Kind, Table
from .tables import count_item, meaning, share_item


def topics_table(reasons: Sequence[Reason], words: Words) -> Table:
    """A row a topic: how many named it, and how many of these were not satisfied."""
    _ = words.gettext
    columns = (
        Column(_("Topic"), Kind.TEXT, wide=True),
        Column(_("Element"), Kind.TEXT, wide=True),
        *_figure_columns(words),
    )
    rows = tuple((*_named(one, words), *_figures(one, words)) for one in reasons)
    enough = [one.cell for one in reasons if one.cell.state is not State.TOO_FEW]
    return Table(
        "reason",
        "",
        columns,
        rows,
        note=meaning(enough, words),
        sheet=_("What citizens named"),
        most_on_paper=len(enough),
        compact=True,
    )


def elements_table(reasons: Sequence[Reason], words: Words) -> Table:
    """The same by element; also those of which nobody named anything.

    On paper an element's name stands once; a spreadsheet has it in every row.
    """
    _ = words.gettext
    columns = (
        Column(_("Element"), Kind.TEXT, wide=True),
        Column(_("Topic"), Kind.TEXT, wide=True),
        *_figure_columns(words),
    )
    rows: list[tuple[Item, ...]] = []
    for code, named in element_profile(reasons).elements.items():
        name = element(code, words)
        for at, one in enumerate(named or (None,)):
            first = Item("" if at else name, name)
            rows.append((first, *_within(one, words)))
    note = meaning([one.cell for one in reasons], words)
    sheet = _("The five elements")
    return Table("elements", "", columns, tuple(rows), note=note, sheet=sheet, compact=True)


def _within(one: Reason | None, words: Words) -> tuple[Item, ...]:
    if one is None:
        text = words.gettext("named by nobody")
        return (Item(text, text), count_item(0, words), Item(NOTHING), Item(NOTHING))
    name = topic(one.topic, words) if one.topic else words.gettext("all of it")
    return (Item(name, name), *_figures(one, words))


def _figure_columns(words: Words) -> tuple[Column, ...]:
    _ = words.gettext
    return (
        Column(_("Named by"), Kind.COUNT),
        Column(_("Of these not satisfied"), Kind.RANGE),
        Column(_("Satisfied among them"), Kind.SHARE),
    )


def _named(one: Reason, words: Words) -> tuple[Item, Item]:
    of = element(one.element, words)
    name = topic(one.topic, words) if one.topic else of
    return Item(name, name), Item(of, of)


def _figures(one: Reason, words: Words) -> tuple[Item, ...]:
    return (
        count_item(one.cell.n, words),
        _unsatisfied(one, words),
        share_item(one.cell, words),
    )


def _unsatisfied(one: Reason, words: Words) -> Item:
    """How many of those who named it, or between which two numbers."""
    counts = possible_counts(one.cell)
    if counts is None:
        return Item(NOTHING)
    fewest, most = one.cell.n - counts[1], one.cell.n - counts[0]
    if fewest == most:
        return count_item(fewest, words)
    return Item(f"{words.number(fewest)}–{words.number(most)}")
