from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.disclosure import Cell, State
from analytics.editions.store import Editions
from analytics.indices import Share
from analytics.periods import parse
from analytics.stats.intervals import wilson_interval
from analytics.targets import Commitment, TargetVerdict, forecast
from analytics.targets.command import targets
from analytics.targets.progress import progress, progress_by
from tests.analytics.targets.editions import an_edition


def shown(count: int, n: int) -> Cell:
    return Cell(State.SHOWN, n, 10, Share(count, n, wilson_interval(count, n)), count / n, count / n)


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    """Two weeks of September 2026, and the whole of August."""
    found = Editions(tmp_path / "editions")
    for period, unit, total in (
        ("2026-08", (190, 200), (1500, 2000)),
        ("2026-W36", (40, 50), (400, 500)),
        ("2026-W37", (45, 50), (420, 500)),
    ):
        found.publish(an_edition(period, {"H44.5": shown(*unit)}, total=shown(*total)))
    return found


def commitment(period: str, unit: str = "H44.5", index: str = "satisfaction") -> Commitment:
    return Commitment(unit, index, parse(period), 0.9)


def test_a_period_that_was_published_is_judged_by_its_edition(editions: Editions) -> None:
    found = progress(editions, commitment("2026-08"))

    assert found is not None
    assert (found.judged.verdict, found.judged.ended) == (TargetVerdict.PASS, True)
    assert found.forecast is None


def test_one_that_runs_is_judged_by_its_weeks_together_with_a_forecast(editions: Editions) -> None:
    found = progress(editions, commitment("2026-09"))

    assert found is not None
    assert (found.judged.cell.share, found.judged.ended) == (
        Share(85, 100, wilson_interval(85, 100)),
        False,
    )
    assert found.judged.verdict is TargetVerdict.TOO_EARLY
    # Thirteen of thirty days are over on the 14th: 100 answers, 131 to come.
    assert found.forecast == forecast(found.judged.cell, 0.9, left=131)


def test_a_unit_that_is_not_shown_has_neither_verdict_nor_forecast(editions: Editions) -> None:
    found = progress(editions, commitment("2026-09", unit="H44.9"))

    assert found is not None
    assert (found.judged.verdict, found.forecast) == (TargetVerdict.NOT_SHOWN, None)


def test_what_is_counted_in_full_waits_for_the_periods_end(editions: Editions) -> None:
    found = progress(editions, commitment("2026-09", index="dossier"))

    assert found is not None
    assert found.judged.verdict is not TargetVerdict.FAIL
    assert found.forecast is None


def test_before_anything_was_published_there_is_nothing_to_judge(editions: Editions) -> None:
    assert progress(editions, commitment("2027")) is None


def test_the_command_tells_each_commitment(editions: Editions, tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(
        "unit_id,index,period,target_percent\nH44.5,satisfaction,2026-09,90\ntotal,response,2027,20\n"
    )

    told = CliRunner().invoke(
        targets, ["--file", str(file), "--folder", str(editions.folder), "--lang", "en"]
    )

    assert told.exit_code == 0
    first, second = told.stdout.splitlines()
    assert first.startswith(
        "H44.5, Satisfaction rate, 2026-09: Target 90.0\u00a0%. 85.0\u00a0% of 100 answers"
    )
    assert "About 131 answers are to come" in first
    assert second == "total, Response rate, 2027: Nothing of the period was published yet."


def test_without_targets_the_command_says_so(tmp_path: Path) -> None:
    told = CliRunner().invoke(targets, ["--file", str(tmp_path / "targets.csv"), "--lang", "vi"])

    assert told.exit_code == 1
    assert told.stderr == "Chưa có chỉ tiêu nào trong targets.csv.\n"


def test_a_record_begun_in_the_year_takes_its_pace_from_there(editions: Editions) -> None:
    found = progress(editions, commitment("2026"))

    # Two weeks from 31 August on gave 100; 109 of the year's days are to come.
    assert found is not None
    assert found.forecast is not None
    assert found.forecast.left == round(100 * 109 / 14)


def test_an_edition_is_told_how_all_stood_when_its_period_ended(editions: Editions) -> None:
    promised = [commitment("2026-09"), commitment("2026-08"), commitment("2026-Q3"), commitment("2027")]

    found = progress_by(editions, promised, editions.of("2026-W36"))

    # Of the week after it nothing, though it is published by now; August does not hold the week.
    assert [(str(one.judged.commitment.period), one.judged.cell.share) for one in found] == [
        ("2026-09", Share(40, 50, wilson_interval(40, 50))),
        ("2026-Q3", Share(40, 50, wilson_interval(40, 50))),
    ]


def test_the_editions_own_period_is_judged_by_that_very_edition(editions: Editions) -> None:
    (found,) = progress_by(editions, [commitment("2026-08")], editions.of("2026-08"))

    assert (found.judged.ended, found.judged.verdict) == (True, TargetVerdict.PASS)
