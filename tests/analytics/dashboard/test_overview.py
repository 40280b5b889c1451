"""What changed, what merely wobbled, what to do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Row
from analytics.stats.intervals import Interval
from tests.analytics.dashboard.conftest import BIRTH, LAND, Pages, calm, headline, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish


def test_the_headline_says_what_the_newest_week_says_against_the_one_before(published: Pages) -> None:
    page = published.get()

    # 245 of 304 after 273 of 304: Newcombe -15.0 to -3.4, from the two Wilson intervals.
    assert headline(page) == "Tuần 34/2026: mức hài lòng giảm rõ rệt so với kỳ trước"
    assert "Tính chung 80,6\u00a0% (75,8–84,6), n = 304, kỳ trước 89,8\u00a0%" in text_of(page)


def test_what_changed_what_wobbled_and_what_is_worth_doing_are_told_apart(published: Pages) -> None:
    text = text_of(published.get("/dashboard/?lang=en"))

    assert "Changed On the whole 80.6\u00a0%" in text
    assert "Đăng ký biến động đất đai fell to 60.0\u00a0% (50.2–69.1), n = 100 from 90.0\u00a0%" in text
    assert "Merely wobbled 1 of 2 procedures whose rate is shown: no clear change." in text
    assert "Worth doing Look into Đăng ký biến động đất đai: most named is Result on time." in text
    assert "Đăng ký biến động đất đai hurts most citizens: about" in text


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ((250, 50), (252, 48), "no clear change"),
        ((200, 100), (270, 30), "clearly more satisfied than before"),
        ((270, 30), (200, 100), "clearly less satisfied than before"),
        ((270, 30), (3, 1), "not enough ratings to say"),
        ((3, 1), (270, 30), "nothing before it to compare with"),
    ],
)
def test_a_headline_says_no_more_than_the_answers(
    tmp_path: Path, pages: Pages, then: tuple[int, int], now: tuple[int, int], words: str
) -> None:
    for period, pair in (("2026-W33", then), ("2026-W34", now)):
        publish(tmp_path, an_edition(period, a_row(satisfied=pair[0], unsatisfied=pair[1])))

    assert headline(pages.get("/dashboard/?lang=en")) == f"Week 34/2026: {words}"


def test_a_calm_week_says_that_nothing_needs_explaining(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, calm("2026-W33"), calm("2026-W34"))

    text = text_of(pages.get("/dashboard/?lang=en"))

    assert "Week 34/2026: no clear change" in text
    assert "Changed Nothing that chance could not explain." in text
    assert "2 of 2 procedures whose rate is shown: no clear change." in text


def test_on_the_whole_unchanged_it_counts_the_procedures_that_are_worse(
    tmp_path: Path, pages: Pages
) -> None:
    for period, land in (("2026-W33", (90, 10)), ("2026-W34", (60, 40))):
        rows = [LAND.of(*land), BIRTH.of(9000, 1000)]
        total = a_row(satisfied=9000 + land[0], unsatisfied=1000 + land[1])
        publish(tmp_path, an_edition(period, total, procedure=rows))

    found = headline(pages.get("/dashboard/?lang=en"))

    assert found == "Week 34/2026: no clear change on the whole; procedures clearly worse: 1"


def test_the_first_edition_claims_no_change(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, calm("2026-W34"))

    page = pages.get("/dashboard/?lang=en")

    assert headline(page) == "Week 34/2026: nothing before it to compare with"
    text = text_of(page)
    assert "Changed Nothing to compare with yet: no earlier figure of it was published." in text
    assert "chance" not in text


def test_the_cards_tell_every_rate_with_its_base(published: Pages) -> None:
    text = text_of(published.get("/dashboard/?lang=en"))

    assert "Satisfaction rate 80.6\u00a0% 75.8–84.6, interval of 95 % n = 304" in text
    assert "5.27 of 6 points of 1,200 dossiers; silence counts as satisfied" in text
    assert "304 of 1,200 services rated" in text
    assert "Not counted 12 12 repeated presses counting what rules left out: 81.3\u00a0%" in text


def test_a_row_has_its_own_overview_and_its_own_weeks(published: Pages) -> None:
    page = published.get("/dashboard/?by=procedure&key=1.012791&lang=en")

    assert (
        headline(page) == "Đăng ký biến động đất đai, Week 34/2026: clearly less satisfied than before"
    )
    assert "week 34/2026 60.0\u00a0% 50.2–69.1 · n = 100" in text_of(page)
    assert "Back to everything together" in page


def test_a_cell_that_is_too_small_is_nowhere_on_the_page(published: Pages) -> None:
    for address in ("/dashboard/?by=procedure&key=2.000815", "/dashboard/tables"):
        text = text_of(published.get(address))
        assert "chưa đủ dữ liệu (cần ít nhất 10 lượt)" in text
        assert "75,0" not in text  # 3 of 4
        assert "30,1" not in text  # and no bound of it


def test_an_edition_can_be_cited_with_period_number_and_digest(published: Pages) -> None:
    page = published.get("/dashboard/?period=2026-W33&lang=en")

    assert "Edition 2026-W33, number 1, frozen at 06:00, 17/8/2026" in text_of(page)
    assert re.search(r"<code>[0-9a-f]{64}</code>", page)
    assert 'href="/dashboard/?period=2026-W33&amp;edition=1&amp;lang=en"' in page


def test_a_restatement_is_shown_in_the_place_of_what_it_restates_and_the_first_stays_citable(
    tmp_path: Path, pages: Pages
) -> None:
    publish(tmp_path, calm("2026-W33"))
    publish(tmp_path, an_edition("2026-W33", a_row(satisfied=200, unsatisfied=100), number=2))

    assert "66,7" in pages.get()
    assert "89,8" in pages.get("/dashboard/?period=2026-W33&edition=1")


def test_each_picture_describes_itself_and_has_its_table_beside_it(published: Pages) -> None:
    page = published.get()

    for part in ("weeks-wide", "weeks-medium", "weeks-narrow", "topics-broad", "topics-narrow"):
        assert f'aria-labelledby="{part}-title {part}-desc"' in page
    assert page.count("<details>") == 2


def test_a_demonstration_bears_its_banner(tmp_path: Path, pages: Pages) -> None:
    publish(
        tmp_path, replace(calm("2026-W33"), banner={"vi": "Bản trình diễn", "en": "A demonstration"})
    )

    assert '<p class="banner">A demonstration</p>' in pages.get("/dashboard/?lang=en")


def test_a_month_that_counts_whole_weeks_names_these_and_their_days(
    tmp_path: Path, pages: Pages
) -> None:
    weeks = tuple(f"2026-W{number}" for number in range(32, 36))
    publish(tmp_path, an_edition("2026-08", replace(a_row(), covers=weeks)))

    text = text_of(pages.get("/dashboard/?period=2026-08&lang=en"))

    assert "whole weeks 32 to 35, 3–30/8/2026 · 742 services finished" in text


def kept_back(state: State, low: float | None = None, high: float | None = None) -> Row:
    band = None if low is None or high is None else Interval(low - 0.02, high + 0.02)
    cell = Cell(state, 400, 10, None, low, high, band)
    return replace(a_row(satisfied=360, unsatisfied=40), satisfaction=cell)


HIGH = kept_back(State.BETWEEN, 0.95, 0.96)


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (
            a_row(),
            kept_back(State.WITHHELD),
            "the rate may not be shown, since it would tell other figures",
        ),
        (
            kept_back(State.WITHHELD),
            a_row(),
            "the period before is not told exactly enough to compare",
        ),
        (
            kept_back(State.BETWEEN, 0.95, 0.96),
            kept_back(State.BETWEEN, 0.8, 0.81),
            "clearly less satisfied than before",
        ),
        (kept_back(State.BETWEEN, 0.95, 0.96), kept_back(State.BETWEEN, 0.94, 0.95), "no clear change"),
    ],
)
def test_what_may_not_be_shown_is_not_called_too_few(
    tmp_path: Path, pages: Pages, then: Row, now: Row, words: str
) -> None:
    publish(tmp_path, an_edition("2026-W33", then), an_edition("2026-W34", now))

    page = pages.get("/dashboard/?lang=en")

    assert headline(page) == f"Week 34/2026: {words}"
    assert "not enough" not in text_of(page)
