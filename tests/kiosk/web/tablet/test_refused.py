"""What is sent twice, changed or made up: stored once or not at all, and nothing is learnt."""

import secrets
from typing import Any

import pytest

from kiosk.storage.db import Database
from tests.kiosk.web.tablet.forms import COUNTER, NO, PROCEDURE_TITLE, YES, go_on, heading, press, rows
from tests.pages import Page, PageClient

TWINS: list[dict[str, Any]] = [
    {"step": "rate", "rating_id": "a" * 32, "satisfied": ["1", "0"]},
    {"step": "rate", "rating_id": "a" * 32, "satisfied": ["1", "1"]},
    {"step": "rate", "rating_id": ["a" * 32, "b" * 32], "satisfied": "1"},
    {"step": ["rate", "topics"], "rating_id": "a" * 32, "satisfied": "1"},
    {"step": "procedure", "rating_id": "a" * 32, "procedure_id": ["1.001193", "1.000894"]},
    {"step": "topics", "rating_id": "a" * 32, "topic": ["fee", "time"]},
]


def test_each_step_sent_twice_shows_the_same_and_stores_once(pages: PageClient, db: Database) -> None:
    rating_id = pages.get(COUNTER).hidden_value("rating_id")
    for form in (
        {"step": "rate", "rating_id": rating_id, "satisfied": YES},
        {"step": "procedure", "rating_id": rating_id, "procedure_id": "1.001193"},
        {"step": "topics", "rating_id": rating_id, "topic": "result"},
    ):
        assert pages.post(COUNTER, form).html == pages.post(COUNTER, form).html
    for table in ("rating", "rating_procedure", "rating_reason"):
        assert len(rows(db, table, "rating_id")) == 1
    assert rows(db, "set_aside", "cause") == []


@pytest.mark.parametrize(("given", "other"), [(YES, NO), (NO, YES)])
def test_whoever_tries_both_answers_at_a_page_left_open_learns_nothing(
    pages: PageClient, db: Database, given: str, other: str
) -> None:
    form = {"step": "rate", "rating_id": pages.get(COUNTER).hidden_value("rating_id")}
    pages.post(COUNTER, {**form, "satisfied": given})
    true, false = (
        pages.http.post(COUNTER, data={**form, "satisfied": answer}) for answer in (given, other)
    )
    assert (false.status, false.data, list(false.headers)) == (
        true.status,
        true.data,
        list(true.headers),
    )
    assert heading(Page(false.text)) == PROCEDURE_TITLE
    assert rows(db, "rating", "satisfied") == [(int(given),)]
    assert rows(db, "set_aside", "cause") == [("rating_conflict",)]


@pytest.mark.parametrize(
    ("step", "first", "second"),
    [
        ("procedure", {"procedure_id": "1.001193"}, {"procedure_id": "1.000894"}),
        ("topics", {"topic": "fee"}, {"topic": "time"}),
    ],
)
def test_going_back_to_change_a_detail_leaves_the_first_and_goes_on(
    pages: PageClient, db: Database, step: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    page = press(pages, YES)
    shown = go_on(pages, page, step, **first)
    assert go_on(pages, page, step, **second).html == shown.html
    stored = [*rows(db, "rating_procedure", "procedure_id"), *rows(db, "rating_reason", "reason_code")]
    assert stored == [("1.001193",) if step == "procedure" else ("right_fee",)]


@pytest.mark.parametrize("form", TWINS)
def test_a_field_given_twice_is_refused_and_nothing_stored(
    pages: PageClient, db: Database, form: dict[str, Any]
) -> None:
    page = pages.post(COUNTER, form, 400)
    assert "xuất hiện hai lần" in page.text("p", **{"class": "words"})
    assert rows(db, "rating", "rating_id") == []


def test_what_is_repeated_of_a_hostile_form_is_short(pages: PageClient) -> None:
    form = {"step": "rate", "rating_id": "a" * 32, "satisfied": "1", "x" * 10_000: "y"}
    words = pages.post(COUNTER, form, 422).text("p", **{"class": "words"})
    assert words == f"Phiên bản này không có trường “{'x' * 40}…”."


REFUSED = [
    ({}, 422, "“step”"),
    ({"step": "dance"}, 422, "“step”"),
    ({"step": "rate", "satisfied": "1"}, 422, "“rating_id”"),
    ({"step": "rate", "rating_id": "a" * 32}, 422, "“satisfied”"),
    ({"step": "rate", "rating_id": "a" * 32, "satisfied": "true"}, 422, "“satisfied”"),
    ({"step": "rate", "rating_id": "A" * 32, "satisfied": "1"}, 422, "“rating_id”"),
    ({"step": "rate", "rating_id": "a" * 32, "satisfied": "1", "officer_id": "x"}, 422, "“officer_id”"),
    ({"step": "procedure", "rating_id": "short", "procedure_id": ""}, 422, "“rating_id”"),
    ({"step": "procedure", "rating_id": "b" * 32, "procedure_id": "1.001193"}, 404, "đánh giá"),
    ({"step": "procedure", "rating_id": "short", "q": "x"}, 422, "“rating_id”"),
    ({"step": "topics", "rating_id": "b" * 32, "topic": "fee"}, 404, "đánh giá"),
    ({"step": "topics", "rating_id": "short", "topic": ""}, 422, "“rating_id”"),
]


@pytest.mark.parametrize(("form", "status", "words"), REFUSED)
def test_a_form_nobody_could_have_filled_in_is_refused_in_vietnamese(
    pages: PageClient, db: Database, form: dict[str, str], status: int, words: str
) -> None:
    page = pages.post(COUNTER, form, status)
    assert page.text("h1") == "Chưa thực hiện được"
    assert words in page.text("p", **{"class": "words"})
    assert [link.get("href") for link in page.all("a")] == [COUNTER]
    assert rows(db, "rating", "rating_id") == []


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [("procedure", "procedure_id", "9.999999"), ("topics", "topic", "weather")],
)
def test_what_was_not_offered_is_refused_and_the_rating_stands(
    pages: PageClient, db: Database, step: str, field: str, value: str
) -> None:
    page = go_on(pages, press(pages, YES), step, 422, **{field: value})
    assert value in page.text("p", **{"class": "words"})
    assert len(rows(db, "rating", "rating_id")) == 1


def test_an_unknown_counter_has_no_page_and_takes_no_answer(pages: PageClient, db: Database) -> None:
    assert "“H44.5-77”" in pages.get("/t/H44.5-77", 404).text("p", **{"class": "words"})
    form = {"step": "rate", "rating_id": secrets.token_hex(16), "satisfied": YES}
    pages.post("/t/H44.5-77", form, 404)
    assert rows(db, "rating", "rating_id") == []
