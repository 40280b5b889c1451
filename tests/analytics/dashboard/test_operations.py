"""The wall of an operation centre: everything together and the units, and nobody below."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Edition
from tests.analytics.dashboard.conftest import Pages, july, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

WALL = "/dashboard/operations?lang=en"
USUAL, BELOW = (
    Comparison("as_expected", 0.9, 0.9, 0.8, 1.0, 0.4),
    Comparison("below", 0.9, 0.6, 0.5, 0.7, 0.001),
)


def week(period: str, fell: int = 20) -> Edition:
    """Ten units; the last one too small, the one before withheld."""
    units = [
        a_row("unit", f"H44.{n}", 180, 20, 400 + n, name=f"Xã {n}", comparison=USUAL) for n in range(7)
    ]
    units.append(a_row("unit", "H44.7", 200 - fell, fell, 900, name="Xã Bạch", comparison=BELOW))
    kept = a_row("unit", "H44.8", 180, 20, 800, name="Xã Kín")
    units.append(replace(kept, satisfaction=Cell(State.WITHHELD, 200, 10)))
    units.append(a_row("unit", "H44.9", 3, 1, 10, name="Xã Nhỏ"))
    return an_edition(period, a_row(satisfied=1800, unsatisfied=200, services=5000), unit=units)


def test_before_the_first_edition_it_names_the_monday_of_the_first(pages: Pages) -> None:
    assert "The first edition appears" in pages.get(WALL)


def test_it_tells_the_whole_and_which_units_are_out_of_expectation(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, week("2026-W33"), week("2026-W34", fell=80))

    text = text_of(pages.get(WALL))

    assert "Week 34/2026: no clear change" in text
    assert "90.0\u00a0% 88.6–91.2, interval of 95 % n = 2,000" in text
    assert "Xã Bạch: below expectation 7 of 10 units as expected; of 2 nothing can be said" in text
    assert "Xã Bạch fell to 60.0\u00a0% (53.1–66.5), n = 200 from 90.0\u00a0%" in text


def test_the_latest_marks_of_the_chart_are_told_in_words(tmp_path: Path, pages: Pages) -> None:
    publish(
        tmp_path, week("2026-W32"), *(replace(week(f"2026-W{n}"), method=str(n)) for n in range(33, 37))
    )

    said = text_of(pages.get(WALL)).partition("What happened")[2]

    assert "4. Week 36/2026: another method: 36" in said
    assert "2. Week 34/2026" in said
    assert "1. Week 33/2026" not in said


def test_units_stand_in_the_order_of_names_and_none_without_its_base(
    tmp_path: Path, pages: Pages
) -> None:
    publish(tmp_path, week("2026-W34"))

    tiles = pages.get(WALL).partition('class="units"')[2]

    names = re.findall(r"<h2>([^<]+)</h2>", tiles)
    assert names == sorted(names)
    assert len(names) == 6
    assert tiles.count("n = ") == 6
    assert "75.0" not in tiles  # three of four


def test_what_a_unit_may_not_show_is_said_so(tmp_path: Path, pages: Pages) -> None:
    units = [row for row in week("2026-W34").rows("unit") if row.key in ("H44.8", "H44.9")]
    publish(tmp_path, an_edition("2026-W34", unit=units))

    text = text_of(pages.get(WALL))

    assert "Xã Kín withheld n = 200" in text
    assert "Xã Nhỏ not enough data (needs at least 10) n = 4" in text


def test_nobody_and_nothing_below_units_is_on_it(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, july())

    page = pages.get("/dashboard/operations?lang=en&period=2026-07")

    assert "Cán bộ" not in page
    assert "A-01" not in page
    assert "Đăng ký" not in page
    assert "Reasons" not in page


def test_it_renews_itself_no_more_than_once_an_hour_and_leads_nowhere_by_touch(
    published: Pages,
) -> None:
    page = published.get(WALL)

    found = re.search(r'<meta http-equiv="refresh" content="(\d+)">', page)
    assert found is not None
    assert int(found[1]) >= 3600
    assert "<form" not in page


def test_targets_of_the_whole_stand_on_it_and_those_of_units_are_counted(
    published: Pages, tmp_path: Path
) -> None:
    lines = ("total,satisfaction,2026-W34,90", "H44.5,satisfaction,2026-W34,74")
    (tmp_path / "targets.csv").write_text("unit_id,index,period,target_percent\n" + "\n".join(lines))

    text = text_of(published.get(WALL))

    assert "Satisfaction rate 90.0\u00a0%, Week 34/2026: target missed" in text
    assert "Commitments of units: 1 reached, 0 missed" in text


def test_faulty_targets_leave_the_wall_standing(published: Pages, tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("nonsense\n")

    assert "Targets" not in published.get(WALL)


@pytest.mark.parametrize("wish", ["by=officer", "key=H44.5.A-01", "by=unit&key=H44.5"])
def test_no_wish_brings_more_onto_it(published: Pages, wish: str) -> None:
    plain = text_of(published.get(WALL))

    assert text_of(published.get(f"{WALL}&{wish}")) == plain
