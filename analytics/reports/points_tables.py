"""What Decision 766/QĐ-TTg has of satisfaction, as tables."""

from collections.abc import Sequence
from typing import TypeVar

from ..editions import Edition, Matters, Row, find_matters, points_of
from ..editions.phrases import points_together
from ..indices import FULL_POINTS, dossier_points, petition_points
from ..listing import NOTHING, as_in_a_dictionary, points_text
from ..terms import name_of
from ..words import Words
from .model import Column, Item, Kind, Table
from .paper_tables import shortened
from .tables import count_item, meaning, named, points_item, share_item

T = TypeVar("T")


def points_table(row: Row, edition: Edition, words: Words) -> Table:
    """The three parts of six points each; those of matters where they were counted."""
    _, matters = words.gettext, find_matters(edition, row.key)
    needed = edition.rule.thresholds.needed(row.kind)
    columns = (
        Column(_("Part"), Kind.TEXT, wide=True),
        Column(_("Base"), Kind.COUNT),
        Column(_("Share"), Kind.SHARE, below=_("Count")),
        Column(_("Points"), Kind.POINTS),
    )
    own = _("Dossier satisfaction")
    on_time, satisfied = (matters.on_time, matters.satisfied) if matters else (None, None)
    rows = (
        (Item(own, own), *_of_dossiers(row, words)),
        _of_matters(_("Petitions handled on time"), matters, on_time, needed, words),
        _of_matters(_("Satisfaction with the handling of petitions"), matters, satisfied, needed, words),
    )
    full = words.number(FULL_POINTS)
    note = _("Each part has {full} points at most, all three together 18.", full=full)
    more = meaning([row.dossier], words)
    sheet = _("Points after Decision 766")
    return Table("points", "", columns, rows, note=f"{note} {more}".strip(), sheet=sheet)


def units_points_table(
    rows: Sequence[Row], words: Words, total: Row, edition: Edition, *, short: bool = False
) -> Table:
    """Dossiers, their satisfaction, the points for it, and where matters were counted those as well;
    units in the order of names, the total last.

    short: as paper takes it, without keys and without how many were on time or handled well.
    """
    _ = words.gettext
    columns: tuple[Column, ...] = (
        Column(_("Name"), Kind.TEXT, wide=True, below="" if short else _("Key")),
        Column(_("Services"), Kind.COUNT),
        Column(_("Dossier satisfaction (766)"), Kind.SHARE),
        Column(_("Points"), Kind.POINTS),
    )
    if edition.matters is not None:
        parts = (
            Column(_("Matters due"), Kind.COUNT),
            Column(_("On time"), Kind.COUNT),
            Column(_("Points for time"), Kind.POINTS),
            Column(_("Handled well"), Kind.COUNT),
            Column(_("Points for handling"), Kind.POINTS),
            Column(_("Together"), Kind.POINTS),
        )
        columns += _of_paper(parts) if short else parts
    by_name = sorted(rows, key=lambda row: (as_in_a_dictionary(name_of(row, words)), row.key))
    every = (*by_name, total)
    lines = tuple(
        (
            _short(row, words) if short else named(row, words, total.covers),
            *_of_dossiers(row, words),
            *(_of_paper(found) if short else found),
        )
        for row in every
        for found in [_matters_of(row, edition, words)]
    )
    note = meaning([row.dossier for row in every], words)
    return Table("points-766", "", columns, lines, 1, note, sheet="QĐ 766", compact=True)


def _of_paper(parts: Sequence[T]) -> tuple[T, ...]:
    """Without the two numbers from which points follow."""
    return tuple(part for at, part in enumerate(parts) if at not in (1, 3))


def _short(row: Row, words: Words) -> Item:
    name = name_of(row, words)
    return Item(shortened(name), name)


def _of_dossiers(row: Row, words: Words) -> tuple[Item, Item, Item]:
    """Without dossiers no points, as the portal has it."""
    points = points_item(row, words) if row.services else _points(dossier_points(None), words)
    return (count_item(row.services, words), share_item(row.dossier, words), points)


def _of_matters(
    part: str, matters: Matters | None, good: int | None, needed: int, words: Words
) -> tuple[Item, ...]:
    """A percentage only of so many that it says something; else how many of how many."""
    _ = words.gettext
    if matters is None:
        below = _("counted by the national portal")
        return (Item(part, part, below=below), Item(NOTHING), Item(NOTHING), Item(NOTHING))
    base, named_part = count_item(matters.due, words), Item(part, part)
    if good is None:
        return (named_part, base, Item(_("withheld")), Item(NOTHING))
    points = petition_points(good, matters.due)
    return (named_part, base, _share(good, matters.due, needed, words), _points(points, words))


def _share(good: int, due: int, needed: int, words: Words) -> Item:
    if due < needed:
        return Item(f"{words.number(good)}/{words.number(due)}" if due else NOTHING)
    return Item(words.percent(good / due), good / due, below=f"{words.number(good)}/{words.number(due)}")


def _points(points: float | None, words: Words) -> Item:
    return Item(points_text(points, words), points)


def _matters_of(row: Row, edition: Edition, words: Words) -> tuple[Item, ...]:
    matters = find_matters(edition, row.key)
    if matters is None:
        return ()
    found, good = points_of(row.services, row.points_told, matters), matters.satisfied
    told = Item(words.gettext("withheld")) if good is None else count_item(good, words)
    handled = None if good is None else petition_points(good, matters.due)
    together = "/".join(points_together(edition, row, words) or (NOTHING,))
    return (
        count_item(matters.due, words),
        count_item(matters.on_time, words),
        _points(petition_points(matters.on_time, matters.due), words),
        told,
        _points(handled, words),
        Item(together, found.points if not found.absent else None),
    )
