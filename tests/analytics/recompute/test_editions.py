"""Every figure of editions, recomputed from the record's file by modules of the tests' own."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics import rollup, schema, source, weekly
from analytics.editions import freezing, plan
from analytics.editions.sources import Sources
from analytics.editions.store import Editions
from tests.analytics.recompute import chance
from tests.analytics.recompute.published import Audit
from tests.analytics.recompute.sums import Record

LATER = datetime(2027, 6, 1, tzinfo=UTC)
SEEDS = [
    pytest.param(range(4), id="briefly"),
    pytest.param(range(200), id="at length", marks=pytest.mark.soak),
]


def freeze_all(record_path: Path, derived_path: Path) -> Path:
    """Weeks, months, quarters and years, in the order in which they can be frozen."""
    folder = record_path.parent / "editions"
    rollup.refresh(record_path, derived_path)
    with source.reading(record_path) as record, schema.reading(derived_path) as derived:
        sources = Sources(record, derived, Editions(folder), LATER)
        for period in freezing.ended_periods(sources, weekly.weeks_with_figures(derived)):
            freezing.freeze_period(sources, period)
    return folder


@pytest.mark.parametrize("seeds", SEEDS)
def test_every_figure_of_every_edition_is_recomputed_to_the_last_digit(
    seeds: range, record_template: Path, tmp_path: Path
) -> None:
    states: Counter[str] = Counter()
    for seed in seeds:
        record_path, derived_path = chance.a_record(record_template, tmp_path / str(seed), seed)
        folder = freeze_all(record_path, derived_path)
        record = Record(record_path)
        files = sorted(folder.glob("*.json"))
        audits = {file.name: Audit(json.loads(file.read_bytes()), record) for file in files}

        assert {name: audit.faults for name, audit in audits.items() if audit.faults} == {}
        assert len(files) >= 6  # three weeks or more, a month, a quarter, a year
        states += sum((audit.states for audit in audits.values()), Counter())
    assert {"shown", "too_few", "empty", "worse repeat", "trust shown"} <= set(states)


def test_so_is_what_was_named_of_a_procedure_in_a_month(
    record_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of fewer answers than are enough, as a record of a thousand has no more of one procedure."""
    enough = (100, 5)
    monkeypatch.setattr(plan, "ENOUGH", enough[0])
    monkeypatch.setattr(plan, "ENOUGH_UNSATISFIED", enough[1])
    record_path, derived_path = chance.a_record(record_template, tmp_path / "record", 2)
    files = sorted(freeze_all(record_path, derived_path).glob("*.json"))
    record = Record(record_path)
    audits = {file.name: Audit(json.loads(file.read_bytes()), record, enough) for file in files}

    assert {name: audit.faults for name, audit in audits.items() if audit.faults} == {}
    named = sum((audit.states for audit in audits.values()), Counter())
    assert any(state.startswith("named of a procedure") for state in named)
