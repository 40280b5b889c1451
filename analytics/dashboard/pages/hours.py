"""Weekday by hour: where in the week it is worth looking."""

from collections.abc import Sequence

from ...disclosure import Cell, State
from ...editions import Edition, Row
from ...indices import Share
from ...pictures.heat import HeatMap, Slot, when
from ...stats.comparison import share_difference
from ...words import Words
from ..parts import Line, Page, Section, Table
from . import wording

CHANCE = 0.05  # that any hour at all is framed though none differs


def page(edition: Edition, words: Words) -> Page:
    """The hours of a month, quarter or year; a week has too few ratings an hour."""
    _, name = words.gettext, wording.title_of(edition, words)
    rows = [row for row in edition.rows("hour_weekday") if row.key]
    slots = slots_of(rows, edition.total.satisfaction)
    if not slots:
        title = _("{period}: no ratings by hour", period=name)
        return Page(title, wording.under(edition, edition.total, words), ())
    low = [slot for slot in slots if slot.differs < 0]
    if low:
        hours = ", ".join(when(slot, words) for slot in low[:3])
        title = _("{period}: clearly less satisfied at {hours}", period=name, hours=hours)
    elif any(_ends(row.satisfaction) for row in rows):
        title = _("{period}: no hour is clearly worse than the others", period=name)
    else:
        title = _("{period}: hours cannot be compared", period=name)
    picture = HeatMap(name, slots, words)
    lines = tuple(
        Line(when(slot, words), (slot.cell, _differs(slot, words))) for slot in slots if slot.cell.n
    )
    section = Section(
        "hours",
        _("Weekday and hour"),
        (
            _(
                "Framed hours differ from all others together; were all alike, any frame at all would"
                " come in one month of {count}.",
                count=round(1 / CHANCE),
            ),
        ),
        picture,
        Table(_("Hour"), (_("Satisfaction rate"), _("Against the others")), lines),
        folded=True,
    )
    return Page(title, wording.under(edition, edition.total, words), (section,))


def slots_of(rows: Sequence[Row], total: Cell) -> tuple[Slot, ...]:
    """The hours in order, each held against all other ratings together."""
    shown = sum(_ends(row.satisfaction) is not None for row in rows)
    level = 1 - CHANCE / max(1, shown)  # Bonferroni's: cautious whatever hangs together
    slots = [
        Slot(*_hour(row.key), row.satisfaction, _side(row.satisfaction, total, level)) for row in rows
    ]
    return tuple(sorted(slots, key=lambda slot: (slot.weekday, slot.hour)))


def _hour(key: str) -> tuple[int, int]:
    weekday, _dash, hour = key.partition("-")
    return int(weekday), int(hour)


def _side(cell: Cell, total: Cell, level: float) -> int:
    """Of an hour that is told between two shares: the side on which both of them lie, if any."""
    ends, every = _ends(cell), total.share
    if ends is None or every is None or not cell.n < every.n:
        return 0
    sides = {_side_of(count, cell.n, every, level) for count in ends}
    return sides.pop() if len(sides) == 1 else 0


def _ends(cell: Cell) -> tuple[int, int] | None:
    """The smallest and the largest count that the cell tells; None where it tells none."""
    if cell.share is not None:
        return cell.share.count, cell.share.count
    if cell.state is not State.BETWEEN or cell.least is None or cell.most is None:
        return None
    return round(cell.least * cell.n), round(cell.most * cell.n)


def _side_of(count: int, n: int, every: Share, level: float) -> int:
    others, others_n = every.count - count, every.n - n
    if not 0 <= others <= others_n:
        return 0
    found = share_difference(count, n, others, others_n, level)
    return (found.low > 0) - (found.high < 0)


def _differs(slot: Slot, words: Words) -> str:
    _ = words.gettext
    return {-1: _("clearly below"), 0: "", 1: _("clearly above")}[slot.differs]
