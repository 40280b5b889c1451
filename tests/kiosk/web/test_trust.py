"""The optional question on tablet and phone: one screen, the same after either answer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from kiosk import create_app
from kiosk.storage.db import Database
from tests.pages import Page, PageClient

TABLET, PHONE = "/t/H44.5-1", "/p/H44.5-1"
QUESTION = "Ông/Bà có tin rằng hồ sơ của mình được giải quyết đúng quy định, công bằng không?"
Reader = Callable[[bool], PageClient]


@pytest.fixture
def reader(db: Database, tmp_path: Path) -> Iterator[Reader]:
    """Pages of a centre that asks the question, or does not."""
    made: list[Flask] = []

    def make(is_asked: bool) -> PageClient:
        made.append(create_app({"OPEN_TABLETS": True, "TRUST_QUESTION": is_asked}, instance=tmp_path))
        return PageClient(made[-1])

    yield make
    for app in made:
        app.extensions["writer"].close()


def screens(page: Page) -> list[str | None]:
    return [section.get("data-screen") for section in page.all("section")]


def step(pages: PageClient, address: str, rating_id: str, **form: str) -> Page:
    return pages.post(address, {"rating_id": rating_id, **form})


def up_to_trust(pages: PageClient, address: str, satisfied: str = "1") -> tuple[str, Page]:
    rating_id = pages.get(address).hidden_value("rating_id")
    step(pages, address, rating_id, step="rate", satisfied=satisfied)
    return rating_id, step(pages, address, rating_id, step="topics", topic="")


def told(db: Database) -> list[int]:
    return [row[0] for row in db.conn.execute("SELECT trusts FROM rating_trust")]


@pytest.mark.parametrize("address", [TABLET, PHONE])
def test_without_the_setting_no_page_knows_of_it(reader: Reader, address: str) -> None:
    pages = reader(False)
    assert "trust" not in pages.get(address).html
    assert screens(up_to_trust(pages, address)[1]) == ["comment" if address == PHONE else "thanks"]


@pytest.mark.parametrize("address", [TABLET, PHONE])
def test_with_it_the_question_follows_the_topics(reader: Reader, address: str) -> None:
    pages = reader(True)
    names = screens(pages.get(address))
    assert names.index("trust") == names.index("topics") + 1
    _, page = up_to_trust(pages, address)
    assert page.text("h1") == QUESTION
    assert [button.get("value") for button in page.all("button")] == ["1", "0", ""]


@pytest.mark.parametrize("address", [TABLET, PHONE])
def test_the_screen_is_the_same_after_either_answer(reader: Reader, address: str) -> None:
    pages = reader(True)
    seen = set()
    for satisfied in ("1", "0"):
        rating_id, page = up_to_trust(pages, address, satisfied)
        seen.add(page.html.replace(rating_id, ""))
    assert len(seen) == 1


@pytest.mark.parametrize(("answer", "stored"), [("1", [1]), ("0", [0]), ("", [])])
@pytest.mark.parametrize("address", [TABLET, PHONE])
def test_yes_no_and_skip_lead_to_one_and_the_same_page(
    reader: Reader, db: Database, address: str, answer: str, stored: list[int]
) -> None:
    pages = reader(True)
    rating_id, _ = up_to_trust(pages, address)
    page = step(pages, address, rating_id, step="trust", trust=answer)
    skipped = step(pages, address, rating_id, step="trust", trust="")
    assert page.html == skipped.html
    assert screens(page) == ["comment" if address == PHONE else "thanks"]
    assert told(db) == stored


def test_a_second_answer_changes_nothing_and_no_page_says_so(reader: Reader, db: Database) -> None:
    pages = reader(True)
    rating_id, _ = up_to_trust(pages, PHONE)
    first, second = (step(pages, PHONE, rating_id, step="trust", trust=one) for one in "10")
    assert first.html == second.html
    assert told(db) == [1]


def test_only_yes_no_and_skip_are_answers(reader: Reader, db: Database) -> None:
    pages = reader(True)
    rating_id, _ = up_to_trust(pages, PHONE)
    pages.post(PHONE, {"rating_id": rating_id, "step": "trust", "trust": "2"}, status=422)
    assert told(db) == []


def test_a_page_left_open_when_the_asking_ends_goes_on_to_what_follows(reader: Reader) -> None:
    rating_id, _ = up_to_trust(reader(True), PHONE)
    page = step(reader(False), PHONE, rating_id, step="trust", trust="1")
    assert screens(page) == ["comment"]


def test_how_many_questions_follow_is_said_truly(reader: Reader) -> None:
    assert "Còn hai câu hỏi ngắn" in reader(False).get(TABLET).html
    html = reader(True).get(TABLET).html
    assert "Còn ba câu hỏi ngắn" in html
    assert "Còn hai câu hỏi ngắn" in html  # where the procedure is known


def test_a_tablet_takes_the_setting_up_as_a_release_of_its_own(reader: Reader) -> None:
    without, asking, again = (reader(one).http.get(TABLET).headers for one in (False, True, False))
    assert without["Hailong-Release"] == again["Hailong-Release"] != asking["Hailong-Release"]
