"""What the record has now that the weeks' newest editions did not count."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..weeks import Week, civil_day
from ..words import Words
from .due import LOOKED_BACK
from .restating import late_answers, restate_week
from .sources import Sources


@dataclass(frozen=True)
class Late:
    """arrived, gone: answers that a week's newest edition did not count, and the reverse. few: they are
    too few to be told, and wait. due: a restatement would say so, or the record is another than it
    was where nothing is restated any more."""

    week: str
    arrived: int
    gone: int
    few: bool
    due: bool


def late(sources: Sources) -> Iterator[Late]:
    """Each week of which answers have come, or gone. Raises DamagedEdition where one cannot be read."""
    for text in sources.editions.periods("week"):
        week = Week.parse(text)
        arrived, gone = late_answers(sources, week)
        if arrived or gone:
            few = arrived + gone < sources.rule.thresholds.other
            yield Late(text, arrived, gone, few, not few and _is_due(sources, week))


def _is_due(sources: Sources, week: Week) -> bool:
    old = civil_day(sources.now) - week.end_day >= LOOKED_BACK
    return old or restate_week(sources, week) is not None


def told(found: Late, words: Words) -> str:
    """In a line."""
    _ = words.gettext
    n = words.number(found.arrived + found.gone)
    if found.few:
        said = _("{n} late answers wait for a restatement", n=n)
    elif not found.due:
        said = _("{n} late answers wait: to move any figure would tell them", n=n)
    else:
        said = _(
            "{arrived} answers have come since, {gone} are counted otherwise: restate it",
            arrived=words.number(found.arrived),
            gone=words.number(found.gone),
        )
    return f"{found.week}: {said}"
