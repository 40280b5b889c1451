"""The page of a slip: opened as often as one likes, answered once, and silent about the rest."""

import re
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from kiosk import create_app, receipts
from kiosk.db import Database, writing
from tests.factories import WEDNESDAY, a_service
from tests.pages import Page, PageClient

GONE = "unusable_receipt"
GUESSES = 10_000
Slip = Callable[..., str]


@pytest.fixture(autouse=True)
def _on_wednesday() -> Any:
    with time_machine.travel(WEDNESDAY, tick=True):
        yield


@pytest.fixture
def app(db: Database, tmp_path: Path) -> Iterator[Flask]:
    """The program as it is served, to whom anybody may come with as many wrong codes as they like."""
    application = create_app({"GUESSES": 100_000}, instance=tmp_path)
    yield application
    application.extensions["writer"].close()


@pytest.fixture
def slip(app: Flask, db: Database) -> Slip:
    """Announces a finished service; the path of its page."""

    def announced(**changes: Any) -> str:
        with writing(db):
            token = app.extensions["receipts"].issue(db, a_service(db, **changes))
        return f"/k/{token}"

    return announced


def rated(pages: PageClient, path: str, satisfied: bool = True) -> Page:
    form = {"step": "rate", "rating_id": pages.get(path).hidden_value("rating_id")}
    return pages.post(path, {**form, "satisfied": str(int(satisfied))})


def stored(db: Database) -> list[tuple[Any, ...]]:
    return db.conn.execute("SELECT satisfied, channel, tier, counter_id FROM rating").fetchall()


