"""Leaving a matter on one's phone, without script, and reading what became of it."""

import re
import secrets
import time
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from kiosk import create_app, following_up, periods, petition_codes
from kiosk.db import Database, writing
from kiosk.following_up import Deed
from tests.factories import WEDNESDAY
from tests.pages import Page, PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

COUNTER, CENTRE, STATUS = "/y/H44.5-1?lang=en", "/y/H44.5?lang=en", "/y/s?lang=en"
MATTER = {"about": "counter", "topic": "waiting", "body": "Tôi chờ ba tiếng.", "lang": "en"}
MATTERS_AN_HOUR = 30  # from one address
UNKNOWN = "There is nothing under this code."
PASSED_ON = "The day has passed, so the matter was passed on to the next level."


def leave(pages: PageClient, address: str = COUNTER, **changes: str) -> Page:
    draft = draft_on(pages.get(address))
    return pages.post(address, {**MATTER, "draft": draft, **changes})


def draft_on(page: Page) -> str:
    (field,) = page.all("input", name="draft")
    return field.get("value", "")


def code_on(page: Page) -> str:
    return page.text("p", **{"class": "code"}).replace(" ", "-")


def look_up(pages: PageClient, code: str, status: int = 200) -> Page:
    return pages.post(STATUS, {"code": code, "lang": "en"}, status)


def kept(db: Database, columns: str = "centre_id, counter_id, topic, chain, left_day") -> list[tuple]:  # type: ignore[type-arg]
    return db.conn.execute(f"SELECT {columns} FROM petition").fetchall()


def answer(db: Database, text: str = "Đã mở thêm một quầy.") -> None:
    [(petition_id, chain)] = db.conn.execute("SELECT petition_id, chain FROM petition")
    with writing(db):
        following_up.reply(db, Deed(petition_id, chain, WEDNESDAY, "tests"), text)


def test_a_matter_is_left_and_its_code_is_shown_once_with_the_day_of_the_answer(
    pages: PageClient, db: Database
) -> None:
    page = leave(pages)
    assert petition_codes.read(code_on(page)) == code_on(page)
    assert "11 Sep 2026" in page.html
    assert "127.0.0.1:8000/y/s" in page.html
    assert kept(db) == [("H44.5", "H44.5-1", "waiting", "local", "2026-08-19")]
    assert code_on(page) not in look_up(pages, "x", 404).html


@pytest.mark.parametrize(
    ("address", "about", "counter_id"),
    [(COUNTER, "counter", "H44.5-1"), (COUNTER, "centre", None), (CENTRE, "", None)],
)
def test_it_is_about_the_counter_or_the_centre_as_a_whole(
    pages: PageClient, db: Database, address: str, about: str, counter_id: str | None
) -> None:
    leave(pages, address, about=about)
    assert kept(db, "centre_id, counter_id") == [("H44.5", counter_id)]


def test_a_reload_of_the_page_with_the_code_keeps_one_matter_and_shows_the_same_code(
    pages: PageClient, db: Database
) -> None:
    draft = draft_on(pages.get(COUNTER))
    codes = {code_on(pages.post(COUNTER, {**MATTER, "draft": draft})) for _ in range(3)}
    assert len(codes) == len(kept(db)) == 1


def test_opening_the_pages_a_hundred_times_leaves_nothing(pages: PageClient, db: Database) -> None:
    for method in ("GET", "HEAD"):
        for address in (COUNTER, CENTRE, STATUS):
            for _ in range(20):
                assert pages.http.open(address, method=method).status_code == 200
    assert kept(db) == []


def test_no_page_of_it_sets_a_cookie_or_holds_a_script(pages: PageClient, db: Database) -> None:
    code = code_on(leave(pages))
    answer(db)
    for response in (
        pages.http.get(COUNTER),
        pages.http.get(STATUS),
        pages.http.post(STATUS, data={"code": code}),
        pages.http.post("/y/s/outcome", data={"code": code, "satisfied": "1"}),
    ):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        assert "<script" not in response.text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_says_that_it_is_no_complaint_in_law(app: Flask, db: Database, lang: str) -> None:
    app.config.update(HOTLINE="1022", PORTAL_URL="https://dichvucong.gov.vn")
    pages = PageClient(app)
    words = {"vi": "khiếu nại hoặc tố cáo", "en": "not a complaint or a denunciation"}[lang]
    left = leave(pages, f"/y/H44.5-1?lang={lang}", lang=lang)
    shown = [
        pages.get(f"/y/H44.5-1?lang={lang}"),
        left,
        pages.get(f"/y/s?lang={lang}"),
        pages.post("/y/s", {"code": code_on(left), "lang": lang}),
        pages.post("/y/s", {"code": "no", "lang": lang}, 404),
    ]
    for page in shown:
        assert words in page.html
        assert "1022" in page.html and "dichvucong.gov.vn" in page.html


