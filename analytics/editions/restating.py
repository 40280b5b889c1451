"""Restating: what offline tablets bring late is told in a dated edition of its own, and only where the
difference tells nothing about those who came late."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .. import source
from ..counts import TOTAL
from ..disclosure import Cell
from ..periods import Month
from ..suppression import Answers, Frozen, Status
from ..weeks import Period, Week
from . import behind, closing, monthly, plan, spans, weekly
from .behind import Behind
from .deciding import decide
from .freezing import of_months
from .model import Edition, Restatement, Row
from .sources import Sources
from .store import Editions, Reference
from .trusted import decide_trust
from .weekly import Parts

_HIDDEN = (Status.FEW, Status.WITHHELD)
Seen = Callable[[Reference], bool]


def _every(_: Reference) -> bool:
    return True


@dataclass(frozen=True)
class Restated:
    """A period as it would be said now. parts: what the edition says; behind: what was decided of all
    answers that are known now, None for what follows from other editions; kept: its digest, if it is
    the same as before. last: as Made has it."""

    parts: Parts
    behind: Behind | None
    restatement: Restatement
    last: Week | None = None
    kept: str | None = None


def late_answers(sources: Sources, week: Week) -> tuple[int, int]:
    """How many answers the record has that the week's newest edition did not count, and the reverse."""
    edition = sources.editions.of(str(week))
    counted = behind.recall(sources.editions.folder, edition).answers
    return behind.moved(counted, source.joint_of(sources.record, week))


def restate_week(sources: Sources, week: Week) -> Restated | None:
    """The week with what has come since; None if too few answers have come to move anything.

    A cell moves only where it may be told beside all that is published, so where the late answers by
    themselves might be: enough of them, and not all alike. Else it stays as it was.
    """
    arrived, gone = late_answers(sources, week)
    if arrived + gone < sources.rule.thresholds.other:
        return None
    answers, public = weekly.read(sources.record, sources.derived, week)
    earlier = published_of(sources.editions, week)
    frozen = decide(answers, plan.of_week(answers), sources.rule, earlier)
    handling = source.handling_of_week(sources.record, week)
    trust = decide_trust(source.trust_of(sources.record, week), sources.rule, earlier)
    behind_it = Behind(answers, frozen, public, handling, trust)
    before = sources.editions.of(str(week))
    names = weekly.names_on(sources.record, week)
    stands = _standing([*_chain(sources.editions, week), behind_it])
    parts = weekly.make_parts(stands, names)
    return _restated(before, parts, behind_it, arrived, gone)


def restate_month(sources: Sources, month: Month) -> Restated | None:
    """The month after weeks of it were restated, or when its dossiers are closed; None if neither is so,
    or of restated weeks nothing moves. Closing it decides nothing anew."""
    editions = sources.editions
    before, closes = editions.of(str(month)), closing.closes(sources, editions.of(str(month)))
    weeks = [week for week in spans.weeks_in(month) if editions.numbers(str(week))]
    last = closing.until(sources, month)
    since = [_since(editions, part, before) for part in (weeks, _weeks_until(month, before))]
    if not any(since) and not closes:
        return None
    chain = _chain(editions, month)
    behind_it, arrived, gone = chain[-1], 0, 0
    if since[0]:
        earlier = named(before.period, chain)
        behind_it = monthly.behind_month(editions, weeks, sources.rule, earlier)
        arrived, gone = behind.moved(chain[-1].answers, behind_it.answers)
    standing = overlaid([*(one.frozen for one in chain), behind_it.frozen])
    names = weekly.names_on(sources.record, month)
    parts = monthly.make_parts(editions, replace(behind_it, frozen=standing), weeks, names, last)
    found = _restated(before, parts, behind_it, arrived, gone, closes=closes)
    return found and replace(found, last=last, kept=None if since[0] else before.behind)


def _since(editions: Editions, weeks: Sequence[Week], before: Edition) -> bool:
    """Whether anything was published of these weeks since that edition."""
    found = [editions.of(str(week)) for week in weeks if editions.numbers(str(week))]
    return any(edition.frozen_at > before.frozen_at for edition in found)


def _weeks_until(period: Period, before: Edition) -> list[Week]:
    """The weeks after the period that the edition looked at."""
    return [week for week in closing.weeks_after(period) if str(week) <= (before.until or "")]


def restate_longer(sources: Sources, period: Period) -> Restated | None:
    """The quarter or year after weeks or months of it were restated or came late, or when its dossiers
    are closed; None if neither is so, or nothing moves. It tells nothing beyond what it follows from."""
    before = sources.editions.of(str(period))
    weeks = [week for week in spans.weeks_in(period) if sources.editions.numbers(str(week))]
    old = [week for week in weeks if str(week) not in before.missing]
    last, closes = closing.until(sources, period), closing.closes(sources, before)
    parts = of_months(sources, period, weeks, last)
    then = _counted(sources.editions, old, before.frozen_at)
    arrived, gone = behind.moved(then, _counted(sources.editions, weeks))
    moved = tuple(_moved(before, parts))
    if not moved and not closes:
        return None
    return Restated(parts, None, Restatement(before.number, arrived, gone, moved, 0), last)


