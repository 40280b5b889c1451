import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analytics import rollup
from analytics.dashboard.freshness import Freshness
from analytics.weeks import Week
from kiosk.db import Database
from tests import factories
from tests.analytics.dashboard.conftest import Clock, Pages, a_host

SUNDAY_NIGHT = factories.WEDNESDAY + timedelta(days=4, hours=14, minutes=29)  # 23:59 in Viet Nam
MIDNIGHT = SUNDAY_NIGHT + timedelta(minutes=1)


def pages_at(record_path: Path, instant: datetime, *, show_open_week: bool = False) -> Pages:
    app = a_host(record_path.parent, lambda: None, lambda: instant)
    app.config["SHOW_OPEN_WEEK"] = show_open_week
    return Pages(app)


def test_a_week_is_shown_from_the_minute_it_has_ended(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    rollup.refresh(record_path, derived_path)

    assert "Chưa có số liệu" in pages_at(record_path, SUNDAY_NIGHT).get()
    assert "Tuần 34" in pages_at(record_path, MIDNIGHT).get()


def test_the_running_week_cannot_be_had_by_typing_its_address(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db, factories.WEDNESDAY - timedelta(days=7))
    factories.rate(db)
    rollup.refresh(record_path, derived_path)
    pages = pages_at(record_path, SUNDAY_NIGHT)

    assert "2026-W34" not in pages.get()
    for address in ("", "week.csv", "chart.png"):
        pages.get(f"/dashboard/{address}?week=2026-W34", status=404)


def test_the_running_week_is_offered_with_its_label_where_the_host_shows_it(
    db: Database, record_path: Path
) -> None:
    factories.rate(db)

    page = pages_at(record_path, SUNDAY_NIGHT, show_open_week=True).get()

    assert "Tuần chưa kết thúc: số liệu còn thay đổi" in page  # the only one there is
    assert "Tuần chưa kết thúc" not in pages_at(record_path, MIDNIGHT, show_open_week=True).get()


def test_the_page_opens_on_the_ended_week_and_offers_the_running_one(
    db: Database, record_path: Path
) -> None:
    factories.rate(db, factories.WEDNESDAY - timedelta(days=14))
    factories.rate(db)
    pages = pages_at(record_path, SUNDAY_NIGHT, show_open_week=True)

    page = pages.get()

    assert '<option value="2026-W32" selected>32/2026' in page
    assert '<option value="2026-W34">34/2026' in page
    assert "2026-W33" not in page
    assert "Tuần chưa kết thúc" not in page
    assert "Tuần chưa kết thúc" in pages.get("/dashboard/?week=2026-W34")
    assert "2026-W32" in pages.get("/dashboard/week.csv")
    assert '<option value="2026-W34" selected>' in pages_at(record_path, MIDNIGHT).get()


def test_where_the_running_week_is_shown_a_press_appears_at_the_next_look(
    db: Database, record_path: Path
) -> None:
    pages = pages_at(record_path, SUNDAY_NIGHT, show_open_week=True)
    factories.rate(db)
    assert "1 lượt đánh giá được tính" in pages.get()

    factories.rate(db)

    assert "2 lượt đánh giá được tính" in pages.get()


def test_else_the_page_shows_what_the_last_refresh_left(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    rollup.refresh(record_path, derived_path)
    pages = pages_at(record_path, MIDNIGHT)

    factories.rate(db)

    assert "1 lượt đánh giá được tính" in pages.get()


def test_without_figures_the_page_says_so_and_files_are_not_found(
    db: Database, record_path: Path
) -> None:
    pages = pages_at(record_path, MIDNIGHT)

    assert "Chưa có số liệu" in pages.get()
    assert "No figures yet" in pages.get("/dashboard/?lang=en")
    pages.get("/dashboard/week.csv", status=404)


def test_before_the_first_week_has_ended_there_is_no_file_to_take_along(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    rollup.refresh(record_path, derived_path)
    pages = pages_at(record_path, SUNDAY_NIGHT)

    for address in ("week.csv", "chart.svg"):
        pages.get(f"/dashboard/{address}", status=404)


def test_figures_of_another_record_are_not_shown(
    db: Database, record_path: Path, derived_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "kiosk.db"
    other.parent.mkdir()
    stranger = factories.a_record(other)
    factories.rate(stranger)
    stranger.conn.close()
    rollup.refresh(other, derived_path)

    assert "Chưa có số liệu" in pages_at(record_path, MIDNIGHT).get()


def a_freshness(record_path: Path, clock: Clock = lambda: MIDNIGHT) -> Freshness:
    return Freshness(record_path.parent, clock)


def test_nothing_is_recomputed_where_nothing_has_changed(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freshness = a_freshness(record_path)
    freshness.refresh_if_needed()

    monkeypatch.setattr(rollup, "refresh", lambda *_, **__: pytest.fail("recomputed for nothing"))

    freshness.refresh_if_needed()


def test_whoever_comes_during_a_refresh_does_not_wait_and_does_not_start_another(
    db: Database, record_path: Path, derived_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rollup.refresh(record_path, derived_path)
    factories.rate(db)
    freshness, begun, go_on, times = a_freshness(record_path), threading.Event(), threading.Event(), []

    def slow(*_: object, **__: object) -> None:
        times.append(1)
        begun.set()
        assert go_on.wait(10)

    monkeypatch.setattr(rollup, "refresh", slow)
    first = threading.Thread(target=freshness.refresh_if_needed)
    first.start()
    assert begun.wait(10)
    freshness.refresh_if_needed()  # returns at once
    go_on.set()
    first.join(10)

    assert times == [1]


def test_after_a_refresh_that_failed_the_next_may_try_again(
    db: Database, record_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freshness = a_freshness(record_path)

    def fails(*_: object, **__: object) -> None:
        raise KeyError("for the test")

    with monkeypatch.context() as patch:
        patch.setattr(rollup, "refresh", fails)
        with pytest.raises(KeyError):
            freshness.refresh_if_needed()
    freshness.refresh_if_needed()

    assert rollup.is_current(record_path, freshness.derived)


def test_today_is_viet_nams(record_path: Path) -> None:
    assert Week.of(a_freshness(record_path, lambda: SUNDAY_NIGHT).today()) == Week(2026, 34)
    assert Week.of(a_freshness(record_path, lambda: MIDNIGHT).today()) == Week(2026, 35)