def test_what_is_not_set_is_not_shown(pages: PageClient) -> None:
    page = pages.get(COUNTER)
    assert "Hotline" not in page.html and "portal" not in page.html
    assert page.all("dl", **{"class": "ways"}) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topic": ""}, "“What it is about” is missing."),
        ({"topic": "sunshine"}, "“sunshine” is not one of the reasons offered."),
        ({"topic": "<script>"}, "“&lt;script&gt;” is not one of the reasons"),
        ({"body": ""}, "“In your words” is missing."),
        ({"body": "a" * 1_001}, "has 1,001 characters; at most 1,000"),
        ({"body": "a" + "\u0301" * 10_000}, "has 10,001 characters"),
        ({"body": "right to left \u202egnp.exe"}, "cannot be shown safely"),
        ({"body": "\x00"}, "cannot be shown safely"),
        ({"draft": "no"}, "32 lower-case hexadecimal digits"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_the_reason(
    pages: PageClient, db: Database, changes: dict[str, str], words: str
) -> None:
    sent = {**MATTER, "draft": "0" * 32, **changes}
    page = pages.post(COUNTER, sent, 422)
    assert words in page.html
    assert "\u202e" not in page.html
    assert kept(db) == []


def test_what_was_typed_stays_when_the_topic_was_forgotten(pages: PageClient, db: Database) -> None:
    body = "<b>Tôi</b> chờ & chờ"
    page = pages.post(COUNTER, {**MATTER, "draft": "0" * 32, "topic": "", "body": body}, 422)
    assert page.text("textarea") == body
    retried = pages.post(COUNTER, {**MATTER, "draft": draft_on(page), "body": body})
    assert code_on(retried)
    assert kept(db, "body") == [(body,)]


@pytest.mark.parametrize("address", ["/y/H44.6", "/y/H44.5-99", "/y/S", "/y/' OR 1=1 --"])
def test_a_place_that_does_not_exist_is_no_page(pages: PageClient, db: Database, address: str) -> None:
    pages.get(address, 404)
    pages.post(address, {**MATTER, "draft": "0" * 32}, 404)
    assert kept(db) == []


def test_an_address_that_cannot_be_written_is_no_page_either(pages: PageClient) -> None:
    assert pages.http.get("/y/%00").status_code == 404


def test_harassment_is_said_to_go_to_the_inspector_and_does(pages: PageClient, db: Database) -> None:
    assert "goes straight to the inspector" in pages.get(COUNTER).text("small", id="chain")
    leave(pages, topic="harassment")
    assert kept(db, "topic, chain") == [("harassment", "inspector")]


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
    assert db.conn.execute("SELECT count(*) FROM petition_outcome").fetchone() == (0,)


def test_before_there_is_an_answer_nothing_can_be_rated(pages: PageClient, db: Database) -> None:
    code = code_on(leave(pages))
    assert rate(pages, code, "1").all("button") == []
    assert db.conn.execute("SELECT count(*) FROM petition_outcome").fetchone() == (0,)


def guesses() -> list[str]:
    return [
        "",
        "x",
        "0" * 100_000,
        "0000-0000-0000-0000",  # well formed
        "0000-0000-0000-0001",  # its check is wrong
        "\x00" * 16,
        "٠" * 16,
        "'; DROP TABLE petition; --",
        petition_codes.write(iter(range(37, 99))),
    ]


def test_every_code_that_is_none_of_ours_gets_one_page_and_one_status(pages: PageClient) -> None:
    leave(pages)
    found = {
        (response.status_code, response.text)
        for guess in guesses()
        for address in ("/y/s", "/y/s/outcome")
        for response in [pages.http.post(address, data={"code": guess, "lang": "en", "satisfied": "1"})]
    }
    ((status, text),) = found
    assert status == 404
    assert UNKNOWN in text


def test_codes_with_and_without_a_right_check_take_equally_long(pages: PageClient) -> None:
    leave(pages)
    times: dict[str, list[float]] = {"0000-0000-0000-0000": [], "0000-0000-0000-0001": [], "x": []}
    for _ in range(30):
        for guess, seconds in times.items():
            begun = time.perf_counter_ns()
            pages.http.post("/y/s", data={"code": guess})
            seconds.append((time.perf_counter_ns() - begun) / 1e9)
    quickest = [min(seconds) for seconds in times.values()]  # what a busy machine adds is not theirs
    assert max(quickest) < 1.5 * min(quickest)


def test_guessing_ends_after_as_many_codes_as_are_set(db: Database, tmp_path: Path) -> None:
    app = create_app({"GUESSES": 5}, instance=tmp_path)
    pages = PageClient(app)
    code = code_on(leave(pages))
    answers = [
        pages.http.post(address, data={"code": secrets.token_hex(8)})
        for address in ["/y/s", "/y/s/outcome"] * 4
    ]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429] * 3
    assert look_up(pages, code).text("h1") == "Received"
    app.extensions["writer"].close()


