"""A citizen's own phone, and the poster that leads it here."""

import re

import pytest
from flask import Flask

from kiosk.storage.db import Database
from tests.pages import Page, PageClient

COUNTER = "/p/H44.5-1"
MOST_BYTES = 50_000


def a_press(pages: PageClient, answer: str = "1") -> Page:
    rating_id = pages.get(COUNTER).hidden_value("rating_id")
    return pages.post(COUNTER, {"step": "rate", "rating_id": rating_id, "satisfied": answer})


@pytest.mark.parametrize(("answer", "satisfied"), [("1", 1), ("0", 0)])
def test_a_press_is_stored_as_coming_from_a_printed_code(
    pages: PageClient, db: Database, answer: str, satisfied: int
) -> None:
    a_press(pages, answer)
    stored = db.conn.execute("SELECT satisfied, channel, tier, counter_id FROM rating").fetchall()
    assert stored == [(satisfied, "phone", "poster", "H44.5-1")]


def test_the_steps_without_script_end_with_leave_to_close_the_page(pages: PageClient) -> None:
    page = a_press(pages)
    form = {"rating_id": page.hidden_value("rating_id")}
    page = pages.post(COUNTER, {"step": "procedure", "procedure_id": "1.001193", **form})
    page = pages.post(COUNTER, {"step": "topics", "topic": "fee", **form})
    page = pages.post(COUNTER, {"step": "comment", "comment": "", "with": "1", **form})
    assert "Ông/Bà có thể đóng trang này." in page.html
    assert [link.get("href") for link in page.all("a")] == ["/y/H44.5-1?lang=vi"]


def test_a_phone_is_never_sent_away_by_a_clock(pages: PageClient) -> None:
    rating_id = pages.get(COUNTER).hidden_value("rating_id")
    response = pages.http.post(COUNTER, data={"step": "rate", "rating_id": rating_id, "satisfied": "1"})
    assert response.status_code == 200
    assert "Refresh" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("en-GB,en;q=0.9", "en"), ("fr,en;q=0.5,vi;q=0.4", "en"), ("vi-VN,en;q=0.8", "vi"), ("ko", "vi")],
)
def test_the_phones_own_language_is_honoured(pages: PageClient, accepted: str, lang: str) -> None:
    assert pages.get(COUNTER, headers={"Accept-Language": accepted}).lang == lang


def test_the_link_to_another_language_wins_over_the_phones_own(pages: PageClient) -> None:
    assert pages.get(f"{COUNTER}?lang=vi", headers={"Accept-Language": "en"}).lang == "vi"


def test_everything_a_phone_loads_weighs_less_than_fifty_kilobytes(pages: PageClient) -> None:
    html = pages.get(COUNTER).html
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    needed = {"citizen.css", "citizen-parts.css", "tokens.css", "icons.svg", "js/kiosk.joined.js"}
    assert {f"/static/{name}" for name in needed} <= files
    as_browsers_do = {"Accept-Encoding": "gzip, deflate, br"}
    addresses = (COUNTER, *files)
    answers = [pages.http.get(one, headers=as_browsers_do, buffered=True) for one in addresses]
    assert {answer.status_code for answer in answers} == {200}
    total = sum(len(answer.data) for answer in answers)
    assert total <= MOST_BYTES, f"{total} bytes"


def test_the_poster_asks_in_both_languages_and_prints_the_address(pages: PageClient) -> None:
    page = pages.get(f"{COUNTER}/poster")
    assert page.text("h1") == "Ông/Bà có hài lòng với lần phục vụ này không?"
    assert "Were you satisfied with this service?" in page.html
    assert page.text("p", **{"class": "where"}).startswith("Trung tâm Phục vụ hành chính công")
    assert page.text("p", **{"class": "address"}) == "127.0.0.1:8000/p/H44.5-1"
    (image,) = page.all("img")
    assert image.get("src") == f"{COUNTER}/code.svg"
    assert image.get("alt") == "Mã QR của http://127.0.0.1:8000/p/H44.5-1"


def test_the_poster_carries_the_deployments_own_address(app: Flask, pages: PageClient) -> None:
    app.config["BASE_URL"] = "https://hailong.example.vn"
    address = pages.get(f"{COUNTER}/poster").text("p", **{"class": "address"})
    assert address == "hailong.example.vn/p/H44.5-1"


def test_the_code_is_an_image_of_its_own(pages: PageClient) -> None:
    response = pages.http.get(f"{COUNTER}/code.svg")
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert b"<script" not in response.data
    assert b"style=" not in response.data


@pytest.mark.parametrize("page", ["/poster", "/code.svg", ""])
def test_an_unknown_counter_has_neither_page_nor_poster_nor_code(pages: PageClient, page: str) -> None:
    pages.get(f"/p/H44.5-77{page}", 404)
