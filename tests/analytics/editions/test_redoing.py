"""Which cells are hidden is decided once more, beside what had been published: a cell that was opened
afterwards is found though all digests fit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analytics.editions import Edition, behind, plan
from analytics.editions.codec import to_bytes
from analytics.editions.due import freeze_due
from analytics.editions.redoing import otherwise
from analytics.editions.sources import Sources
from analytics.editions.verifying import verify
from analytics.suppression.primary import Status
from analytics.words import Words
from kiosk.storage.db import Database

from .conftest import Opened
from .test_restating import bring

LATER = datetime(2026, 9, 14, tzinfo=UTC)


def forged(sources: Sources, edition: Edition) -> Edition:
    """The smallest hidden cell opened in what stands behind the edition, with a digest that fits."""
    stands = behind.recall(sources.editions.folder, edition)
    cells = dict(stands.frozen.cells)
    key = min(key for key, shown in cells.items() if shown.status in (Status.FEW, Status.WITHHELD))
    cells[key] = replace(cells[key], status=Status.EXACT, satisfied=1, least=1, most=1)
    opened = replace(stands, frozen=replace(stands.frozen, cells=cells))
    changed = replace(edition, behind=behind.keep(sources.editions.folder, opened))
    path = sources.editions.path_of(edition.period, edition.number)
    path.unlink()
    path.write_bytes(to_bytes(changed))
    return changed


def test_weeks_a_month_and_their_restatements_are_decided_the_same_again(
    at: Opened, busy_db: Database
) -> None:
    with at(LATER) as sources:
        made = freeze_due(sources)
    bring(busy_db, 25, 6)
    with at(LATER + timedelta(days=7)) as sources:
        made += freeze_due(sources)
        assert {edition.name: list(otherwise(sources.editions, edition)) for edition in made} == {
            "2026-W32": [],
            "2026-W33": [],
            "2026-W34": [],
            "2026-W35": [],
            "2026-08": [],
            "2026-W34.2": [],
            "2026-08.2": [],
        }


def test_a_hidden_cell_that_was_opened_afterwards_is_found(at: Opened) -> None:
    with at(LATER) as sources:
        freeze_due(sources, weeks_only=True)
        forged(sources, sources.editions.of("2026-W33"))
        told = list(verify(sources, Words("en"), whole=True))

    assert any(line.startswith("2026-W33: 1 cells would be decided otherwise") for line in told), told


def test_so_is_one_of_a_month(at: Opened) -> None:
    with at(LATER) as sources:
        freeze_due(sources)
        month = forged(sources, sources.editions.of("2026-08"))

        assert len(list(otherwise(sources.editions, month))) == 1


def test_a_month_from_before_reasons_were_told_by_procedure_is_decided_as_it_was(
    at: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "ENOUGH", 10)
    monkeypatch.setattr(plan, "ENOUGH_UNSATISFIED", 1)
    with at(LATER) as sources:
        with monkeypatch.context() as of_old:
            of_old.setattr(plan, "of_reasons", lambda *_: ())
            month = freeze_due(sources)[-1]

        assert month.name == "2026-08"
        assert not any(row.reasons for row in month.tables["procedure"])
        assert list(verify(sources, Words("en"), whole=True)) == []
