"""The managers' room of matters, and the inspector's, which nobody else learns of."""

from pathlib import Path

import pytest
import time_machine
from flask import Flask

from kiosk.petitions import lists
from kiosk.petitions.matters import Petitions
from kiosk.storage.db import Database, writing
from tests.asking import count
from tests.factories import WEDNESDAY
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import Page, PageClient, words_of
from tests.petitions import left_id, petitions_of

pytestmark = pytest.mark.usefixtures("now")

HOME, INSPECTION = "/manage/petitions", "/manage/inspection"
LATE = "2026-09-15T02:00:00Z"  # two working days after the matter was due
BODY = "Tôi chờ <b>ba</b> tiếng."


@pytest.fixture
def ours(app: Flask, tmp_path: Path) -> Petitions:
    return petitions_of(tmp_path / "keys")


@pytest.fixture
def matter(db: Database, ours: Petitions) -> str:
    return left_id(db, ours, body=BODY)


def page_of(petition_id: str, room: str = HOME) -> str:
    return f"{room}/{petition_id}?lang=en"


def do(reader: PageClient, petition_id: str, deed: str, **fields: str) -> int:
    at = f"{HOME}/{petition_id}/{deed}?lang=en"
    return fill_in(reader, page_of(petition_id), at, **fields).status_code


def counts(page: Page) -> list[str]:
    (nav,) = [one for one in page.all("nav") if one.get("class") == "filters"]
    return [words_of(one) for one in nav.iter("b")]


def kinds(db: Database) -> list[str]:
    rows = db.conn.execute("SELECT kind FROM petition_event ORDER BY petition_id, number").fetchall()
    return [row[0] for row in rows]


def test_a_week_without_matters_says_so(manager: PageClient) -> None:
    page = manager.get(f"{HOME}?lang=en")
    assert page.text("h1") == "Nothing is open"
    assert counts(page) == ["0", "0", "0", "0"]


@pytest.mark.usefixtures("matter")
def test_the_heading_says_what_presses_most(app: Flask, db: Database) -> None:
    for instant, heading, expected in (
        (WEDNESDAY, "All in time: 1 open", ["1", "0", "0", "0"]),
        ("2026-09-08T02:00:00Z", "Due within three working days: 1", ["1", "1", "0", "0"]),
        (LATE, "Over their day: 1", ["1", "0", "1", "0"]),
    ):
        with time_machine.travel(instant, tick=False):
            page = signed_in(app, db, "manager").get(f"{HOME}?lang=en")
            assert (page.text("h1"), counts(page)) == (heading, expected)


@pytest.mark.parametrize("which", lists.FILTERS)
def test_each_filter_has_its_page(manager: PageClient, matter: str, which: str) -> None:
    page = manager.get(f"{HOME}?which={which}&lang=en")
    links = [link for link in page.all("a") if matter in link.get("href", "")]
    assert bool(links) is (which == "open")
    assert [words_of(link) for link in page.all("a", **{"aria-current": "page"})][1:] != []


def test_a_filter_that_is_none_is_the_open_one(manager: PageClient, matter: str) -> None:
    assert matter in manager.get(f"{HOME}?which=<script>&lang=en").html


def test_a_matter_is_shown_with_its_words_escaped(manager: PageClient, matter: str) -> None:
    page = manager.get(page_of(matter))
    assert page.text("h1") == "Waiting time"
    assert page.text("blockquote") == BODY
    assert "Working days left: 15" in page.html


def test_it_is_taken_noted_answered_and_closed(manager: PageClient, db: Database, matter: str) -> None:
    assert do(manager, matter, "take", owner_id="the-manager") == 303
    assert do(manager, matter, "note", text="Hỏi lại quầy 1") == 303
    assert do(manager, matter, "reply", text="Đã mở thêm quầy.") == 303
    assert do(manager, matter, "close", text="") == 303
    assert kinds(db) == ["owned", "noted", "replied", "closed"]
    page = manager.get(page_of(matter))
    past = [words_of(line) for line in page.all("li")][-5:]
    assert [line.partition(" 09:30")[0] for line in past[1:]] == [
        "Taken on by Cán bộ manager",
        "Note",
        "Reply to the citizen",
        "Closed",
    ]
    assert page.all("textarea") == []


