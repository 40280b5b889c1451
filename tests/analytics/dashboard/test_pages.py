"""Every page: in words first, with n and interval, and nothing that a table may not tell."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.dashboard.desk import PAGES
from tests.analytics.dashboard.conftest import Pages, headline, text_of
from tests.analytics.dashboard.editions_by_hand import KEPT, STEP, a_row, an_edition, publish


@pytest.mark.parametrize("name", [name for name in PAGES if name != "overview"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_opens_in_both_languages(published: Pages, name: str, lang: str) -> None:
    page = published.get(f"/dashboard/{name}?lang={lang}")

    assert f'<html lang="{lang}">' in page
    assert page.count("aria-current=") in {1, 2}
    assert "None" not in text_of(page)


def test_procedures_are_ranked_by_citizens_hurt_with_interval_and_reasons(published: Pages) -> None:
    text = text_of(published.get("/dashboard/procedures?lang=en"))

    # July: 160 of 400 unsatisfied, of all others 42 of 807: (.4 - .052045) x 1,700 dossiers.
    assert "Month 7/2026: Đăng ký biến động đất đai hurts most citizens" in text
    assert "Đăng ký biến động đất đai 592 506–677 1,700 60.0\u00a0%" in text
    assert "1 of 2 procedures stand out" in text
    assert "Most named" not in text  # nothing is told of reasons by procedure
    assert "Not enough data Procedures with too few answers to say anything: 1." in text


def test_hours_are_those_of_the_month_and_the_one_that_differs_is_named(published: Pages) -> None:
    page = published.get("/dashboard/hours?lang=en")

    assert headline(page) == "Month 7/2026: clearly less satisfied at Mon 8–9 h"
    assert "Mon 8–9 h 50.0\u00a0% 37.7–62.3 · n = 60 clearly below" in text_of(page)
    assert "75.0" not in text_of(page)  # of the hour with four answers
    assert "Edition 2026-07" in text_of(page)  # what is cited is what is shown


def test_officers_get_verdicts_in_the_order_of_names_and_no_raw_rate(published: Pages) -> None:
    text = text_of(published.get("/dashboard/fair?lang=en"))

    assert "Month 7/2026: 1 below expectation, 0 above" in text
    assert "Cán bộ A-01 below expectation 78.0\u00a0% (72.0–84.0) 91.0\u00a0% 188 one in 500" in text
    assert "Cán bộ A-02 as expected 90.0\u00a0% (85.0–94.0)" in text
    assert "Cán bộ A-03 not enough data needs at least 30 12" in text
    assert text.index("Cán bộ A-01") < text.index("Cán bộ A-02") < text.index("Cán bộ A-03")
    assert "79.8" not in text  # 150 of 188


def test_what_is_told_only_by_month_says_so_before_the_first_one(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W34"))

    for name in ("hours", "fair"):
        assert headline(pages.get(f"/dashboard/{name}?lang=en")) == "Told from the first month on"


def test_procedures_and_verdicts_say_where_a_figure_may_not_be_shown(
    tmp_path: Path, pages: Pages
) -> None:
    kept = replace(a_row("procedure", "1.1", 90, 10, name="Giữ lại"), satisfaction=KEPT)
    one = replace(a_row("officer", "O1", 90, 10, name="Một"), satisfaction=KEPT)
    two = replace(a_row("officer", "O2", 90, 10, name="Hai"), satisfaction=STEP)
    publish(tmp_path, an_edition("2026-07", procedure=[kept], officer=[one, two]))

    procedures, fair = pages.get("/dashboard/procedures?lang=en"), pages.get("/dashboard/fair?lang=en")

    assert headline(procedures) == "Month 7/2026: procedures may not be shown apart"
    assert "Not enough data" not in procedures
    assert "Một not compared withheld 300" in text_of(fair)
    assert "Hai not compared told only within bounds 200" in text_of(fair)
    assert "Of 2 of these there are answers enough" in fair


def test_the_silent_are_bounded_and_every_way_of_asking_is_told(published: Pages) -> None:
    text = text_of(published.get("/dashboard/silence?lang=en"))

    assert "Of all served between" in text
    assert "Result handed over at the counter 700 160 of 700" in text


def test_bounds_that_may_not_be_shown_are_not_spoken_of(tmp_path: Path, pages: Pages) -> None:
    row = replace(a_row(), on_time=KEPT, late=STEP)
    publish(tmp_path, an_edition("2026-W34", row))

    text = text_of(pages.get("/dashboard/silence?lang=en"))

    assert "Not shown, since it would tell other figures or single answers." in text
    assert "narrows this" not in text
    assert "Not enough" not in text


def test_exclusions_are_told_by_rule_and_the_rate_both_ways(published: Pages) -> None:
    text = text_of(published.get("/dashboard/exclusions?lang=en"))

    assert "12 of 316 ratings not counted" in text
    assert "repeated presses 12 1" in text
    assert "As counted 80.6\u00a0%" in text
    assert "With what rules left out 81.3\u00a0%" in text


def test_two_periods_of_a_row_can_be_compared(published: Pages) -> None:
    page = published.get("/dashboard/compare?by=procedure&key=1.012791&with=2026-W33&lang=en")

    assert headline(page) == "Week 34/2026 against Week 33/2026: clearly lower"
    assert "Difference: −30.0 percentage points" in text_of(page)


def test_two_rows_of_a_period_can_be_compared(published: Pages) -> None:
    page = published.get("/dashboard/compare?by=procedure&key=1.012791&with=1.001193&lang=en")

    assert headline(page) == "Đăng ký biến động đất đai against Đăng ký khai sinh: clearly lower"


def test_nothing_is_compared_before_it_is_asked_for(published: Pages) -> None:
    page = published.get("/dashboard/compare?lang=en")

    assert headline(page) == "Compare two periods or two rows"
    assert "open one of them on the page Tables" in text_of(page)