def test_a_form_above_the_limit_tells_how_long_to_wait(pages: PageClient, db: Database) -> None:
    *taken, refused = [
        pages.http.post(COUNTER, data={**MATTER, "draft": secrets.token_hex(16)})
        for _ in range(MATTERS_AN_HOUR + 1)
    ]
    assert {one.status_code for one in taken} == {200}
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert len(kept(db)) == MATTERS_AN_HOUR


def test_no_address_ever_holds_a_code(pages: PageClient) -> None:
    page = leave(pages)
    bare = code_on(page).replace("-", "")
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.html)
    assert addresses
    assert not any(bare in address.replace("-", "") for address in addresses)
    assert pages.http.get(f"/y/s?code={code_on(page)}").text.count(bare) == 0


def test_a_phones_own_language_is_spoken(pages: PageClient) -> None:
    page = pages.get("/y/H44.5-1", headers={"Accept-Language": "en"})
    assert page.lang == "en"
    assert pages.get("/y/H44.5-1").lang == "vi"


def thanks_after(pages: PageClient, room: str, satisfied: str) -> Page:
    """The last screen, reached by the plain forms."""
    at = f"/{room}/H44.5-1?lang=en"
    page = pages.get(at)
    rating_id = page.hidden_value("rating_id")
    answers = {
        "rate": {"satisfied": satisfied},
        "procedure": {"procedure_id": ""},
        "topics": {"topic": ""},
        "comment": {"comment": ""},
    }
    for step, fields in answers.items():
        if page.open_sections()[0].get("data-screen") == step:
            sent = {"step": step, "rating_id": rating_id, "lang": "en", **fields}
            page = pages.post(at, sent)
    assert page.open_sections()[0].get("data-screen") == "thanks"
    return page


@pytest.mark.parametrize("room", ["p", "t"])
def test_after_either_answer_the_same_way_is_offered(pages: PageClient, room: str) -> None:
    satisfied, unsatisfied = (thanks_after(pages, room, answer) for answer in "10")
    assert satisfied.html == unsatisfied.html
    assert "Something to be followed up?" in satisfied.html


def test_the_phone_leads_there_and_says_nothing_of_where_it_came_from(pages: PageClient) -> None:
    page = thanks_after(pages, "p", "0")
    (link,) = page.all("a", href="/y/H44.5-1?lang=en")
    assert link.get("rel") == "noreferrer"


def test_the_tablet_beside_the_officer_only_names_the_address(pages: PageClient) -> None:
    page = thanks_after(pages, "t", "0")
    assert "127.0.0.1:8000/y/H44.5-1" in page.html
    assert not any("/y/" in link.get("href", "") for link in page.all("a"))


def test_the_poster_names_the_address_in_both_languages(pages: PageClient) -> None:
    page = pages.get("/p/H44.5-1/poster")
    (line,) = [one for one in page.all("p") if one.get("class") == "further"]
    assert words_of(line).endswith("127.0.0.1:8000/y/H44.5-1")
    assert {part.get("lang") for part in line.iter("span")} == {"vi", "en"}
