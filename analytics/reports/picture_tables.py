"""The tables that stand below a picture and say the same in figures."""

from collections.abc import Sequence

from ..listing import NOTHING, interval_text
from ..pictures.heat import Slot
from ..pictures.silence import parts
from ..stats.silence import SilenceBounds
from ..words import Words
from .model import Column, Item, Kind, Table
from .tables import count_item, short_reason


def hours_table(slots: Sequence[Slot], words: Words) -> Table:
    """A row an hour, a column a weekday; each with its interval and base."""
    _ = words.gettext
    days = sorted({slot.weekday for slot in slots})
    found = {(slot.weekday, slot.hour): slot for slot in slots}
    columns = (
        Column(_("Hour"), Kind.TEXT),
        *(Column(words.weekday(day), Kind.SHARE, wide=True) for day in days),
    )
    rows = tuple(
        (Item(f"{hour}–{hour + 1}"), *(_slot(found.get((day, hour)), words) for day in days))
        for hour in sorted({slot.hour for slot in slots})
    )
    note = _("Below each rate: its 95 % interval and the number of ratings.")
    return Table("hours", "", columns, rows, note=note)


def _slot(slot: Slot | None, words: Words) -> Item:
    if slot is None or not slot.cell.n:
        return Item(NOTHING)
    cell, n = slot.cell, f"n = {words.number(slot.cell.n)}"
    interval = interval_text(cell, words)
    return Item(short_reason(cell, words), cell.value, below=f"{interval}; {n}" if interval else n)


def services_table(bounds: SilenceBounds, words: Words) -> Table:
    """All services by what is known of them."""
    _ = words.gettext
    columns = (
        Column(_("Of all services"), Kind.TEXT, wide=True),
        Column(_("Count"), Kind.COUNT),
        Column(_("Share"), Kind.SHARE),
    )
    rows = tuple(
        (Item(name, name), count_item(n, words), Item(words.percent(share), share))
        for name, n, share in parts(bounds, words)
    )
    sheet = _("What the silent might have said")
    return Table("silence", "", columns, rows, sheet=sheet)
