"""The tablet's screens as plain forms, the way they work without script."""

import re

import pytest

from kiosk.storage import schema
from kiosk.storage.db import Database, writing
from kiosk.web.flow import monogram
from tests import factories
from tests.kiosk.web.tablet.forms import (
    COUNTER,
    NO,
    PROCEDURE_TITLE,
    SVG,
    THANKS_TITLE,
    TOPICS_TITLE,
    YES,
    buttons,
    go_on,
    heading,
    press,
    rows,
)
from tests.pages import Page, PageClient, words_of


def test_the_first_screen_says_where_one_is_and_who_served(pages: PageClient) -> None:
    page = pages.get(COUNTER)
    assert heading(page) == "Ông/Bà có hài lòng với lần phục vụ này không?"
    where = page.text("p", **{"class": "where"})
    assert where == "Trung tâm Phục vụ hành chính công Phường Việt Trì Quầy 1 · Hộ tịch"
    officer = page.text("div", **{"class": "officer"})
    assert officer == "A-01 Cán bộ A-01Công chức tiếp nhận hồ sơ"
    assert "Ẩn danh. Cán bộ tại quầy không xem được câu trả lời của Ông/Bà." in page.html


def test_the_two_targets_differ_in_word_and_face_and_in_nothing_else(pages: PageClient) -> None:
    yes, no = buttons(pages.get(COUNTER))
    assert [words_of(yes), words_of(no)] == ["Hài lòng", "Không hài lòng"]
    assert (yes.get("value"), no.get("value")) == (YES, NO)
    mouths = [[path.get("d") for path in target.iter(SVG + "path")] for target in (yes, no)]
    assert len(mouths[0]) == len(mouths[1]) == 2
    assert mouths[0] != mouths[1]
    assert [child.tag for child in yes.iter()] == [child.tag for child in no.iter()]


def test_nobody_is_shown_where_nobody_is_known_to_be_on_duty(pages: PageClient, db: Database) -> None:
    with writing(db):
        factories.a_version(db, "counter", counter_id="H44.5-9", name="Quầy 9", centre_id="H44.5")
    page = pages.get("/t/H44.5-9")
    (officer,) = page.all("div", **{"class": "officer"})
    assert (officer.get("hidden"), officer.get("data-officer"), words_of(officer)) == ("", "", "")
    assert page.text("p", **{"class": "where"}).endswith("Việt Trì Quầy 9")


@pytest.mark.parametrize(("answer", "satisfied"), [(YES, 1), (NO, 0)])
def test_the_first_press_is_stored_at_once(
    pages: PageClient, db: Database, answer: str, satisfied: int
) -> None:
    page = press(pages, answer)
    assert rows(
        db, "rating", "satisfied, channel, tier, counter_id, officer_id, procedure_id, rule"
    ) == [(satisfied, "tablet", "tablet", "H44.5-1", "H44.5.A-01", None, None)]
    assert heading(page) == PROCEDURE_TITLE


def test_each_first_screen_carries_a_new_identifier(pages: PageClient) -> None:
    ids = {pages.get(COUNTER).hidden_value("rating_id") for _ in range(5)}
    assert len(ids) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", rating_id) for rating_id in ids)


def test_the_counters_usual_procedures_are_offered_and_a_way_past_them(pages: PageClient) -> None:
    offered = buttons(press(pages, YES))
    assert [(b.get("value"), words_of(b)) for b in offered] == [
        ("1.000894", "Đăng ký kết hôn"),
        ("1.001193", "Đăng ký khai sinh"),
        ("", "Không rõ / Bỏ qua"),
    ]


@pytest.mark.parametrize("typed", ["chứng thực bản sao", "CHUNG THUC", "sao ban"])
def test_a_procedure_is_found_with_or_without_its_marks(pages: PageClient, typed: str) -> None:
    page = go_on(pages, press(pages, YES), "procedure", q=typed)
    assert heading(page) == PROCEDURE_TITLE
    assert [b.get("value") for b in buttons(page)] == ["2.000815", ""]


def test_words_that_find_nothing_say_so(pages: PageClient) -> None:
    page = go_on(pages, press(pages, YES), "procedure", q="xyz")
    assert [b.get("value") for b in buttons(page)] == [""]
    (nothing,) = page.all("p", **{"class": "nothing"})
    assert nothing.get("hidden") is None


def test_what_was_searched_for_is_shown_as_text_and_never_as_markup(pages: PageClient) -> None:
    page = go_on(pages, press(pages, YES), "procedure", q='"><img src=x>')
    (box,) = page.all("input", type="search")
    assert box.get("value") == '"><img src=x>'
    assert page.all("img") == []


def test_the_procedure_attaches_to_the_rating(pages: PageClient, db: Database) -> None:
    page = go_on(pages, press(pages, NO), "procedure", procedure_id="2.000815")
    assert heading(page) == TOPICS_TITLE
    assert rows(db, "rating_procedure", "procedure_id") == [("2.000815",)]


def test_all_twelve_topics_are_offered_in_the_published_order(pages: PageClient) -> None:
    page = go_on(pages, press(pages, YES), "procedure", procedure_id="")
    words = [words_of(button) for button in buttons(page)]
    assert len(words) == 13
    assert words[:3] == ["Thời hạn trả kết quả", "Hướng dẫn", "Thái độ phục vụ"]
    assert words[-1] == "Bỏ qua"


