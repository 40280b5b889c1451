"""Leaving a matter on one's phone, without script."""

import secrets

import pytest
from flask import Flask

from kiosk.petitions import codes
from kiosk.storage.db import Database
from tests.kiosk.web.petition.matter import (
    CENTRE,
    COUNTER,
    MATTER,
    STATUS,
    answer,
    code_on,
    draft_on,
    kept,
    leave,
    look_up,
)
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("now")

MATTERS_AN_HOUR = 30  # from one address


def test_a_matter_is_left_and_its_code_is_shown_once_with_the_day_of_the_answer(
    pages: PageClient, db: Database
) -> None:
    page = leave(pages)
    assert codes.read(code_on(page)) == code_on(page)
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


def test_a_form_above_the_limit_tells_how_long_to_wait(pages: PageClient, db: Database) -> None:
    *taken, refused = [
        pages.http.post(COUNTER, data={**MATTER, "draft": secrets.token_hex(16)})
        for _ in range(MATTERS_AN_HOUR + 1)
    ]
    assert {one.status_code for one in taken} == {200}
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert len(kept(db)) == MATTERS_AN_HOUR


def test_a_phones_own_language_is_spoken(pages: PageClient) -> None:
    page = pages.get("/y/H44.5-1", headers={"Accept-Language": "en"})
    assert page.lang == "en"
    assert pages.get("/y/H44.5-1").lang == "vi"
