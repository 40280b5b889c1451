"""The pages of tablets: what they show, and what can be done there."""

import io
import json
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from kiosk import create_app, devices, enrolment, locking, periods, schema
from kiosk.db import Database, writing
from kiosk.tablet_errors import NotAnOutbox, WrongSignature
from kiosk.web.releases import release
from tests.factories import a_version
from tests.kiosk.web.staff import signed_in
from tests.pages import Page, PageClient, words_of
from tests.tablet import Tablet, make_code, through_flask
from tests.tablets import a_contact, a_mark, a_tablet, arrived, set_aside

LIST = "/manage/tablets?lang=en"


@pytest.fixture
def operator(app: Flask, db: Database) -> PageClient:
    """Whoever looks after the tablets."""
    return signed_in(app, db, "operator")


@pytest.fixture
def paired(app: Flask, db: Database) -> Database:
    """One tablet at H44.5-1, seen just now and well."""
    with writing(db):
        a_tablet(db)
        a_contact(db, seen_at=periods.now(), release=release(app))
    return db


def sections(page: Page) -> dict[str, str]:
    """The alarm panel: each kind with the tablets it names."""
    (panel,) = page.all("section", **{"aria-labelledby": "alarms"})
    return {words_of(row[0]): words_of(row[1]) for row in panel.iter("div") if row[0].tag == "dt"}


def cells(page: Page, row: int = 0) -> dict[str, str]:
    """A tablet's row: each cell under its own name."""
    body = page.all("tbody")[row]
    return {cell.get("data-label", ""): words_of(cell) for cell in body[0].iter("td")}


def token(page: Page) -> str:
    return page.all("input", name="csrf_token")[0].get("value", "")


def audited(db: Database) -> list[tuple[str, str, str]]:
    rows = db.conn.execute("SELECT actor, action, subject FROM audit ORDER BY at, audit_id")
    return list(rows.fetchall())


def test_without_tablets_the_page_says_so_and_lists_the_counters(operator: PageClient) -> None:
    page = operator.get(LIST)
    assert page.text("h1") == "No tablet is paired yet"
    assert page.text("summary") == "Counters without a tablet: 3"
    assert page.all("table") == []


def test_a_record_that_lies_open_is_what_needs_attention_first(
    app: Flask, paired: Database, tmp_path: Path
) -> None:
    assert (
        signed_in(app, paired, "manager").get(LIST).all("section", **{"aria-labelledby": "alarms"}) == []
    )
    folder = tmp_path / "open"
    folder.mkdir()
    locking.copy_open(tmp_path / "kiosk.db", folder / "kiosk.db")
    shutil.copytree(tmp_path / "keys", folder / "keys")
    (folder / "keys" / "record.key").unlink()
    opened, record = create_app(instance=folder), schema.open_record(folder / "kiosk.db")

    found = sections(signed_in(opened, record, "manager").get(LIST))

    assert next(iter(found)) == "The server"
    assert "whoever copies its file may learn what each citizen said" in found["The server"]
    opened.extensions["writer"].close()
    record.conn.close()


def test_a_screen_with_the_code_alone_is_called_so(
    app: Flask, operator: PageClient, db: Database
) -> None:
    with writing(db):
        a_tablet(db)
        a_contact(db, seen_at=periods.now(), release=release(app), shows="code")
    assert cells(operator.get(LIST))["Counter"].endswith("shows only the code")
    assert "the code for phones alone" in operator.get("/manage/tablets/T1?lang=en").html


def test_a_tablet_that_is_well_raises_no_alarm(operator: PageClient, paired: Database) -> None:
    page = operator.get(LIST)
    assert page.text("h1") == "All is well with the tablets: 1 in use"
    assert page.all("section") == []
    row = cells(page)
    assert row["Counter"].startswith("Quầy 1 Trung tâm")
    assert row["Last seen"].startswith(("0 seconds ago", "1 second ago", "2 seconds ago"))
    assert (row["Unsent"], row["Entries recorded"]) == ("none", "none yet")
    assert (row["Battery"], row["Clock"]) == ("80 % charging", "right")
    assert (row["Release"], row["Storage"]) == ("the server's", "safe")


def test_what_is_unsent_grows_older_while_nothing_is_heard_and_row_and_alarm_say_the_same(
    operator: PageClient, db: Database
) -> None:
    with writing(db):
        a_tablet(db, "T7", "H44.5-2")
        seen_at = periods.now() - timedelta(days=3, minutes=1)
        a_contact(db, "T7", seen_at=seen_at, last_sequence=9, queued=2, oldest_seconds=4 * 86_400.0)
    page = operator.get(LIST)
    assert cells(page)["Unsent"] == "2 oldest: 7 days"
    assert "Holds 2 unsent entries, the oldest for 7 days." in page.html


