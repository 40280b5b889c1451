"""Reading what became of a matter, and rating it."""

import pytest
import time_machine

from kiosk import periods
from kiosk.petitions import following_up
from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.kiosk.web.petition.matter import answer, code_on, leave, look_up
from tests.pages import Page, PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

PASSED_ON = "The day has passed, so the matter was passed on to the next level."


def test_the_outcome_tells_state_day_and_reply_in_words(pages: PageClient, db: Database) -> None:
    code = code_on(leave(pages))
    page = look_up(pages, code.lower().replace("-", " "))
    assert page.text("h1") == "Received"
    assert "Waiting time" in page.html and "11 Sep 2026" in page.html
    assert "Tôi chờ ba tiếng." not in page.html  # whoever finds the slip reads no more than that
    answer(db, "<i>Đã</i> mở thêm một quầy.")
    page = look_up(pages, code)
    assert page.text("h1") == "Answered"
    assert "&lt;i&gt;Đã&lt;/i&gt; mở thêm một quầy." in page.html


def test_after_its_day_the_page_says_so_and_that_it_was_passed_on_once_it_was(
    pages: PageClient, db: Database
) -> None:
    code = code_on(leave(pages))
    with time_machine.travel("2026-09-12T02:00:00Z", tick=False):
        late = look_up(pages, code)
        assert late.text("h1") == "Not answered in time"
        assert PASSED_ON not in late.html
        with writing(db):
            assert following_up.escalate(db, "local", periods.now()) == 1
        passed_on = look_up(pages, code)
        assert passed_on.text("h1") == "Not answered in time"
        assert PASSED_ON in passed_on.html
    with time_machine.travel("2026-09-11T16:59:00Z", tick=False):
        assert look_up(pages, code).text("h1") == "Received"


def rate(pages: PageClient, code: str, satisfied: str) -> Page:
    return pages.post("/y/s/outcome", {"code": code, "satisfied": satisfied, "lang": "en"})


def test_the_outcome_is_rated_once_and_both_answers_look_alike(pages: PageClient, db: Database) -> None:
    code = code_on(leave(pages))
    answer(db)
    first = rate(pages, code, "0")
    assert "Your answer is recorded." in first.html
    assert first.all("button") == []
    assert rate(pages, code, "1").html == first.html == look_up(pages, code).html
    assert db.conn.execute("SELECT satisfied FROM petition_outcome").fetchall() == [(0,)]


@pytest.mark.parametrize("satisfied", ["", "2", "true", "01"])
def test_an_answer_that_is_none_is_not_kept(pages: PageClient, db: Database, satisfied: str) -> None:
    code = code_on(leave(pages))
    answer(db)
    page = rate(pages, code, satisfied)
    assert [words_of(button) for button in page.all("button")] == ["Satisfied", "Not satisfied"]
    assert count(db, "petition_outcome") == 0


def test_before_there_is_an_answer_nothing_can_be_rated(pages: PageClient, db: Database) -> None:
    code = code_on(leave(pages))
    assert rate(pages, code, "1").all("button") == []
    assert count(db, "petition_outcome") == 0