def _counted(editions: Editions, weeks: Sequence[Week], by: datetime | None = None) -> Answers:
    found = [behind.recall(editions.folder, editions.of(str(week), by)) for week in weeks]
    return behind.all_of(one.answers for one in found)


def overlaid(chain: Sequence[Frozen]) -> Frozen:
    """The newest decision, with the cells of earlier ones where it may tell nothing: they stand. So do
    whole tables of a stage for which no proof was found this time."""
    cells = dict(chain[-1].cells)
    for key, shown in cells.items():
        for older in reversed(chain[:-1]):
            known = older.cells.get(key)
            if shown.status in _HIDDEN and known is not None and known.status not in _HIDDEN:
                cells[key] = known
                break
    tables = {table.name: table for table in chain[-1].tables}
    for older in reversed(chain[:-1]):
        standing = {table.name: table for table in older.tables if table.name not in tables}
        cells |= {key: shown for key, shown in older.cells.items() if key[0] in standing}
        tables |= standing
    return replace(chain[-1], tables=tuple(tables.values()), cells=cells)


def standing_of(editions: Editions, edition: Edition) -> Behind:
    """What an edition's rows follow from: its own decision over those of the editions it restates."""
    return _standing(recalled(editions, edition.period, range(1, edition.number + 1)))


def _standing(chain: Sequence[Behind]) -> Behind:
    trusts = [one.trust for one in chain if one.trust is not None]
    newest = chain[-1].trust
    return replace(
        chain[-1],
        frozen=overlaid([one.frozen for one in chain]),
        trust=newest and replace(newest, frozen=overlaid([one.frozen for one in trusts])),
    )


def _chain(editions: Editions, period: Period, seen: Seen = _every) -> list[Behind]:
    numbers = editions.numbers(str(period))
    return recalled(editions, str(period), (n for n in numbers if seen(Reference(str(period), n))))


def recalled(editions: Editions, period: str, numbers: Iterable[int]) -> list[Behind]:
    """What stands behind these editions, once where it is the same behind several."""
    found: dict[str | None, Behind] = {}
    for number in numbers:
        edition = editions.at(period, number)
        if edition.behind not in found:
            found[edition.behind] = behind.recall(editions.folder, edition)
    return list(found.values())


def named(period: str, chain: Sequence[Behind]) -> dict[str, Behind]:
    """Under the name that each has beside what is decided next."""
    return {f"{period}.{number}": one for number, one in enumerate(chain, start=1)}


def published_of(editions: Editions, week: Week, seen: Seen = _every) -> dict[str, Behind]:
    """Every edition that counts answers of the week and says more of them than others do: those of
    the week, and those of its month, which can be read beside the month's other weeks alone.

    seen: of which editions to take any.
    """
    month = Month.of_week(week)
    found = named(str(week), _chain(editions, week, seen))
    of_month = named(str(month), _chain(editions, month, seen))
    if of_month:
        for other in spans.weeks_in(month):
            found |= named(str(other), _chain(editions, other, seen))
    return found | of_month


def _restated(
    before: Edition,
    parts: Parts,
    behind_it: Behind,
    arrived: int,
    gone: int,
    *,
    closes: bool = False,
) -> Restated | None:
    moved = tuple(_moved(before, parts))
    if not moved and not closes:
        return None
    waiting = _waiting(behind_it, parts)
    return Restated(parts, behind_it, Restatement(before.number, arrived, gone, moved, waiting))


def _moved(before: Edition, parts: Parts) -> list[tuple[str, str]]:
    old = _cells(before.total, before.tables)
    new = _cells(parts.total, parts.tables)
    return sorted(place for place in {*old, *new} if old.get(place) != new.get(place))


def _cells(total: Row, tables: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], tuple[Cell, Cell]]:
    found = {(TOTAL, total.key): (total.satisfaction, total.dossier)}
    for table, rows in tables.items():
        found |= {(table, row.key): (row.satisfaction, row.dossier) for row in rows if _says(row)}
    return found


def _says(row: Row) -> bool:
    return bool(row.satisfaction.n or row.services)


def _waiting(behind_it: Behind, parts: Parts) -> int:
    """Answers of units whose figure had to stay: their rows count fewer than there are."""
    shown = {row.key: row.satisfaction.n for row in parts.tables["unit"]}
    counted = {
        keys[0]: cell.n for (table, keys), cell in behind_it.frozen.cells.items() if table == "unit"
    }
    return sum(n - shown.get(key, 0) for key, n in counted.items())