def refused(pages: PageClient, path: str, **options: Any) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a browser is told, but for the moment."""
    response = pages.http.get(path, **options)
    headers = [pair for pair in response.headers.items() if pair[0] != "Date"]
    return response.status_code, response.data, headers


def press(pages: PageClient, path: str, **options: Any) -> TestResponse:
    """A press of somebody who has not been here before."""
    form = {"step": "rate", "rating_id": secrets.token_hex(16), "satisfied": "0"}
    return pages.http.post(path, data=form, **options)


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
    assert db.conn.execute("SELECT count(*) FROM rating_comment").fetchone() == (0,)


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
    assert db.conn.execute("SELECT count(*) FROM rating_comment").fetchone() == (0,)
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
    assert db.conn.execute("SELECT count(*) FROM service_answered").fetchone() == (0,)
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


def test_a_second_phone_gets_the_thanks_of_a_code_that_is_spent(
    pages: PageClient, db: Database, slip: Slip
) -> None:
    path = slip()
    rated(pages, path)
    assert pages.http.get(path).status_code == 200
    refusal = press(pages, path)
    assert refusal.status_code == 404
    assert "xin cảm ơn" in refusal.text
    assert stored(db) == [(1, "phone", "receipt", "H44.5-1")]


@pytest.mark.parametrize("satisfied", [True, False])
def test_whoever_opens_a_slip_each_minute_does_not_learn_when_it_was_answered(
    pages: PageClient, slip: Slip, satisfied: bool
) -> None:
    path, seen = slip(), []
    for answers_now in (False, True, False):
        if answers_now:
            rated(pages, path, satisfied)
        page = pages.get(path)
        status, body, headers = refused(pages, path)
        masked = re.sub(rb"[0-9a-f]{32}", b"", body)
        seen.append((status, masked, [pair for pair in headers if pair[0] != "ETag"], page.lang))
    assert seen[0][0] == 200
    assert seen[0] == seen[1] == seen[2]


def test_whoever_did_not_answer_cannot_go_on_where_somebody_did(pages: PageClient, slip: Slip) -> None:
    answered, open_still = slip(), slip()
    rated(pages, answered)
    for path in (answered, open_still, "/k/" + "A" * 26):
        form = {"step": "topics", "topic": "", "rating_id": secrets.token_hex(16)}
        assert pages.http.post(path, data=form).status_code == 404


@pytest.mark.parametrize(
    "step",
    [
        {"step": "topics", "topic": ""},
        {"step": "topics", "topic": "fee"},
        {"step": "comment", "comment": "x", "with": "1"},
    ],
)
def test_whoever_answered_elsewhere_is_told_the_same_of_a_slip_that_is_spent_and_of_one_that_is_not(
    pages: PageClient, db: Database, slip: Slip, step: dict[str, str]
) -> None:
    """A rating of one's own opens the later steps; they are no way to ask about a stranger's slip."""
    form = {"rating_id": rated(pages, slip()).hidden_value("rating_id"), **step}
    answered, open_still, over = slip(), slip(), slip(finished_day="2026-07-20")
    for path in (answered, over):
        rated(pages, path)
    seen = []
    for path in (answered, open_still):
        page = pages.http.post(path, data=form)
        seen.append((page.status_code, page.text.replace(path[3:], "")))
    assert seen[0] == seen[1]
    assert seen[0][0] == 200
    with time_machine.travel(WEDNESDAY + timedelta(days=1)):
        unknown = pages.http.post("/k/" + "A" * 26, data=form)
        assert pages.http.post(over, data=form).data == unknown.data
        assert unknown.status_code == 404
    assert len(stored(db)) == 3


def bad_paths(slip: Slip, pages: PageClient, app: Flask, db: Database) -> dict[str, str]:
    spent, whole = slip(), slip()
    rated(pages, spent)
    with writing(db):
        service = a_service(db)
        screen = app.extensions["receipts"].issue(db, service, receipts.OFFER)
    return {
        "spent": spent,
        "expired": slip(finished_day="2026-07-19"),
        "cut": whole[:-1],
        "longer": whole + "A",
        "mistyped": whole[:-2] + ("BA" if whole[-2:] != "BA" else "CA"),
        "foreign": "/k/" + "A" * 26,
        "a tablet's": f"/k/{screen}",
        "never issued": f"/k/{app.extensions['receipts'].token_of(service)}",
        "a formula": "/k/=HYPERLINK(1)",
        "not text": "/k/%00%ff%e2%80%ae",
        "endless": "/k/" + "A" * 5_000,
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_whatever_is_wrong_with_a_code_is_answered_alike(
    pages: PageClient, app: Flask, db: Database, slip: Slip, lang: str
) -> None:
    paths, spoken = bad_paths(slip, pages, app, db), {"Accept-Language": lang}
    said = {name: press(pages, path, headers=spoken) for name, path in paths.items()}
    pressed = {name: (answer.status_code, answer.data) for name, answer in said.items()}
    assert pressed["spent"][0] == 404
    assert {name for name, answer in pressed.items() if answer != pressed["spent"]} == set()
    del paths["spent"]
    opened = {name: refused(pages, path, headers=spoken) for name, path in paths.items()}
    assert opened["expired"][:2] == pressed["spent"]
    assert {name for name, answer in opened.items() if answer != opened["expired"]} == set()


def test_the_api_too_answers_them_alike(pages: PageClient, app: Flask, db: Database, slip: Slip) -> None:
    said = set()
    for path in bad_paths(slip, pages, app, db).values():
        if len(path) > 200 or "%" in path:
            continue
        body = {"rating_id": secrets.token_hex(16), "satisfied": True, "receipt": path[3:]}
        response = pages.http.post("/api/v1/ratings", json=body)
        said.add((response.status_code, response.data))
    assert len(said) == 1
    assert GONE.encode() in said.pop()[1]


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


def test_ten_thousand_guesses_find_nothing(app: Flask, db: Database, slip: Slip) -> None:
    """Looked up as the page does; the page itself would say no slower, only later."""
    slip()
    ours, today = app.extensions["receipts"], WEDNESDAY.date()
    guesses = (receipts._write(secrets.token_bytes(16)) for _ in range(GUESSES))
    assert not [guess for guess in guesses if ours.find_open(db, guess, today)]


def test_pressing_with_a_wrong_code_takes_as_long_as_with_a_spent_one(
    pages: PageClient, slip: Slip
) -> None:
    kinds = {
        "spent": [slip() for _ in range(15)],  # each is pressed eight times: ten a minute are taken
        "expired": [slip(finished_day="2026-07-19") for _ in range(15)],
        "guessed": ["/k/" + receipts._write(secrets.token_bytes(16)) for _ in range(40)],
    }
    for path in kinds["spent"]:
        rated(pages, path)
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(120):
        for kind, known in kinds.items():
            path = known[turn % len(known)]
            begun = time.perf_counter()
            assert press(pages, path).status_code == 404
            took[kind].append(time.perf_counter() - begun)
    medians = {kind: statistics.median(values) for kind, values in took.items()}
    assert max(medians.values()) < 1.5 * min(medians.values()), medians
