"""A tablet's own page: its past, and what is done to it there, by whom."""

import pytest
from flask import Flask

from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.factories import a_version
from tests.kiosk.web.manage.tablet_pages import LIST
from tests.kiosk.web.staff import audited, token
from tests.pages import PageClient, words_of
from tests.tablet import Tablet, through_flask
from tests.tablets import a_mark, a_tablet, set_aside


def test_a_code_is_made_for_a_counter_and_shown_once(operator: PageClient, db: Database) -> None:
    page = operator.get("/manage/tablets/pair?counter_id=H44.5-2&lang=en")
    (chosen,) = page.all("option", selected="")
    assert chosen.get("value") == "H44.5-2"
    form = {"csrf_token": token(page), "counter_id": "H44.5-2"}
    code = operator.post("/manage/tablets/pair?lang=en", form).text("p", **{"class": "code"})
    assert len(code) == 9
    assert audited(db) == [("the-operator", "make pairing code", "H44.5-2")]
    stored = "\n".join(str(row) for row in db.conn.execute("SELECT * FROM enrolment_code"))
    assert code not in stored and code.replace("-", "") not in stored


def test_the_code_on_the_page_pairs_a_tablet(app: Flask, operator: PageClient, db: Database) -> None:
    form = {"csrf_token": token(operator.get("/manage/tablets/pair")), "counter_id": "H44.5-2"}
    code = operator.post("/manage/tablets/pair", form).text("p", **{"class": "code"})
    tablet = Tablet(through_flask(app.test_client())).pair(code)
    assert tablet.counter_id == "H44.5-2"
    assert tablet.device_id in words_of(operator.get(LIST).tree)


def test_a_code_that_replaces_a_tablet_names_it(operator: PageClient, paired: Database) -> None:
    page = operator.get("/manage/tablets/T1?lang=en")
    (link,) = [one for one in page.all("a") if one.text == "Replace"]
    page = operator.get(link.get("href", ""))
    assert "The new tablet replaces T1." in words_of(page.tree)
    (replaces,) = page.all("input", name="replaces")
    form = {"csrf_token": token(page), "counter_id": "H44.5-1", "replaces": replaces.get("value", "")}
    operator.post("/manage/tablets/pair", form)
    assert paired.conn.execute("SELECT replaces FROM enrolment_code ORDER BY 1").fetchall() == [
        (None,),
        ("T1",),
    ]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"counter_id": "nowhere"}, 404),
        ({"counter_id": "H44.5-1", "replaces": "T99"}, 404),
        ({"counter_id": ""}, 200),
        ({}, 200),
    ],
)
def test_no_code_is_made_for_what_does_not_exist(
    operator: PageClient, db: Database, form: dict[str, str], status: int
) -> None:
    form = {"csrf_token": token(operator.get("/manage/tablets/pair")), **form}
    page = operator.post("/manage/tablets/pair", form, status)
    assert page.all("p", **{"class": "code"}) == []
    assert count(db, "enrolment_code") == 0


