"""The list of tablets: what each row shows, and the alarms on top."""

import shutil
from datetime import timedelta
from pathlib import Path

from flask import Flask

from kiosk import create_app, periods
from kiosk.storage import locking, schema
from kiosk.storage.db import Database, writing
from kiosk.web.releases import release
from tests.kiosk.web.manage.tablet_pages import LIST, cells, sections
from tests.kiosk.web.staff import signed_in
from tests.pages import PageClient, words_of
from tests.tablets import a_contact, a_mark, a_tablet, arrived, set_aside


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
