"""Who sees what: an officer the own page, a screen in the hall one unit, each behind its guard."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import abort, g

from tests.analytics.dashboard.conftest import Pages, a_host, calm, july, text_of
from tests.analytics.dashboard.editions_by_hand import an_edition, publish


def test_an_officer_sees_the_own_figures_first_with_interval_expectation_and_what_was_left_out(
    published: Pages,
) -> None:
    text = text_of(published.get("/dashboard/own?lang=en"))

    assert "Month 7/2026: 79.8\u00a0% satisfied, below expectation" in text
    assert "Your satisfaction rate 79.8\u00a0% 73.5–84.9, interval of 95 % n = 188" in text
    assert "To be expected of your procedures 91.0\u00a0%" in text
    assert "3 repeated presses" in text
    assert "Your mark is the standardised rate, 78.0\u00a0%" in text
    assert "Each ring is a colleague" in text
    assert "name the edition: 2026-07" in text


def test_an_officer_sees_no_colleague_by_name_or_key(published: Pages) -> None:
    page = published.get("/dashboard/own")

    assert "A-02" not in page
    assert "A-03" not in page
    assert "Của Ông/Bà:" in page  # the funnel's mark


def test_no_wish_in_the_address_shows_another_officer(published: Pages) -> None:
    for wish in ("key=H44.5.A-02", "by=officer&key=H44.5.A-02", "officer=H44.5.A-02"):
        assert published.get(f"/dashboard/own?{wish}&lang=en").count("90.0\u00a0% (") == 0


def test_an_officer_without_ratings_is_told_so_and_may_still_contest(
    tmp_path: Path, pages: Pages
) -> None:
    publish(tmp_path, an_edition("2026-07"))

    text = text_of(pages.get("/dashboard/own?lang=en"))

    assert "Month 7/2026: no ratings of yours" in text
    assert "If you do not agree" in text


def test_before_the_first_month_the_own_page_names_the_next_edition(
    tmp_path: Path, pages: Pages
) -> None:
    publish(tmp_path, calm("2026-W34"))

    assert "The first edition appears on Monday, 7/9/2026" in text_of(
        pages.get("/dashboard/own?lang=en")
    )


def test_whoever_is_no_officer_has_no_own_page(published: Pages) -> None:
    published.app.before_request_funcs[None].append(
        lambda: setattr(g, "user", SimpleNamespace(name="x"))
    )

    published.get("/dashboard/own", status=404)


def test_the_own_table_can_be_taken_along(published: Pages) -> None:
    _kind, content = published.bytes("/dashboard/own.csv?section=months&lang=en")

    assert "Month 7/2026,,79.8,,,73.5,84.9,188,shown,below expectation,3" in content.decode("utf-8-sig")


def test_the_wall_tells_one_unit_and_nothing_of_a_person_or_a_counter(published: Pages) -> None:
    page = published.get("/dashboard/wall?by=unit&key=H44.5&lang=en")

    assert "UBND Phường Việt Trì" in page
    assert "80.0\u00a0%" in page
    assert "A-01" not in page
    assert "<table" not in page
    assert '<meta http-equiv="refresh" content="900">' in page


ADDRESSES = {
    "/dashboard/": "dashboard",
    "/dashboard/fair": "dashboard",
    "/dashboard/tables.csv": "dashboard",
    "/dashboard/hours.svg?section=hours": "dashboard",
    "/dashboard/operations": "operations",
    "/dashboard/review": "review",
    "/dashboard/review/officers": "review_officers",
    "/dashboard/own/review": "own_figures",
    "/dashboard/own": "own_figures",
    "/dashboard/own.csv": "own_figures",
    "/dashboard/wall": "wall",
}


@pytest.mark.parametrize(("address", "needed"), ADDRESSES.items())
def test_each_address_stands_behind_its_own_guard(tmp_path: Path, address: str, needed: str) -> None:
    publish(tmp_path, calm("2026-W34"), july())

    for what in sorted({*ADDRESSES.values()}):
        host = a_host(tmp_path, only(what))
        Pages(host).get(address, status=200 if what == needed else 403)


def only(opened: str) -> Callable[[str], Callable[[], object]]:
    """A guard whose user's role opens this and nothing else."""

    def guard(asked: str) -> Callable[[], object]:
        return (lambda: None) if asked == opened else (lambda: abort(403))

    return guard


def test_style_sheets_tell_nothing_and_are_open(tmp_path: Path) -> None:
    host = a_host(tmp_path, lambda what: lambda: abort(403))

    assert host.test_client().get("/dashboard/static/no-such-sheet.css").status_code == 404