def test_what_a_tablet_told_stands_in_its_row(operator: PageClient, db: Database) -> None:
    with writing(db):
        a_tablet(db, "T7", "H44.5-2")
        a_contact(
            db,
            "T7",
            seen_at=periods.now() - timedelta(minutes=5, seconds=30),
            clock_offset_seconds=-90.0,
            last_sequence=1412,
            queued=5,
            oldest_seconds=7_500.0,
            battery_percent=None,
            charging=None,
            storage="best-effort",
            release="0123456789ab",
            late=3,
        )
        arrived(db, "T7", (1, 1400))
    row = cells(operator.get(LIST))
    assert row["Last seen"].startswith("5 minutes ago ")
    assert row["Unsent"] == "5 oldest: 2 hours"
    assert row["Entries recorded"] == "1–1,412 up to 7 missing, 5 waiting, 3 late"
    assert (row["Battery"], row["Clock"]) == ("not told", "90 seconds fast")
    assert (row["Release"], row["Storage"]) == ("another 0123456789ab", "may be cleared")
    row = cells(operator.get("/manage/tablets"))
    assert row["Số mục đã ghi"] == "1–1.412 có thể thiếu tới 7, 5 chờ gửi, 3 đến muộn"


def facts(page: Page) -> dict[str, str]:
    """What a tablet's own page says of it."""
    (told,) = page.all("dl", **{"class": "facts"})
    return {words_of(row[0]): words_of(row[1]) for row in told.iter("div")}


def three_of_ten_wait(app: Flask, db: Database) -> str:
    """A tablet that gave out ten numbers, seven of which arrived."""
    tablet = Tablet(through_flask(app.test_client())).pair(make_code(db))
    for _ in range(10):
        tablet.press()
    tablet.deliver(entries=tablet.outbox[:7], release=release(app))
    return tablet.device_id


def test_while_something_waits_nobody_says_that_none_is_missing(
    app: Flask, operator: PageClient, db: Database
) -> None:
    device_id = three_of_ten_wait(app, db)
    assert cells(operator.get(LIST))["Entries recorded"] == "1–10 3 waiting"
    told = facts(operator.get(f"/manage/tablets/{device_id}?lang=en"))
    assert (told["Entries recorded"], told["Not arrived"]) == ("1–10 3 waiting", "8–10")


def test_a_tablet_that_was_wiped_and_replaced_tells_up_to_how_many_are_missing(
    app: Flask, operator: PageClient, db: Database
) -> None:
    old = three_of_ten_wait(app, db)
    with writing(db):
        code = enrolment.make_code(db, "H44.5-1", "lan", periods.now(), replaces=old)
    new = Tablet(through_flask(app.test_client())).pair(code)
    new.press()
    new.deliver(release=release(app))
    words = (
        "Up to 3 entries are missing: if it still holds them, let it connect once more, "
        "or take its file."
    )
    page = operator.get(LIST)
    assert sections(page) == {"Out of use, with entries": old}
    retired = page.all("details")[-1]
    assert [words_of(item) for item in retired.iter("li")][:1] == [
        f"{old} replaced by {new.device_id} 1–10 up to 3 missing {words}"
    ]
    told = facts(operator.get(f"/manage/tablets/{old}?lang=en"))
    assert (told["Entries recorded"], told["Not arrived"]) == ("1–10 up to 3 missing", "8–10")


