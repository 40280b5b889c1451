"""Counts of calendar periods by every scope, added up by modules of the tests' own."""

from pathlib import Path

import pytest

from analytics import rollup, schema, source
from analytics.counts import Counts
from analytics.periods import parse
from analytics.scopes import FIELD, SCOPES, counts_by
from analytics.weeks import Period
from tests.analytics.recompute import chance
from tests.analytics.recompute.sums import Record, Sums

SEEDS = [
    pytest.param(range(4), id="briefly"),
    pytest.param(range(200), id="at length", marks=pytest.mark.soak),
]
PERIODS = ("2026-08", "2026-12", "2027-01", "2026-Q3", "2026-Q4", "2026", "2027", "2026-W53")


def plainly(counts: Counts) -> Sums:
    return Sums(
        satisfied=counts.satisfied,
        unsatisfied=counts.unsatisfied,
        left_out={part.cause: [part.unsatisfied, part.satisfied] for part in counts.not_counted},
        services=counts.services,
        failed=counts.failed,
        tied=counts.tied,
        sound=[counts.tied_unsatisfied, counts.tied_satisfied],
    )


def own_sums(record: Record, period: Period, by: str) -> dict[str, Sums]:
    """A calendar period by its months, a week by its name."""
    first, end = period.first_day.isoformat()[:7], period.end_day.isoformat()[:7]
    if period.kind == "week":
        return record.sums(lambda week, _month: week == str(period), by, {})
    return record.sums(lambda _week, month: first <= month < end, by, {})


@pytest.mark.parametrize("seeds", SEEDS)
def test_every_scope_of_every_period_adds_up_to_what_the_record_holds(
    seeds: range, record_template: Path, tmp_path: Path
) -> None:
    seen = 0
    for seed in seeds:
        record_path, derived_path = chance.a_record(record_template, tmp_path / str(seed), seed)
        rollup.refresh(record_path, derived_path)
        record = Record(record_path)
        with schema.reading(derived_path) as derived, source.reading(record_path) as names:
            for period in map(parse, PERIODS):
                for by in SCOPES:
                    if by != FIELD:  # of single weeks: see test_week
                        found = counts_by(derived, names, period, by)
                        known = own_sums(record, period, by)
                        assert {key: plainly(counts) for key, counts in found.items()} == known
                        seen += len(known)
    assert seen > 500
