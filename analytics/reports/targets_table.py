"""Commitments as a table: the target, what is published, the verdict, whether it can be reached."""

from collections.abc import Sequence
from dataclasses import replace

from ..editions import Row
from ..listing import NOTHING
from ..periods import parse
from ..targets import Progress, phrases
from ..targets.judging import SAMPLED
from ..terms import name_of, period
from ..words import Words
from .model import Column, Item, Kind, Table
from .tables import count_item, meaning, share_item


def targets_table(found: Sequence[Progress], units: Sequence[Row], words: Words) -> Table:
    """A row a commitment, in the order in which they were written.

    units: their rows, by which they are named; of others and of everything together no name is told.
    """
    _ = words.gettext
    columns = (
        Column(_("Commitment"), Kind.TEXT, wide=True, below=_("Period")),
        Column(_("Target"), Kind.SHARE),
        Column(_("So far"), Kind.SHARE),
        Column("n", Kind.COUNT),
        Column(_("Verdict"), Kind.TEXT),
        Column(_("Can it still be reached?"), Kind.TEXT, wide=True),
    )
    names = {row.key: name_of(row, words) for row in units}
    rows = tuple(_line(one, names, words) for one in found)
    rule = _(
        "Reached or missed only where the whole interval is. In the order in which they were written."
    )
    note = f"{rule} {meaning([one.judged.cell for one in found], words)}".strip()
    sheet = _("Targets and commitments")
    return Table("targets", "", columns, rows, note=note, sheet=sheet, compact=True)


def _line(one: Progress, names: dict[str, str], words: Words) -> tuple[Item, ...]:
    it, commitment = one.judged, one.judged.commitment
    index, unit = phrases.index(commitment.index, words), commitment.unit_id
    what = f"{names[unit]}: {index}" if unit in names else index
    verdict = phrases.standing(it, words)
    ahead = "" if one.forecast is None else phrases.reach(one.forecast, words)
    return (
        Item(what, what, below=period(commitment.period, words)),
        Item(words.percent(commitment.target), commitment.target),
        _so_far(one, words),
        count_item(it.cell.n, words),
        Item(verdict, verdict),
        Item(ahead or NOTHING, ahead or None),
    )


def _so_far(one: Progress, words: Words) -> Item:
    """The figure; of what is told week by week until its period ends, with the week."""
    it = one.judged
    found = share_item(it.cell, words)
    if it.ended or it.commitment.index in SAMPLED:
        return found
    return replace(found, below=period(parse(it.period), words))