def test_the_gaps_are_told_on_the_tablets_own_page(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        arrived(paired, "T1", (1, 2), (4, 1_000), (1_201, 1_300))
    told = facts(operator.get("/manage/tablets/T1?lang=en"))
    assert told["Not arrived"] == "3, 1,001–1,200"
    told = facts(operator.get("/manage/tablets/T1"))
    assert told["Chưa đến"] == "3, 1.001–1.200"


def test_of_very_many_gaps_the_first_are_told(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        arrived(paired, "T1", *((number, number) for number in range(2, 64, 2)))
    told = facts(operator.get("/manage/tablets/T1?lang=en"))
    assert told["Not arrived"].startswith("1, 3, 5, ")
    assert told["Not arrived"].endswith(", 37, 39 and 11 more")


def test_without_a_gap_the_page_does_not_speak_of_any(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        arrived(paired, "T1", (1, 7))
    assert "Not arrived" not in facts(operator.get("/manage/tablets/T1?lang=en"))


def test_alarms_stand_on_top_by_kind_and_at_each_tablet(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        a_tablet(paired, "T2", "H44.5-2")
        a_tablet(paired, "T3", "H44.9-1")
        a_mark(paired, "T3", "cloned")
        set_aside(paired, "T1", 4, "wrong_counter", periods.civil_day(periods.now()).isoformat())
    page = operator.get(LIST)
    assert page.text("h1") == "Needing attention: 3 of 3 tablets"
    assert sections(page) == {
        "One identity, two tablets": "T3",
        "Not seen": "T2, T3",
        "Entries kept aside": "T1",
    }
    told = [words_of(item) for one in page.all("ul", **{"class": "alarms"}) for item in one]
    assert told[0] == "Of its entries, kept aside for review in the last 7 days: 1."
    assert len(told) == 4


def test_one_centre_alone_can_be_seen(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        a_tablet(paired, "T2", "H44.9-1")
    page = operator.get(LIST + "&centre=H44.9")
    assert [words_of(body[0][0]) for body in page.all("tbody")] == ["T2"]
    assert page.text("h1") == "Needing attention: 1 of 1 tablets"
    assert page.all("details") == []
    assert len(operator.get(LIST + "&centre=nowhere").all("tbody")) == 2


def test_tablets_out_of_use_stand_apart(operator: PageClient, paired: Database) -> None:
    with writing(paired):
        a_mark(paired, "T1", "revoked")
        a_tablet(paired, "T2", "H44.9-1")
        a_tablet(paired, "T3", "H44.9-1", replaces="T2")
    page = operator.get(LIST)
    assert [words_of(body[0][0]) for body in page.all("tbody")] == ["T3"]
    bare, retired = page.all("details")
    assert words_of(bare[0]) == "Counters without a tablet: 2"
    assert [words_of(item) for item in retired.iter("li")] == ["T1 revoked", "T2 replaced by T3"]


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
    assert db.conn.execute("SELECT count(*) FROM enrolment_code").fetchone() == (0,)


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
    assert paired.conn.execute("SELECT count(*) FROM device_mark").fetchone() == (0,)


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
    assert paired.conn.execute("SELECT count(*) FROM device_mark").fetchone() == (1,)


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


def a_saved_outbox(app: Flask, db: Database, presses: int) -> str:
    """The file of a tablet that was paired and then lost its network."""
    tablet = Tablet(through_flask(app.test_client())).pair(make_code(db))
    for _ in range(presses):
        tablet.press()
    return tablet.saved_outbox()


def send_file(operator: PageClient, content: bytes) -> tuple[int, Page]:
    form = {
        "csrf_token": token(operator.get("/manage/tablets/outbox")),
        "lang": "en",
        "outbox": FileStorage(io.BytesIO(content), "hailong-T1.json"),
    }
    answer = post_multipart(operator, form)
    return answer.status_code, Page(answer.text)


def post_multipart(pages: PageClient, form: Mapping[str, object]) -> TestResponse:
    """As a browser sends a file; kept in memory, lest a large one leave a temporary file open."""
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return pages.http.post("/manage/tablets/outbox", data=body, content_type=kind)


def test_a_file_that_a_tablet_saved_is_taken_in_and_twice_does_no_harm(
    app: Flask, operator: PageClient, db: Database
) -> None:
    saved = a_saved_outbox(app, db, presses=7).encode()
    for words in ("7 recorded, 0 known already, 0", "0 recorded, 7 known already, 0"):
        status, page = send_file(operator, saved)
        assert status == 200
        said = words_of(page.all("section", role="status")[0])
        (device_id,) = devices.find_devices(db)
        assert said == f"Tablet {device_id}: {words} kept aside for review."
    assert db.conn.execute("SELECT count(*) FROM rating").fetchone() == (7,)
    assert ("the-operator", "import outbox", device_id) in audited(db)


def test_a_file_larger_than_any_other_body_is_taken_in(
    app: Flask, operator: PageClient, db: Database
) -> None:
    saved = a_saved_outbox(app, db, presses=1_300).encode()
    assert len(saved) > app.config["MAX_CONTENT_LENGTH"]
    assert send_file(operator, saved)[0] == 200
    assert db.conn.execute("SELECT count(*) FROM rating").fetchone() == (1_300,)


@pytest.mark.parametrize("role", [None, "officer"])
def test_nobody_else_may_send_so_large_a_body(app: Flask, db: Database, role: str | None) -> None:
    pages = signed_in(app, db, role) if role else PageClient(app)
    body = {"outbox": FileStorage(io.BytesIO(b" " * 1_100_000), "hailong-T1.json")}
    assert post_multipart(pages, body).status_code == 413


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"format": "another"}', b"[1, 2]"])
def test_another_file_is_refused_in_words(operator: PageClient, db: Database, content: bytes) -> None:
    status, page = send_file(operator, content)
    assert status == NotAnOutbox.status
    assert page.text("p", role="alert") == NotAnOutbox.text
    assert audited(db) == []


def test_a_file_that_somebody_changed_is_refused(app: Flask, operator: PageClient, db: Database) -> None:
    saved = json.loads(a_saved_outbox(app, db, presses=1))
    saved["body"] = saved["body"].replace('"storage": "persistent"', '"storage": "none"')
    status, _ = send_file(operator, json.dumps(saved).encode())
    assert status == WrongSignature.status
    assert db.conn.execute("SELECT count(*) FROM rating").fetchone() == (0,)


def test_without_a_file_the_form_says_what_to_do(operator: PageClient) -> None:
    page = operator.get("/manage/tablets/outbox?lang=en")
    page = operator.post("/manage/tablets/outbox?lang=en", {"csrf_token": token(page)})
    assert page.text("span", id="outbox-refusal") == "Choose the file first."
