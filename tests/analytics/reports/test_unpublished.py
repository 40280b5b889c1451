"""A report of what was never published: the answer is a sentence, in the reader's language."""

from datetime import date
from pathlib import Path

import pytest

from analytics.periods import parse
from analytics.reports.unpublished import why_none
from analytics.words import Words
from tests.analytics.editions_by_hand import an_edition
from tests.analytics.reports.made import published

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Year 2026: it has not ended, and can be frozen from 4/1/2027 on"),
        ("vi", "Năm 2026: kỳ này chưa kết thúc; từ ngày 4/1/2027 mới chốt được"),
    ],
)
def test_of_a_year_that_runs_it_says_from_when_it_can_be_frozen(
    tmp_path: Path, lang: str, said: str
) -> None:
    editions = published(tmp_path, an_edition("2026-W33"), an_edition("2026-W34"), an_edition("2026-08"))

    text = why_none(editions, parse("2026"), TODAY, Words(lang))

    assert said in text
    assert text.endswith("2026-W34, 2026-08")


def test_of_a_month_that_has_ended_it_says_what_to_do(tmp_path: Path) -> None:
    text = why_none(published(tmp_path), parse("2026-08"), TODAY, Words("en"))

    assert text == "nothing was published of Month 8/2026: `analytics edition --due` does that"


def test_the_first_day_on_which_it_can_be_frozen_is_no_longer_in_it(tmp_path: Path) -> None:
    editions = published(tmp_path)

    assert "has not ended" in why_none(editions, parse("2026"), date(2027, 1, 3), Words("en"))
    assert "--due" in why_none(editions, parse("2026"), date(2027, 1, 4), Words("en"))
