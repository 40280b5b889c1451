"""A month: what its weeks say together, and what is decided beside them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..periods import Month
from ..source import Name
from ..suppression import Rule
from ..weeks import Week
from . import behind, closing, plan, rows, summing
from .behind import Behind, Public
from .comparing import with_comparisons
from .deciding import decide
from .handled import together, with_handling
from .model import Edition, Row
from .rows import Decided
from .store import Editions
from .weekly import Parts


def behind_month(
    editions: Editions,
    weeks: Sequence[Week],
    rule: Rule,
    earlier: Mapping[str, Behind],
    by: datetime | None = None,
    *,
    with_reasons: bool = True,
) -> Behind:
    """The answers of the weeks' newest editions, decided beside all editions of these weeks.

    earlier: the month's own earlier editions. by: as of then. with_reasons: those of procedures too,
    which months frozen before they were decided do not tell.

    It reads nothing of the record: a month is the same whenever it is made of the same editions.
    """
    numbers = {week: editions.numbers(str(week), by) for week in weeks}
    found = {
        f"{week}.{number}": behind.recall(editions.folder, editions.at(str(week), number))
        for week in weeks
        for number in numbers[week]
    }
    newest = [found[f"{week}.{numbers[week][-1]}"] for week in weeks]
    answers = behind.all_of(one.answers for one in newest)
    needed = rule.thresholds.needed("procedure")
    last = plan.of_reasons(answers, [one.frozen for one in newest], needed) if with_reasons else ()
    frozen = decide(answers, plan.of_month(answers), rule, {**found, **earlier}, last)
    handling = together(one.handling for one in newest)
    return Behind(answers, frozen, _public(one.public for one in newest), handling)


def make_parts(
    editions: Editions,
    behind_it: Behind,
    weeks: Sequence[Week],
    names: Mapping[str, Mapping[str, Name]],
    last: Week,
    *,
    by: datetime | None = None,
) -> Parts:
    """The rows that follow from the weeks' newest editions (published by then), from what was decided
    beside them, and from what was said of the month's dossiers up to the last week."""
    thresholds, covers = behind_it.frozen.rule.thresholds, [str(week) for week in weeks]
    of_weeks = [editions.of(week, by) for week in covers]
    later = closing.later_editions(editions, Month.of_week(weeks[0]), last, by)
    planned = plan.tables_of(plan.of_month(behind_it.answers))
    afterwards = _afterwards_of_officers(editions, behind_it, later, covers)
    decided = Decided(behind_it.frozen, behind_it.answers, planned, afterwards)
    tables = {
        kind: summing.table_of(of_weeks, kind, covers, thresholds, later) for kind in plan.IN_A_WEEK
    }
    tables["procedure"] = tuple(_with_reasons(row, decided) for row in tables["procedure"])
    for kind in plan.IN_A_MONTH:
        found = rows.table_of(kind, decided, behind_it.public.get(kind, {}), names.get(kind, {}))
        tables[kind] = tuple(_covering(row, covers) for row in found)
    total = summing.total_of(of_weeks, covers, thresholds, later)
    total, tables = with_handling(total, tables, behind_it.handling, thresholds)
    return Parts(total, with_comparisons(total, tables, behind_it.answers))


def _afterwards_of_officers(
    editions: Editions, behind_it: Behind, later: Iterable[Edition], covers: Collection[str]
) -> Counter[tuple[str, str]]:
    """Of an officer too few answer afterwards for anything to be decided of them: only their number."""
    parts = [behind.recall(editions.folder, edition).answers for edition in later]
    months = closing.months_of(covers)
    return closing.counted_afterwards((behind_it.answers, *parts), "officer", months)


def _with_reasons(row: Row, decided: Decided) -> Row:
    """What the weeks do not say of a procedure, and the month does."""
    needed = row.satisfaction.needed
    return replace(row, reasons=rows.reasons_of(decided, row.kind, (row.key,), needed))


def _covering(row: Row, covers: Iterable[str]) -> Row:
    return replace(row, covers=tuple(covers))


def _public(parts: Iterable[Mapping[str, behind.ByKey]]) -> dict[str, dict[str, Public]]:
    found: dict[str, dict[str, Public]] = defaultdict(dict)
    for by_kind in parts:
        for kind, by_key in by_kind.items():
            for key, public in by_key.items():
                found[kind][key] = found[kind].get(key, Public()) + public
    return dict(found)
