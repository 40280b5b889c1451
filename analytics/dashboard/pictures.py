"""Charts for the page, drawn once: what is equal is not drawn again."""

from functools import lru_cache

from .. import figures, svg
from ..charts import WeeklyChart
from ..figures import Size

WEEKS = 26
# For which screens, how large, and how many weeks keep their letters readable there.
SCREENS: dict[str, tuple[Size, int]] = {
    "wide": (figures.WIDE, WEEKS),
    "medium": (figures.MEDIUM, 16),
    "narrow": (figures.NARROW, 8),
}


@lru_cache(maxsize=1024)
def inline(chart: WeeklyChart, screen: str) -> str:
    """The chart as an element of a page, for one of SCREENS."""
    size, weeks = SCREENS[screen]
    return svg.inline(figures.to_bytes(chart.last(weeks), "svg", size), f"{screen}-")
