"""Points of Decision 766/QD-TTg against those the national portal published, August 2026."""

import csv
from pathlib import Path

import pytest

import kiosk
from analytics.counts import Counts
from analytics.editions import Matters, points_of
from analytics.indices import Petitions, dossier_points, petition_points, service_points
from analytics.official import SCORES, check_file

PUBLISHED = Path(kiosk.__file__).parent / "data" / "phutho_month.csv"


def units() -> list[dict[str, str]]:
    """What the portal published of every unit."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 164
    return rows


def test_every_published_point_of_phu_tho_is_reproduced() -> None:
    checks = [check for check in check_file(PUBLISHED) if check.figure in SCORES]

    assert len(checks) == 164 * 3
    assert [check for check in checks if not check.agrees] == []


def test_every_published_percentage_of_phu_tho_is_reproduced() -> None:
    checks = [check for check in check_file(PUBLISHED) if check.figure not in SCORES]

    assert len(checks) == 164
    assert [check for check in checks if not check.agrees] == []


@pytest.mark.parametrize(
    ("satisfied", "dossiers", "points"),
    [
        (144_315, 184_503, 5.21),  # the province itself
        (486, 588, 5.51),  # its industrial zones' board
        (332, 482, 4.59),  # its department of industry and trade
    ],
)
def test_dossier_points_of_single_units_are_the_published_ones(
    satisfied: int, dossiers: int, points: float
) -> None:
    assert dossier_points(satisfied / dossiers) == pytest.approx(points, abs=0.005)


def test_the_provinces_petition_points_are_the_published_ones() -> None:
    assert petition_points(182, 247) == pytest.approx(4.42, abs=0.005)
    assert petition_points(137, 247) == pytest.approx(3.33, abs=0.005)


def test_an_edition_gives_every_unit_the_points_that_the_portal_published() -> None:
    """Its matters beside the points of its dossiers."""
    for row in units():
        dossiers, satisfied = int(row["dossiers"]), int(row["petition_satisfied"])
        matters = Matters(
            "x", 0, int(row["petitions"]), int(row["petition_on_time"]), 0, satisfied, satisfied
        )
        points = dossier_points(int(row["satisfied"]) / dossiers) if dossiers else None
        found = points_of(dossiers, points, matters)
        published = [float(row[name]) for name in SCORES]
        assert list(found.parts.values()) == pytest.approx(published, abs=0.0101), row["unit"]
        assert found.points == pytest.approx(float(row["total_score"]), abs=0.0201), row["unit"]


def test_the_sum_of_the_three_parts_is_the_published_one_of_every_unit() -> None:
    for row in units():
        dossiers, petitions = int(row["dossiers"]), int(row["petitions"])
        found = service_points(
            Counts(services=dossiers, failed=dossiers - int(row["satisfied"])),
            Petitions(petitions, int(row["petition_on_time"]), int(row["petition_satisfied"])),
        )
        # The portal adds up parts that it has rounded already.
        total = sum(round(points, 2) for points in found.parts.values())
        assert total == pytest.approx(float(row["total_score"]), abs=0.0151), row["unit"]
        assert (found.out_of, found.absent) == (18.0, ())
