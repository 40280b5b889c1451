"""Weekday by hour: where in the week it is worth looking."""

from ...editions import Edition
from ...pictures.heat import HeatMap, Slot, when
from ...picturing import CHANCE, ends, slots_of
from ...words import Words
from ..parts import Line, Page, Section, Table
from . import wording


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
    elif any(ends(row.satisfaction) for row in rows):
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


def _differs(slot: Slot, words: Words) -> str:
    _ = words.gettext
    return {-1: _("clearly below"), 0: "", 1: _("clearly above")}[slot.differs]
