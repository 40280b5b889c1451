"""Weekly charts for tests, from counts written down."""

import xml.etree.ElementTree as ET

from analytics.charts import WeeklyChart
from analytics.counts import Counts
from analytics.disclosure import disclose
from analytics.indices import satisfaction_rate
from analytics.weeks import Week, span
from analytics.words import Words

LAST = Week(2026, 34)


def a_chart(
    *answers: tuple[int, int],
    name: str = "Quầy 1",
    kind: str = "counter",
    lang: str = "vi",
    until: Week = LAST,
) -> WeeklyChart:
    """One week for each pair of satisfied and unsatisfied answers, the last of them `until`."""
    points = tuple(
        (week, disclose(kind, satisfaction_rate(Counts(satisfied=good, unsatisfied=bad))))
        for week, (good, bad) in zip(span(until, len(answers)), answers, strict=True)
    )
    return WeeklyChart(name, points, Words(lang))


def parsed(svg: str | bytes) -> ET.Element:
    """The root of a picture that this program drew."""
    return ET.fromstring(svg)  # noqa: S314 (nobody else had a hand in it)
