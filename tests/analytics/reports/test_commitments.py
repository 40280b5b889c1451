"""What was promised, on paper and in a spreadsheet."""

from pathlib import Path

import pytest

from analytics.counts import TOTAL
from analytics.periods import parse
from analytics.targets import Commitment
from tests.analytics.editions_by_hand import an_edition
from tests.analytics.reports.made import report_of


def test_what_was_promised_comes_first_the_places_own_and_the_units_counted(tmp_path: Path) -> None:
    promised = [
        Commitment(unit, "satisfaction", parse("2026-08"), target)
        for unit, target in ((TOTAL, 0.9), ("H44.1", 0.8), ("H44.2", 0.95))
    ]
    whole, unit = (
        report_of(tmp_path / str(key), an_edition(), key=key, commitments=promised).sections[0]
        for key in (None, "H44.1")
    )

    assert whole.title == unit.title == "Targets and commitments"
    assert whole.points[0].startswith(
        "All together, Satisfaction rate, Month 8/2026: Target 90.0\u00a0%. 88.5\u00a0% of 260 answers"
    )
    assert "to come" in whole.points[0]
    assert whole.texts == (
        "Commitments of units: 1 reached, 1 missed, 0 too early to say, 0 not shown.",
    )
    assert [point.split(",")[0] for point in unit.points] == ["Name H44.1"]
    assert unit.in_letter
    assert not unit.texts


@pytest.mark.parametrize(
    ("period", "on_paper"),
    [
        ("2026-W34", ["Satisfaction rate"]),
        ("2026-08", ["Satisfaction rate", "Name H44.1: Satisfaction rate"]),
    ],
)
def test_commitments_are_a_table_on_paper_and_a_spreadsheet_has_all_of_them(
    tmp_path: Path, period: str, on_paper: list[str]
) -> None:
    promised = [Commitment(unit, "satisfaction", parse("2026-08"), 0.9) for unit in (TOTAL, "H44.1")]
    report = report_of(tmp_path, an_edition(period), commitments=promised)

    found = [one for one in report.sections if any(table.name == "targets" for table in one.tables)]
    names = {section.on_paper: [row[0].text for row in section.tables[0].rows] for section in found}
    assert names[True] == on_paper
    assert names[False] == ["Satisfaction rate", "Name H44.1: Satisfaction rate"]
    target, so_far, n = found[0].tables[0].rows[0][1:4]
    assert (target.value, n.value) == (0.9, 260)
    assert so_far.interval is not None
