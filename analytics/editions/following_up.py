"""What an edition says of the matters that citizens left for follow-up.

How many were left, due and answered on time are deeds of an office: they are told whatever their
number, as the national portal tells them of each unit. What authors said of the handling are answers:
they are decided by the suppression, of whole months alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from .. import weekly as figures
from ..counts import TOTAL, UNKNOWN
from ..periods import Month
from ..petitions import Followed
from ..source import Name
from ..suppression import Answers, Frozen, Rule, Table, freeze
from ..weeks import Period, Week
from . import spans
from .matters import Matters, added
from .sources import Sources
from .store import Editions

UNIT = "unit"
_TABLES = (Table(TOTAL, (), worth=4), Table(UNIT, (UNIT,)))


def matters_of(
    sources: Sources,
    period: Period,
    weeks: Sequence[Week],
    names: Mapping[str, Name],
    by: datetime | None = None,
) -> tuple[Matters, ...] | None:
    """A row for each unit that has any, by key, the total last.

    A week or month from the counts, the same whenever it is asked; a longer period from its months
    (published by then). None where a month before matters were counted would be missing.
    """
    if not isinstance(period, Week | Month):
        return _of_months(sources.editions, period, by)
    by_unit = figures.petitions_of(sources.derived, weeks)
    return rows_of(by_unit, None if isinstance(period, Week) else sources.rule, names)


def rows_of(
    by_unit: Mapping[str, Followed], rule: Rule | None, names: Mapping[str, Name]
) -> tuple[Matters, ...]:
    """A row a unit by key, the total last. Without a rule nothing is told of what authors said."""
    frozen = None if rule is None else _decide(by_unit, rule)
    rows = [_row(unit, counts, frozen, names.get(unit)) for unit, counts in sorted(by_unit.items())]
    return (*rows, _row(UNKNOWN, sum(by_unit.values(), Followed()), frozen))


def _of_months(editions: Editions, period: Period, by: datetime | None) -> tuple[Matters, ...] | None:
    months = [month for month in spans.months_in(period) if editions.numbers(str(month))]
    found = [editions.of(str(month), by).matters for month in months]
    if not found or any(rows is None for rows in found):
        return None
    return added(row for rows in found if rows for row in rows)


def _decide(by_unit: Mapping[str, Followed], rule: Rule) -> Frozen:
    said = {unit: counts for unit, counts in by_unit.items() if counts.said}
    answers = Answers(
        {UNIT: list(said)},
        [counts.satisfied for counts in said.values()],
        [counts.unsatisfied for counts in said.values()],
    )
    return freeze(answers, _TABLES, rule)


def _row(key: str, counts: Followed, frozen: Frozen | None, name: Name | None = None) -> Matters:
    least, most = 0, counts.said
    if frozen is not None and counts.said:
        shown = frozen.shown(UNIT, (key,)) if key else frozen.shown(TOTAL)
        least, most = shown.least, shown.most
    silent = counts.on_time - counts.said
    told = (silent + least, silent + most)
    return Matters(key, counts.received, counts.due, counts.on_time, counts.said, *told, name)
