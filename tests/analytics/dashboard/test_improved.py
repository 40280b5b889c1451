"""Who has improved and stayed so: said to commend, on the page of comparison and on one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.editions import Comparison, Edition
from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

NOTHING_YET = "So far the months show no improvement that has lasted."


@pytest.fixture
def months(tmp_path: Path, pages: Pages) -> Callable[[int], Pages]:
    """So many months of three officers until July 2026; A-01, who looks at the own page, and A-03 have
    become better in December, A-02 has not."""

    def make(count: int) -> Pages:
        publish(tmp_path, *(month(at) for at in range(14 - count, 14)))
        return pages

    return make


def month(at: int) -> Edition:
    better = (58, 48.0, 9.6) if at >= 6 else (48, 48.0, 9.6)
    points = {"A-03": better, "A-02": (48, 48.0, 9.6), "A-01": better}
    rows = [
        a_row(
            "officer",
            f"H44.5.{key}",
            point[0],
            60 - point[0],
            name=f"Cán bộ {key}",
            comparison=Comparison("as_expected", 0.8, 0.81, 0.7, 0.9, 0.4, *point),
        )
        for key, point in points.items()
    ]
    return an_edition(f"{2025 + (at + 5) // 12}-{(at + 5) % 12 + 1:02d}", officer=rows)


def test_those_who_improved_are_told_with_the_month_and_how_often_chance_says_the_same(
    months: Callable[[int], Pages],
) -> None:
    text = text_of(months(14).get("/dashboard/fair?lang=en"))

    told = text[text.index("Improved, and stayed so") :]
    assert "Cán bộ A-01 Month 12/2025 8 Cán bộ A-03 Month 12/2025 8" in told
    assert "Cán bộ A-02" not in told
    assert "Of 3 compared, chance alone brings about 0.01 new signals a month" in told


def test_what_came_later_does_not_change_an_earlier_month(months: Callable[[int], Pages]) -> None:
    text = text_of(months(14).get("/dashboard/fair?period=2025-12&lang=en"))

    assert NOTHING_YET in text


def test_before_there_are_months_enough_it_says_how_many_it_takes(
    months: Callable[[int], Pages],
) -> None:
    text = text_of(months(2).get("/dashboard/fair?lang=en"))

    assert "It is seen after 4 months at the earliest." in text
    assert NOTHING_YET in text


def test_officers_read_of_their_own_improvement_and_of_nobody_elses(
    months: Callable[[int], Pages],
) -> None:
    text = text_of(months(14).get("/dashboard/own?lang=en"))

    assert (
        "Citizens have been more satisfied than before since Month 12/2025, for 8 periods. Where nothing"
        " changed, such a signal comes in 0.30\u00a0% of periods." in text
    )
    assert "A-03" not in text


def test_who_has_not_improved_reads_nothing_of_it(months: Callable[[int], Pages]) -> None:
    assert "stayed so" not in text_of(months(4).get("/dashboard/own?lang=en"))


def test_it_speaks_vietnamese(months: Callable[[int], Pages]) -> None:
    text = text_of(months(14).get("/dashboard/fair"))

    assert "Tiến bộ bền vững" in text
    assert "không phải xếp hạng" in text
