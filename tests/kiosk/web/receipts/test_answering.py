"""The page of a slip: opened as often as one likes, answered once."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kiosk.storage.db import Database
from tests.asking import count
from tests.factories import WEDNESDAY
from tests.kiosk.web.receipts.slips import Slip, rated, stored
from tests.pages import PageClient


def test_the_page_names_what_was_done_where_and_by_whom(pages: PageClient, slip: Slip) -> None:
    page = pages.get(slip(counter_id="H44.5-2", officer_id="H44.5.A-02"))
    assert page.text("p", **{"class": "asked"}) == "Đánh giá về thủ tục: Đăng ký khai sinh"
    assert page.text("p", **{"class": "where"}).endswith("Quầy 2 · Chứng thực")
    assert page.all("div", **{"data-officer": "H44.5.A-02"})
    assert "Which procedure" not in page.html
    assert not page.all("section", **{"data-screen": "procedure"})


def test_it_speaks_english_to_an_english_phone(pages: PageClient, slip: Slip) -> None:
    page = pages.get(slip(), headers={"Accept-Language": "en"})
    assert page.lang == "en"
    assert page.text("p", **{"class": "asked"}).startswith("This is about:")


@pytest.mark.parametrize("satisfied", [True, False])
def test_an_answer_is_stored_tied_to_its_service(
    pages: PageClient, db: Database, slip: Slip, satisfied: bool
) -> None:
    page = rated(pages, slip(), satisfied)
    assert stored(db) == [(int(satisfied), "phone", "receipt", "H44.5-1")]
    assert "Đánh giá đã được ghi nhận." in page.html
    assert page.all("section", **{"data-screen": "topics"})


def test_the_steps_without_script_lead_over_topic_and_comment_to_the_thanks(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    page = rated(pages, path)
    form = {"rating_id": page.hidden_value("rating_id")}
    page = pages.post(path, {"step": "topics", "topic": "fee", **form})
    comment = {"comment": "Cảm ơn, số tôi 0912 345 678", "with": "1"}
    page = pages.post(path, {"step": "comment", **comment, **form})
    assert "Đã ghi nhận. Xin cảm ơn Ông/Bà!" in page.html
    assert db.conn.execute("SELECT comment FROM rating_comment").fetchall() == [
        ("Cảm ơn, số tôi [•••]",)
    ]


def test_what_was_written_is_left_where_its_writer_skips(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    form = {"rating_id": rated(pages, path).hidden_value("rating_id")}
    page = pages.post(path, {"step": "comment", "comment": "doch nicht", "with": "", **form})
    assert "Đã ghi nhận." in page.html
    assert count(db, "rating_comment") == 0


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("ă" * 501, "dài quá 500 ký tự"),
        ("a" + "\u0301" * 10_000, "dài quá 500 ký tự"),
        ("abc\u202egnp.exe", "không hiển thị an toàn"),
        ("abc\0", "không hiển thị an toàn"),
    ],
)
def test_a_comment_that_cannot_be_kept_is_given_back_with_the_reason(
    pages: PageClient, db: Database, slip: Slip, comment: str, words: str
) -> None:
    path = slip()
    form = {"rating_id": rated(pages, path).hidden_value("rating_id")}
    response = pages.http.post(path, data={"step": "comment", "comment": comment, "with": "1", **form})
    assert response.status_code == 422
    assert words in response.text
    assert "<textarea" in response.text
    assert count(db, "rating_comment") == 0
    assert len(stored(db)) == 1


def test_the_comment_page_asks_for_no_names_and_says_what_is_masked(
    pages: PageClient, slip: Slip
) -> None:
    words = pages.get(slip()).text("p", id="comment-advice")
    assert "không ghi họ tên" in words
    assert "được che trước khi lưu" in words


def test_opening_it_a_hundred_times_spends_nothing(pages: PageClient, db: Database, slip: Slip) -> None:
    path = slip()
    for _ in range(100):
        assert pages.http.get(path).status_code == pages.http.head(path).status_code == 200
    preview = {"User-Agent": "facebookexternalhit/1.1", "Purpose": "prefetch", "Sec-Purpose": "prefetch"}
    assert pages.http.get(path, headers=preview).status_code == 200
    assert stored(db) == []
    assert count(db, "service_answered") == 0
    rated(pages, path)
    assert len(stored(db)) == 1


def test_pressing_twice_and_going_back_store_one_and_show_the_same(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    form = {"step": "rate", "rating_id": pages.get(path).hidden_value("rating_id"), "satisfied": "1"}
    first = pages.post(path, form).html
    assert [pages.post(path, {**form, "satisfied": answer}).html for answer in "101"] == [first] * 3
    assert stored(db) == [(1, "phone", "receipt", "H44.5-1")]


def test_both_answers_show_the_same_page(pages: PageClient, slip: Slip) -> None:
    seen = []
    for satisfied in (True, False):
        path = slip()
        page = rated(pages, path, satisfied)
        seen.append(page.html.replace(page.hidden_value("rating_id"), "").replace(path[3:], ""))
    assert seen[0] == seen[1]


def test_an_answer_by_the_api_counts_for_the_instant_of_the_press(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    token = slip(finished_day="2026-07-20")[3:]
    body = {"rating_id": secrets.token_hex(16), "satisfied": False, "receipt": token}
    with time_machine.travel(WEDNESDAY + timedelta(days=2)):
        assert pages.http.post("/api/v1/ratings", json=body).status_code == 404
        told = pages.http.post("/api/v1/ratings", json={**body, "age_seconds": 2 * 86_400})
        assert told.json == {"rating_id": body["rating_id"], "status": "recorded"}
    assert db.conn.execute("SELECT day, hour, tier FROM rating").fetchall() == [
        ("2026-08-19", 9, "receipt")
    ]


def test_the_page_opens_although_our_own_clock_is_a_day_slow(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    with time_machine.travel(WEDNESDAY - timedelta(days=1)):
        rated(pages, path)
    assert db.conn.execute("SELECT day, tier FROM rating").fetchall() == [("2026-08-19", "receipt")]


@pytest.mark.parametrize("more", [{"counter_id": "H44.5-1"}, {"channel": "tablet"}, {"receipt": 5}])
def test_a_receipt_tells_where_by_itself(
    pages: PageClient, db: Database, slip: Slip, more: dict[str, Any]
) -> None:
    body = {"rating_id": secrets.token_hex(16), "satisfied": True, "receipt": slip()[3:]}
    assert pages.http.post("/api/v1/ratings", json={**body, **more}).status_code == 422
    assert stored(db) == []


def test_a_page_that_stood_open_for_three_hours_still_answers(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    form = {"step": "rate", "rating_id": pages.get(path).hidden_value("rating_id"), "satisfied": "1"}
    with time_machine.travel(WEDNESDAY + timedelta(hours=3)):
        pages.post(path, form)
    assert db.conn.execute("SELECT day, hour FROM rating").fetchall() == [("2026-08-19", 12)]


def test_a_service_that_came_by_post_is_asked_about_too(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip(counter_id=None, centre_id=None, officer_id=None, channel="post", outcome="refused")
    page = pages.get(path)
    assert page.text("p", **{"class": "where"}) == "UBND Phường Việt Trì Trực tuyến, bưu chính"
    rated(pages, path, satisfied=False)
    assert stored(db) == [(0, "phone", "receipt", "H44.5~remote")]


def test_no_cookie_no_store_and_no_referrer_to_others(pages: PageClient, slip: Slip) -> None:
    headers = pages.http.get(slip()).headers
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