def test_a_tablet_is_told_with_its_past(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        a_mark(paired, "T1", "cloned", "số 17 đến hai lần")
        for sequence in (3, 4):
            set_aside(paired, "T1", sequence, "wrong_counter", "2020-01-01")
        set_aside(paired, "T1", 5, "something_new", "2020-01-01")
    page = operator.get("/manage/tablets/T1?lang=en")
    assert page.text("h1") == "Tablet T1"
    tables = [
        [[words_of(cell) for cell in row] for row in table.iter("tr")][1:] for table in page.all("table")
    ]
    stays, marks, causes, keys = tables
    assert [row[1:] for row in stays] == [["Quầy 1 H44.5-1", "tests"]]
    assert [row[1:] for row in marks] == [["cloned", "số 17 đến hai lần", "tests"]]
    assert causes == [
        ["of a counter at which the tablet did not stand", "2"],
        ["something_new", "1"],
    ]
    assert [row[2] for row in keys] == ["it is the newest"]


def test_there_is_no_page_of_a_tablet_that_does_not_exist(operator: PageClient) -> None:
    assert "T9" in operator.get("/manage/tablets/T9", 404).text("main")


def test_a_tablet_is_moved_with_who_did_it(operator: PageClient, paired: Database) -> None:
    form = {"csrf_token": token(operator.get("/manage/tablets/T1")), "counter_id": "H44.9-1"}
    answer = operator.http.post("/manage/tablets/T1/move", data=form)
    page = operator.get(answer.headers["Location"])
    assert page.text("p", role="status") == "Từ bây giờ máy thuộc quầy mới."
    stays = paired.conn.execute("SELECT counter_id, recorded_by FROM device_place ORDER BY number")
    assert stays.fetchall() == [("H44.5-1", "tests"), ("H44.9-1", "the-operator")]
    assert audited(paired) == [("the-operator", "move tablet", "T1: H44.5-1 to H44.9-1")]


def test_a_tablet_is_revoked_with_a_reason(operator: PageClient, paired: Database) -> None:
    form = {"csrf_token": token(operator.get("/manage/tablets/T1")), "reason": " Bị mất  cắp "}
    answer = operator.http.post("/manage/tablets/T1/revoke", data=form)
    page = operator.get(answer.headers["Location"])
    assert "đã thu hồi" in words_of(page.tree)
    assert page.all("form") == []
    assert audited(paired) == [("the-operator", "revoke tablet", "T1: Bị mất cắp")]


def test_a_tablet_that_was_replaced_can_still_be_revoked_and_nothing_else(
    operator: PageClient, paired: Database
) -> None:
    with writing(paired):
        a_tablet(paired, "T2", replaces="T1")
    page = operator.get("/manage/tablets/T1?lang=en")
    assert [form.get("action") for form in page.all("form")] == ["/manage/tablets/T1/revoke?lang=en"]
    assert len(operator.get("/manage/tablets/T2").all("form")) == 2


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_revokes_without_a_reason(operator: PageClient, paired: Database, reason: str) -> None:
    form = {"csrf_token": token(operator.get("/manage/tablets/T1")), "reason": reason}
    page = operator.post("/manage/tablets/T1/revoke?lang=en", form)
    assert page.text("span", id="reason-refusal") == "Say why: a few words."
    assert count(paired, "device_mark") == 0


def test_a_tablet_taken_for_two_counts_again_with_a_reason(
    operator: PageClient, paired: Database
) -> None:
    with writing(paired):
        a_mark(paired, "T1", "cloned", "sequence 4")
    page = operator.get("/manage/tablets/T1?lang=en")
    actions = [form.get("action") for form in page.all("form")]
    assert "/manage/tablets/T1/clear?lang=en" in actions
    form = {"csrf_token": token(page), "because": "Sao lưu cũ"}
    answer = operator.http.post("/manage/tablets/T1/clear", data=form)
    page = operator.get(answer.headers["Location"])
    assert page.text("p", role="status") == "Từ bây giờ, đánh giá của máy này lại được tính."
    assert len(page.all("form")) == 2
    assert audited(paired) == [("the-operator", "clear tablet", "T1: Sao lưu cũ")]
    assert "Sao lưu cũ" in words_of(page.tree)


def test_nobody_clears_a_tablet_without_a_reason(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        a_mark(paired, "T1", "cloned", "sequence 4")
    form = {"csrf_token": token(operator.get("/manage/tablets/T1")), "because": "  "}
    page = operator.post("/manage/tablets/T1/clear?lang=en", form)
    assert page.text("span", id="because-refusal") == "Say why: a few words."
    assert count(paired, "device_mark") == 1


@pytest.mark.parametrize("deed", ["pair", "outbox", "T1/move", "T1/revoke", "T1/clear"])
def test_nothing_is_done_without_the_forms_token(
    operator: PageClient, paired: Database, deed: str
) -> None:
    form = {"counter_id": "H44.9-1", "reason": "x"}
    page = operator.post(f"/manage/tablets/{deed}", form, 400)
    assert page.text("main").startswith("Chưa thực hiện được Trang đã mở quá lâu.")
    assert audited(paired) == []


def test_a_tablet_at_a_counter_that_ended_is_told_and_can_be_moved(
    operator: PageClient, paired: Database
) -> None:
    with writing(paired):
        a_version(
            paired,
            "counter",
            "2025-08-01",
            counter_id="H44.5-1",
            name="Q",
            centre_id="H44.5",
            retired=1,
        )
    page = operator.get("/manage/tablets/T1?lang=en")
    assert "Stands at a counter that is no longer in use: move it." in words_of(page.tree)
    offered = [option.get("value") for option in page.all("option")]
    assert offered == ["", "H44.5-2", "H44.9-1"]
