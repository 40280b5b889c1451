"""A week: what is read of it, and the rows that follow from what was decided."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .. import source
from .. import weekly as figures
from ..counts import TOTAL, UNKNOWN, Counts
from ..disclosure import Cell, State
from ..driver import sqlite3
from ..source import Name
from ..source.joint import COUNTED
from ..suppression import Answers
from ..tables import LeftOut
from ..weeks import Period, Week
from . import plan
from .behind import Behind, ByKey, Public
from .comparing import with_comparisons
from .handled import with_handling
from .model import MONTHLY, Row
from .rows import Decided, table_of, total_of
from .trusted import with_trust


@dataclass(frozen=True)
class Parts:
    """What an edition says of answers: the total, and the tables by name."""

    total: Row
    tables: Mapping[str, tuple[Row, ...]]


def read(
    record: sqlite3.Connection, derived: sqlite3.Connection, week: Week
) -> tuple[Answers, dict[str, dict[str, Public]]]:
    """The week's answers, and what is known beside them by kind and key."""
    answers = source.joint_of(record, week)
    public = {
        kind: {
            key: _public(counts)
            for key, counts in figures.counts_of(derived, week, plan.COLUMNS.get(kind, kind)).items()
        }
        for kind in (TOTAL, *MONTHLY)
        if kind != "field"
    }
    public["field"] = _by_field(public["procedure"], source.field_of_procedure(record, week.last_day))
    return answers, public


def _public(counts: Counts) -> Public:
    left_out = tuple(LeftOut(part.cause, part.n) for part in counts.not_counted)
    return Public(counts.services, counts.failed, counts.tied, left_out)


def _by_field(of_procedures: ByKey, fields: Mapping[str, str]) -> dict[str, Public]:
    found: dict[str, Public] = {}
    for procedure, public in of_procedures.items():
        field = fields.get(procedure, UNKNOWN)
        found[field] = found.get(field, Public()) + public
    return found


def names_on(record: sqlite3.Connection, period: Period) -> dict[str, dict[str, Name]]:
    """What everything was called on the period's last day."""
    kinds = ("unit", "centre", "counter", "field", "procedure", "officer")
    return {kind: source.names(record, kind, period.last_day) for kind in kinds}


def make_parts(behind_it: Behind, names: Mapping[str, Mapping[str, Name]]) -> Parts:
    """The rows that follow from what stands behind a week's edition."""
    planned = plan.tables_of(plan.of_week(behind_it.answers))
    decided = Decided(behind_it.frozen, behind_it.answers, planned)
    tables = {
        kind: table_of(kind, decided, behind_it.public[kind], names.get(kind, {}))
        for kind in plan.IN_A_WEEK
    }
    tables["procedure"] = _with_late(tables["procedure"], behind_it.answers)
    thresholds = behind_it.frozen.rule.thresholds
    total = total_of(decided, behind_it.public)
    total, tables = with_handling(total, tables, behind_it.handling, thresholds)
    total, tables = with_trust(total, tables, behind_it.trust)
    return Parts(total, with_comparisons(total, tables, behind_it.answers))


def _with_late(rows: Iterable[Row], answers: Answers) -> tuple[Row, ...]:
    """How many answers of each procedure are about an overdue service, not what they say."""
    late: Counter[str] = Counter()
    columns = (answers.keys[name] for name in ("status", "timeliness", "procedure"))
    for status, timeliness, procedure, *n in zip(
        *columns, answers.satisfied, answers.unsatisfied, strict=True
    ):
        if (status, timeliness) == (COUNTED, plan.LATE):
            late[procedure] += sum(n)
    return tuple(
        replace(row, late=Cell(State.WITHHELD, late[row.key], row.satisfaction.needed))
        if late[row.key]
        else row
        for row in rows
    )
