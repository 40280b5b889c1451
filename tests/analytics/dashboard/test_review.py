"""The pages that say which closed months deserve a look: questions in words, and never an answer."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.integrity.findings import Finding
from analytics.integrity.kept import keep
from tests.analytics.dashboard.conftest import Pages, a_host, text_of
from tests.analytics.integrity.test_kept import a_review

OFFICERS, COUNTERS, OWN = (
    f"/dashboard/{name}?lang=en" for name in ("review/officers", "review", "own/review")
)
OURS = "H44.5.A-01"  # as whom the host of these tests is signed in


def test_before_the_first_review_it_says_when_there_is_one(pages: Pages) -> None:
    assert "No month has been reviewed yet" in pages.get(OFFICERS)
    assert "please tell whoever looks after it" in pages.get(COUNTERS)
    assert "`" not in pages.get(COUNTERS)  # a command is nothing for whoever reads this


def test_months_that_deserve_a_look_are_told_by_name_with_the_false_alarm(
    tmp_path: Path, pages: Pages
) -> None:
    keep(a_review(), tmp_path)

    text = text_of(pages.get(OFFICERS))

    assert "Month 8/2026: 2 of 120 officers' months deserve a look" in text
    assert "168 presses that are tied to no service; 42.0 are usual for 210 services." in text
    assert "By chance alone in less than 0.01\u00a0% of months. It may be honest" in text
    assert "of these 120 that is about 1.1." in text
    assert "questions, not verdicts" in text
    assert text.index("Cán bộ A") < text.index("Cán bộ B")


def test_a_sign_that_looks_at_answers_tells_no_number(tmp_path: Path, pages: Pages) -> None:
    keep(a_review(), tmp_path)

    text = text_of(pages.get(OFFICERS))

    assert "Satisfaction on the tablet lies farther above that by phone" in text
    assert "By chance alone in fewer than 0.01\u00a0% of months." in text
    assert "31.0" not in text
    assert "130" not in text


def test_an_officer_sees_the_own_signs_and_nobody_elses(tmp_path: Path, pages: Pages) -> None:
    keep(a_review(), tmp_path)
    assert "Month 8/2026: nothing of yours deserves a look" in text_of(pages.get(OWN))

    ours = Finding("untied-1", OURS, "2026-08", 210, 168.0, 42.0, 0.00001)
    keep(replace(a_review(), findings=(*a_review().findings, ours)), tmp_path)
    text = text_of(pages.get(OWN))

    assert "Month 8/2026: your month deserves a look" in text
    assert "Cán bộ A" not in text
    assert "Whoever reviews asks you first" in text


@pytest.mark.parametrize(
    ("ratings", "said"),
    [(0, "Nothing to review: no ratings."), (50, "0 of 120 counters' months deserve a look")],
)
def test_a_month_without_signs_says_so(tmp_path: Path, pages: Pages, ratings: int, said: str) -> None:
    keep(replace(a_review(by="counter"), findings=(), ratings=ratings), tmp_path)

    text = text_of(pages.get(COUNTERS))

    assert said in text
    assert ("Nothing odd was found." in text) == bool(ratings)
    assert "What to do" not in text


def test_an_earlier_month_can_be_chosen_and_one_that_was_not_reviewed_is_not_there(
    tmp_path: Path, pages: Pages
) -> None:
    keep(a_review(), tmp_path)
    keep(a_review("2026-07"), tmp_path)

    assert "Month 7/2026: 2 of" in text_of(pages.get(f"{OFFICERS}&month=2026-07"))
    assert "Month 8/2026: 2 of" in text_of(pages.get(OFFICERS))
    pages.get(f"{OFFICERS}&month=2026-06", status=404)
    pages.get(f"{OFFICERS}&month=../x", status=404)


def test_a_review_that_was_locked_with_another_key_is_said_to_be_damaged(
    tmp_path: Path, pages: Pages
) -> None:
    key = tmp_path / "keys" / "record.key"
    key.parent.mkdir()
    key.write_text("1" * 64)
    keep(a_review(), tmp_path)
    pages.get(OFFICERS)
    for other in ("2" * 64, "no key"):
        key.write_text(other)
        assert "damaged" in pages.get(OFFICERS, status=503)


def test_it_speaks_vietnamese(tmp_path: Path, pages: Pages) -> None:
    keep(a_review(), tmp_path)

    text = text_of(pages.get("/dashboard/review/officers"))

    assert "2 trên 120 cán bộ có số liệu cần xem lại" in text
    assert "Khả năng báo nhầm" in text


def test_each_page_asks_for_what_its_readers_may_open(tmp_path: Path) -> None:
    asked: list[str] = []
    host = Pages(a_host(tmp_path, lambda what: lambda: asked.append(what)))

    for address in (COUNTERS, OFFICERS, OWN):
        host.get(address)

    assert asked == ["review", "review_officers", "own_figures"]
