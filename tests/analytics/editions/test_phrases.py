"""Until when answers about an edition's dossiers are subtracted, in words."""

import pytest

from analytics.editions import Edition
from analytics.editions.phrases import dossiers, dossiers_briefly
from analytics.words import Words
from tests.analytics.editions_by_hand import an_edition

VI, EN = Words("vi"), Words("en")
WEEK = an_edition("2026-W34")
OPEN, CLOSED = (an_edition("2026-08", until=f"2026-W{number}") for number in (36, 40))


def test_a_week_says_that_it_subtracts_its_own_answers_and_may_be_too_high() -> None:
    assert dossiers_briefly(WEEK, EN) == "answers of this week alone"
    assert "may be too high" in dossiers(WEEK, EN)


def test_an_open_month_says_until_when_and_when_it_is_closed() -> None:
    assert dossiers_briefly(OPEN, EN) == "answers until 6/9/2026, not closed yet"
    assert "until 6/9/2026 are subtracted" in dossiers(OPEN, EN)
    assert dossiers(OPEN, EN).endswith("closed with the answers until 4/10/2026.")


def test_a_closed_one_says_so() -> None:
    assert dossiers_briefly(CLOSED, EN) == "closed with answers until 4/10/2026"
    assert dossiers(CLOSED, VI) == (
        "Tỷ lệ hài lòng theo hồ sơ đã khóa sổ: đã trừ các câu trả lời đến hết ngày 4/10/2026."
    )


@pytest.mark.parametrize("edition", [WEEK, OPEN, CLOSED], ids=["week", "open", "closed"])
def test_everything_is_said_in_both_languages(edition: Edition) -> None:
    for said in (dossiers, dossiers_briefly):
        assert said(edition, VI) != said(edition, EN)
