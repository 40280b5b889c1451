"""What pages may read, and what of the running week."""

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics import rollup
from analytics.dashboard.library import Library
from analytics.disclosure import State
from analytics.periods import parse
from analytics.weeks import Week
from analytics.words import Words
from kiosk.storage.db import Database
from tests import factories
from tests.analytics.dashboard.conftest import LAND, MONDAY, Clock, Pages, a_host, calm, text_of, worse
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

SUNDAY_NIGHT = factories.WEDNESDAY + timedelta(days=4, hours=14, minutes=29)  # 23:59 in Viet Nam


def a_library(instance: Path, clock: Clock = lambda: MONDAY) -> Library:
    return Library(instance, clock)


def test_weeks_run_from_the_first_with_ratings_and_a_missing_one_is_empty(tmp_path: Path) -> None:
    publish(tmp_path, calm("2026-W30"), calm("2026-W32"), worse("2026-W34"))

    found = a_library(tmp_path).weeks("procedure", LAND.key, parse("2026-W34").end_day, 52)

    assert [str(week) for week, _cell in found] == [f"2026-W{number}" for number in range(30, 35)]
    assert [cell.state for _week, cell in found] == [State.SHOWN, State.EMPTY] * 2 + [State.SHOWN]


def test_weeks_after_the_period_are_not_told(tmp_path: Path) -> None:
    publish(tmp_path, calm("2026-W33"), calm("2026-W34"))

    found = a_library(tmp_path).weeks("total", "", parse("2026-W33").end_day, 52)

    assert [str(week) for week, _cell in found] == ["2026-W33"]


def test_a_restatement_takes_the_place_of_its_first_edition_in_a_series(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    publish(tmp_path, calm("2026-W33"))
    assert library.weeks("total", "", date(2026, 9, 1), 9)[0][1].n == 304

    publish(tmp_path, an_edition("2026-W33", a_row(satisfied=200, unsatisfied=100), number=2))

    assert library.weeks("total", "", date(2026, 9, 1), 9)[0][1].n == 300


def test_the_newest_month_is_the_last_that_ended_no_later(tmp_path: Path) -> None:
    publish(tmp_path, an_edition("2026-06"), an_edition("2026-07"))
    library = a_library(tmp_path)

    assert library.of_kind("month", parse("2026-W34")).period == "2026-07"  # type: ignore[union-attr]
    assert library.of_kind("month", parse("2026-W30")).period == "2026-06"  # type: ignore[union-attr]
    assert library.of_kind("month", parse("2026-W20")) is None


def test_another_method_begins_another_series(tmp_path: Path) -> None:
    publish(tmp_path, calm("2026-W33"), an_edition("2026-W34", method="2"))

    [event] = a_library(tmp_path).breaks(parse("2026-W34").end_day, 52, Words("en"))

    assert (str(event.week), event.text, event.breaks) == ("2026-W34", "another method: 2", True)


def test_another_way_of_asking_begins_another_series(tmp_path: Path) -> None:
    for period, (slips, tablets) in {"2026-06": (10, 190), "2026-07": (150, 50)}.items():
        tiers = [a_row("tier", "receipt", slips, 0, 0), a_row("tier", "tablet", tablets, 0, 0)]
        publish(tmp_path, an_edition(period, tier=tiers))

    [event] = a_library(tmp_path).breaks(parse("2026-W34").end_day, 52, Words("en"))

    assert event.breaks
    assert str(event.week) == "2026-W27"  # the week of 1 July
    assert event.text.startswith("asked another way: ")


def test_of_the_running_week_only_the_counts_are_told(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    for number in range(40):
        factories.rate(db, satisfied=number >= 4)
    rollup.refresh(record_path, derived_path)
    publish(record_path.parent, calm("2026-W33"))
    pages = Pages(a_host(record_path.parent, lambda what: lambda: None, lambda: SUNDAY_NIGHT))

    text = text_of(pages.get("/dashboard/?lang=en"))

    assert "The running week 34 so far: 40 ratings, 0 services." in text
    assert "90.0\u00a0%" not in text
    pages.get("/dashboard/?period=2026-W34", status=404)


def test_where_nothing_is_frozen_yet_the_page_names_the_monday_of_the_first_edition(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    rollup.refresh(record_path, derived_path)
    pages = Pages(a_host(record_path.parent, lambda what: lambda: None, lambda: SUNDAY_NIGHT))

    text = text_of(pages.get("/dashboard/?lang=en"))

    assert "The first edition appears on Monday, 24/8/2026" in text
    assert "The running week so far: 1 ratings, 0 services." in text
    assert "tỷ lệ" not in text_of(pages.get()).lower()


def test_without_record_or_counts_the_editions_are_shown_all_the_same(published: Pages) -> None:
    assert "The running week" not in text_of(published.get("/dashboard/?lang=en"))


def test_counts_of_another_record_are_not_shown(
    db: Database, record_path: Path, derived_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "kiosk.db"
    other.parent.mkdir()
    stranger = factories.a_record(other)
    factories.rate(stranger)
    stranger.conn.close()
    rollup.refresh(other, derived_path)

    assert a_library(record_path.parent).running() is None


def test_where_the_host_wishes_it_a_press_is_counted_at_the_next_look(
    db: Database, record_path: Path
) -> None:
    app = a_host(record_path.parent, lambda what: lambda: None, lambda: SUNDAY_NIGHT)
    app.config["SHOW_OPEN_WEEK"] = True
    factories.rate(db)
    assert "so far: 1 ratings" in text_of(Pages(app).get("/dashboard/?lang=en"))

    factories.rate(db)

    assert "so far: 2 ratings" in text_of(Pages(app).get("/dashboard/?lang=en"))


def test_nothing_is_recomputed_where_nothing_has_changed(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = a_library(record_path.parent)
    library.refresh_if_needed()

    monkeypatch.setattr(rollup, "refresh", lambda *_, **__: pytest.fail("recomputed for nothing"))

    library.refresh_if_needed()


def test_whoever_comes_during_a_refresh_does_not_wait_and_does_not_start_another(
    db: Database, record_path: Path, derived_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollup.refresh(record_path, derived_path)
    factories.rate(db)
    library, begun, go_on, times = (
        a_library(record_path.parent),
        threading.Event(),
        threading.Event(),
        [],
    )

    def slow(*_: object, **__: object) -> None:
        times.append(1)
        begun.set()
        assert go_on.wait(60)

    monkeypatch.setattr(rollup, "refresh", slow)
    first = threading.Thread(target=library.refresh_if_needed)
    first.start()
    assert begun.wait(60)
    library.refresh_if_needed()  # returns at once
    go_on.set()
    first.join(60)

    assert times == [1]


def test_today_is_viet_nams(tmp_path: Path) -> None:
    assert Week.of(a_library(tmp_path, lambda: SUNDAY_NIGHT).today()) == Week(2026, 34)
    later = SUNDAY_NIGHT + timedelta(minutes=1)
    assert Week.of(a_library(tmp_path, lambda: later).today()) == Week(2026, 35)