@pytest.mark.parametrize(("answer", "code"), [(YES, "short_wait"), (NO, "long_wait")])
def test_the_same_topic_becomes_the_reason_that_goes_with_the_answer(
    pages: PageClient, db: Database, answer: str, code: str
) -> None:
    page = go_on(pages, press(pages, answer), "procedure", procedure_id="")
    page = go_on(pages, page, "topics", topic="waiting")
    assert heading(page) == THANKS_TITLE
    assert rows(db, "rating_reason", "reason_code") == [(code,)]


def test_skipping_everything_stores_the_answer_alone(pages: PageClient, db: Database) -> None:
    page = go_on(pages, press(pages, YES), "procedure", procedure_id="")
    assert heading(go_on(pages, page, "topics", topic="")) == THANKS_TITLE
    assert len(rows(db, "rating", "rating_id")) == 1
    assert rows(db, "rating_procedure", "rating_id") == []
    assert rows(db, "rating_reason", "rating_id") == []


def test_after_either_answer_every_page_is_the_same(pages: PageClient) -> None:
    seen = []
    for answer in (YES, NO):
        second = press(pages, answer)
        rating_id = second.hidden_value("rating_id")
        third = go_on(pages, second, "procedure", procedure_id="1.001193")
        fourth = go_on(pages, third, "topics", topic="manner")
        seen.append([page.html.replace(rating_id, "ID") for page in (second, third, fourth)])
    assert seen[0] == seen[1]


def test_no_page_after_the_answer_can_send_it_again(pages: PageClient) -> None:
    page = press(pages, NO)
    assert page.all("button", name="satisfied") == []
    assert "satisfied" not in page.html.replace("satisfaction", "")


def test_the_last_page_knows_nothing_of_the_rating(pages: PageClient) -> None:
    page = press(pages, NO)
    rating_id = page.hidden_value("rating_id")
    page = go_on(pages, page, "procedure", procedure_id="1.001193")
    page = go_on(pages, page, "topics", topic="manner")
    assert rating_id not in page.html
    assert [link.get("href") for link in page.all("a")] == [COUNTER]


def test_citizens_get_no_cookie_and_their_pages_are_never_kept(pages: PageClient) -> None:
    first = pages.http.get(COUNTER)
    rating_id = Page(first.text).hidden_value("rating_id")
    second = pages.http.post(COUNTER, data={"step": "rate", "rating_id": rating_id, "satisfied": YES})
    for response in (first, second):
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        assert "'unsafe" not in response.headers["Content-Security-Policy"]


def test_a_tablet_without_script_goes_home_by_itself(pages: PageClient) -> None:
    first = pages.http.get(COUNTER)
    assert "Refresh" not in first.headers
    form = {"step": "rate", "rating_id": Page(first.text).hidden_value("rating_id"), "satisfied": YES}
    assert pages.http.post(COUNTER, data=form).headers["Refresh"] == f"20; url={COUNTER}"


def test_english_is_kept_from_screen_to_screen_and_ends_with_the_visit(pages: PageClient) -> None:
    first = pages.get(f"{COUNTER}?lang=en")
    assert (first.lang, heading(first)) == ("en", "Were you satisfied with this service?")
    assert first.text("p", **{"class": "where"}).endswith("Civil status")
    form = {"rating_id": first.hidden_value("rating_id"), "lang": first.hidden_value("lang")}
    page = pages.post(COUNTER, {**form, "step": "rate", "satisfied": YES})
    assert heading(page) == "Which procedure was it?"
    assert words_of(buttons(page)[1]) == "Birth registration"
    (untranslated,) = buttons(page)[0].iter("span")
    assert (untranslated.get("lang"), untranslated.text) == ("vi", "Đăng ký kết hôn")
    page = pages.post(COUNTER, {**form, "step": "topics", "topic": ""})
    assert (heading(page), page.all("a")[0].get("href")) == ("Recorded. Thank you!", COUNTER)


def test_a_shared_tablet_does_not_follow_the_browsers_language(pages: PageClient) -> None:
    assert pages.get(COUNTER, headers={"Accept-Language": "en"}).lang == "vi"


def test_a_demonstration_says_so_on_top_of_every_screen(pages: PageClient, db: Database) -> None:
    assert pages.get(COUNTER).all("p", **{"class": "demonstration"}) == []
    with writing(db):
        schema.put_meta(db, "demonstration", '{"vi": "Bản thử. Số liệu giả.", "en": "Trial. Not real."}')
    assert pages.get(COUNTER).text("p", **{"class": "demonstration"}) == "Bản thử. Số liệu giả."
    page = press(pages, YES)
    assert page.text("p", **{"class": "demonstration"}) == "Bản thử. Số liệu giả."


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Cán bộ A-03", "A-03"), ("Nguyễn Văn An", "NA"), ("Ánh", "Á"), ("lê thị Út", "LÚ")],
)
def test_the_disc_shows_a_code_or_two_initials(name: str, expected: str) -> None:
    assert monogram(name) == expected
