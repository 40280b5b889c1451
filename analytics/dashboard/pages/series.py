"""The weekly chart of a row, with its limits, and the table of the same weeks."""

from ...pictures.cells import week_text
from ...pictures.weekly import WeeklyChart
from ...words import Words
from ..parts import Line, Section, Table

WEEKS = 52  # that say what is usual; a wide screen shows the last 26


def section(chart: WeeklyChart, heading: str, words: Words) -> Section:
    """Chart and table; what happened is told below, by the numbers in the picture."""
    _ = words.gettext
    newest_first = list(enumerate(chart.points))[::-1]
    lines = tuple(
        Line(week_text(week, words), (cell, _limits(chart, at, words), _stands_out(chart, at, words)))
        for at, (week, cell) in newest_first
    )
    return Section(
        "weeks",
        heading,
        (chart.caption,),
        chart,
        Table(_("Week"), (_("Satisfaction rate"), _("Usual limits"), _("Stands out")), lines),
        chart.happened(),
        weekly=True,
        folded=True,
    )


def _limits(chart: WeeklyChart, at: int, words: Words) -> str:
    judged = chart.usual.weeks[at] if chart.usual else None
    if judged is None:
        return ""
    return f"{words.number(judged.low * 100, 1)}–{words.number(judged.high * 100, 1)}"


def _stands_out(chart: WeeklyChart, at: int, words: Words) -> str:
    judged = chart.usual.weeks[at] if chart.usual else None
    if judged is None or judged.rule is None:
        return ""
    return rule_text(judged.rule, judged.side, words)


def rule_text(rule: str, side: int, words: Words) -> str:
    """By which rule a week stands out, in words."""
    _ = words.gettext
    if rule == "nine on a side":
        return _("nine weeks above what is usual") if side > 0 else _("nine weeks below what is usual")
    return _("above the limits") if side > 0 else _("below the limits")
