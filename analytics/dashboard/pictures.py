"""Charts for the page, drawn once: what is equal is not drawn again."""

from ..pictures import page
from ..pictures.weekly import WeeklyChart

SCREENS = page.WEEKLY
WEEKS = max(weeks for _size, weeks in SCREENS.values())


def inline(chart: WeeklyChart, screen: str) -> str:
    """The chart as an element of a page, for one of SCREENS."""
    size, weeks = SCREENS[screen]
    return page.inline(chart.last(weeks), screen, size)
