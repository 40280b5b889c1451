"""Fair comparisons in an edition: from its own published cells, and from how many rated what. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from .. import fairness
from ..counts import UNKNOWN
from ..disclosure import Cell
from ..fairness import Compared
from ..source.joint import COUNTED
from ..suppression import Answers
from .model import Comparison, Row

KINDS = ("unit", "centre", "officer")
PROCEDURE = "procedure"

Tables = Mapping[str, tuple[Row, ...]]


def with_comparisons(total: Row, tables: Tables, answers: Answers) -> dict[str, tuple[Row, ...]]:
    """The same tables, the rows of KINDS with how they stand against what their procedures lead one
    to expect.

    answers: those that the edition counts; only their numbers are looked at, not what they say.
    A cell that does not count them, as one that had to stay in a restatement, is not compared;
    nothing is where the procedures' cells do not fit the total.
    """
    procedures = {row.key: row.satisfaction for row in tables.get(PROCEDURE, ())}
    found = dict(tables)
    for kind in KINDS:
        bases = _bases(kind, answers)
        cells = _fitting(tables.get(kind, ()), bases)
        try:
            compared = fairness.compare_published(cells, bases, procedures, total.satisfaction)
        except ValueError:
            continue
        if compared is not None and cells:
            told = {row.key: _told(row) for row in compared.rows}
            found[kind] = tuple(replace(row, comparison=told.get(row.key)) for row in tables[kind])
    return found


def _fitting(rows: Iterable[Row], bases: Mapping[tuple[str, str], int]) -> dict[str, Cell]:
    """The cells of those who have a name, unless they count other answers than the bases do."""
    sums: Counter[str] = Counter()
    for (whom, _), n in bases.items():
        sums[whom] += n
    cells = {row.key: row.satisfaction for row in rows if row.key != UNKNOWN}
    return {key: cell for key, cell in cells.items() if cell.share is None or cell.n == sums[key]}


def _bases(kind: str, answers: Answers) -> Counter[tuple[str, str]]:
    """Counted ratings by (whom, procedure)."""
    keys, found = answers.keys, Counter[tuple[str, str]]()
    columns = (keys[kind], keys[PROCEDURE], keys["status"], answers.satisfied, answers.unsatisfied)
    for whom, procedure, status, satisfied, unsatisfied in zip(*columns, strict=True):
        if status == COUNTED:
            found[whom, procedure] += satisfied + unsatisfied
    return found


def _told(compared: Compared) -> Comparison:
    verdict, figure = compared.verdict.value.removesuffix("_expectation"), compared.figure
    if figure is None:
        return Comparison(verdict)
    return Comparison(
        verdict,
        figure.expected_share,
        figure.rate,
        figure.interval.low,
        figure.interval.high,
        figure.false_alarm,
        figure.observed,
        figure.pooled,
        figure.variance,
    )
