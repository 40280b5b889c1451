"""A screen in the centre's hall: one figure, its base, its weeks, and what is being mended."""

from dataclasses import replace

from ...editions import Edition, Row
from ...editions.model import WEEKLY
from ...listing import cell_text, interval_text
from ...pictures.weekly import WeeklyChart
from ...words import Words
from ..parts import Card, Page, Section
from . import reasons, wording

PLOT = 1.15  # inches: nobody scrolls a hall's screen
LEVELS = tuple(table for table in WEEKLY if table in ("unit", "centre"))


def page(edition: Edition, row: Row, chart: WeeklyChart | None, words: Words) -> Page:
    """Unit level only: nothing of a counter, and nothing of a person."""
    _ = words.gettext
    name = wording.name_of(row, words) if row.name else _("All together")
    interval = interval_text(row.satisfaction, words)
    told = [_("{interval}, interval of 95 %", interval=interval)] if interval else []
    rate = Card(
        _("Satisfied, of those who answered"),
        cell_text(row.satisfaction, words),
        (*told, f"n = {words.number(row.satisfaction.n)}"),
        row.satisfaction.share is None,
    )
    answered = Card(
        _("Response rate"),
        cell_text(row.response, words),
        (_("{count} services finished", count=words.number(row.services)),),
        row.response.share is None,
    )
    topic = reasons.main_reason(row, words)
    mended = Card(_("Named most by the unsatisfied"), topic, (_("this is what we work on"),), True)
    marks = chart.happened() if chart else ()
    flat = replace(chart, height=PLOT) if chart else None
    weeks = Section("weeks", _("Week by week"), (), flat, None, marks, weekly=True)
    sections = (weeks,) if chart else ()
    return Page(
        name,
        f"{wording.title_of(edition, words)} · {wording.days_of(edition, words)}",
        sections,
        cards=(rate, answered, *((mended,) if topic else ())),
    )
