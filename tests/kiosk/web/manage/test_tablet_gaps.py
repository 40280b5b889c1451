"""What has not arrived of a tablet's entries, in the list and on its own page."""

from flask import Flask

from kiosk import periods
from kiosk.storage.db import Database, writing
from kiosk.tablets import enrolment
from kiosk.web.releases import release
from tests.kiosk.web.manage.tablet_pages import LIST, cells, facts, sections
from tests.pages import PageClient, words_of
from tests.tablet import Tablet, make_code, through_flask
from tests.tablets import arrived


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