def test_a_reply_may_close_the_matter_in_one_press(
    manager: PageClient, db: Database, matter: str
) -> None:
    assert do(manager, matter, "reply", text="Đã xong.", then_close="1") == 303
    assert kinds(db) == ["replied", "closed"]


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (("reply", {"text": ""}), "Write a few words first."),
        (("reply", {"text": "a" * 2_001}), "has 2,001 characters; at most 2,000"),
        (("note", {"text": "\u202egnp"}), "cannot be shown safely"),
        (("close", {"text": " "}), "Write a few words first."),
        (("take", {"owner_id": "nobody"}), "Choose somebody who may open this matter."),
        (("take", {"owner_id": "the-inspector"}), "Choose somebody who may open this matter."),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    app: Flask, db: Database, matter: str, done: tuple[str, dict[str, str]], words: str
) -> None:
    deed, fields = done
    signed_in(app, db, "inspector")
    manager = signed_in(app, db, "manager")
    given = token(manager.get(page_of(matter)))
    page = manager.post(f"{HOME}/{matter}/{deed}?lang=en", {"csrf_token": given, **fields}, 422)
    assert words in page.html
    assert kinds(db) == []


def test_what_is_closed_stays_closed(manager: PageClient, db: Database, matter: str) -> None:
    given = token(manager.get(page_of(matter)))
    do(manager, matter, "close", text="Trùng.")
    page = manager.post(f"{HOME}/{matter}/reply?lang=en", {"csrf_token": given, "text": "x"}, 409)
    assert "closed already" in page.html
    assert kinds(db) == ["closed"]


def test_looking_passes_on_what_is_late_and_says_so_in_words(
    app: Flask, db: Database, matter: str
) -> None:
    with time_machine.travel(LATE, tick=False):
        page = signed_in(app, db, "manager").get(f"{HOME}?lang=en")
        again = signed_in(app, db, "manager").get(page_of(matter))
    assert kinds(db) == ["escalated"]
    assert "Working days over: 2" in page.html
    assert "Over its day: passed on to the next level" in again.html
    assert "Nobody has it yet." in page.html


@pytest.mark.parametrize("role", ["manager", "operator", "officer"])
def test_nobody_but_the_inspector_learns_of_harassment(
    app: Flask, db: Database, ours: Petitions, role: str
) -> None:
    hidden = left_id(db, ours, topic="harassment", body="Cán bộ đòi tiền bồi dưỡng.")
    with time_machine.travel(LATE, tick=False):
        reader = signed_in(app, db, role)
        for address in (HOME, f"{HOME}?which=over", f"{HOME}?which=open", INSPECTION, "/account"):
            page = reader.http.get(f"{address}").text
            assert "bồi dưỡng" not in page and hidden not in page
        status = 404 if role == "manager" else 403
        assert reader.http.get(page_of(hidden)).status_code == status
        assert reader.http.get(page_of(hidden, INSPECTION)).status_code == 403
        if role == "manager":
            assert counts(reader.get(f"{HOME}?lang=en")) == ["0"] * 4
    assert kinds(db) == []


def test_what_does_not_exist_and_what_is_the_inspectors_look_the_same(
    manager: PageClient, db: Database, ours: Petitions
) -> None:
    hidden = left_id(db, ours, topic="harassment")
    pages = {manager.get(page_of(one), 404).html.replace(one, "") for one in (hidden, "0" * 32)}
    assert len(pages) == 1


def test_the_inspector_sees_harassment_and_nothing_else(
    app: Flask, db: Database, ours: Petitions, matter: str
) -> None:
    hidden = left_id(db, ours, topic="harassment")
    inspector = signed_in(app, db, "inspector")
    assert inspector.http.get("/").headers["Location"] == INSPECTION
    page = inspector.get(f"{INSPECTION}?lang=en")
    assert hidden in page.html and matter not in page.html
    assert page.text("h1") == "All in time: 1 open"
    inspector.get(page_of(matter, INSPECTION), 404)
    inspector.get(HOME, 403)
    answer = fill_in(
        inspector, page_of(hidden, INSPECTION), f"{INSPECTION}/{hidden}/reply", text="Đang xác minh."
    )
    assert answer.status_code == 303
    assert kinds(db) == ["replied"]
    assert count(db, "audit") == 0


def test_the_inspector_is_told_outcomes_from_ten_on_and_the_centre_reads_them_in_its_editions(
    app: Flask, db: Database, ours: Petitions
) -> None:
    for topic in ("harassment", "waiting"):
        petition_ids = [left_id(db, ours, topic=topic) for _ in range(10)]
        with writing(db):
            for number, petition_id in enumerate(petition_ids):
                db.conn.execute(
                    "INSERT INTO petition_outcome (petition_id, satisfied, rated_day)"
                    " VALUES (?, ?, '2026-08-20')",
                    [petition_id, int(number < 6)],
                )
    inspector = signed_in(app, db, "inspector")
    assert "6 were satisfied" not in inspector.get(f"{INSPECTION}?lang=en").html
    with time_machine.travel("2026-09-01T02:00:00Z", tick=False):
        page = signed_in(app, db, "inspector").get(f"{INSPECTION}?lang=en").html
        centre = signed_in(app, db, "manager").get(f"{HOME}?lang=en").html
    assert "10 citizens rated how their matter was dealt with; 6 were satisfied." in page
    assert "were satisfied" not in centre
