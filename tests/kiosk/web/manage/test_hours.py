"""The managers' page of opening hours and special days."""

from datetime import date

import pytest
from flask import Flask

from kiosk.counters import calendars, hours
from kiosk.counters.calendars import Said
from kiosk.storage.db import Database, writing
from tests.factories import WEDNESDAY
from tests.kiosk.web.staff import fill_in, signed_in, token
from tests.pages import PageClient, words_of

pytestmark = pytest.mark.usefixtures("now")

ADDRESS = "/manage/hours?centre=H44.5&lang=en"
WEEK = "/manage/hours/H44.5/week?lang=en"
DAYS = "/manage/hours/H44.5/days?lang=en"
MORNINGS = {f"opens-{weekday}": "7h30" for weekday in range(1, 6)} | {
    f"closes-{weekday}": "11:30" for weekday in range(1, 6)
}
HOLIDAY = {
    "day": "2026-09-02",
    "kind": "holiday",
    "as_weekday": "1",
    "name": "Quốc khánh",
    "name_en": "National Day",
    "scope": "centre",
}
NATIONAL = date(2026, 9, 2)


def set_week(manager: PageClient, first: str = "2026-08-19") -> None:
    assert fill_in(manager, ADDRESS, WEEK, valid_from=first, **MORNINGS).status_code == 303


def stored(db: Database) -> int:
    [(count,)] = db.conn.execute(
        "SELECT (SELECT count(*) FROM opening) + (SELECT count(*) FROM special_day)"
    )
    return int(count)


def test_a_centre_without_hours_says_that_it_is_always_open(manager: PageClient) -> None:
    assert "No hours are known: the centre is always open." in manager.get(ADDRESS).html


def test_a_week_is_set_from_a_day_on(manager: PageClient, db: Database) -> None:
    set_week(manager)
    week = hours.week_of(db, "H44.5", date(2026, 8, 19))
    assert week is not None
    assert (week[5], week[6]) == ([("07:30", "11:30")], [])
    shown = [words_of(line) for line in manager.get(ADDRESS).all("dd")]
    assert shown == ["07:30–11:30"] * 5 + ["closed"] * 2


def test_a_later_week_is_shown_beside_the_one_that_holds(manager: PageClient) -> None:
    set_week(manager)
    assert (
        fill_in(
            manager, ADDRESS, WEEK, valid_from="2026-09-07", **{"opens-1": "8h", "closes-1": "24:00"}
        ).status_code
        == 303
    )
    page = manager.get(ADDRESS)
    assert "From 7 Sep 2026 on" in page.html
    assert [words_of(line) for line in page.all("dd")][7:9] == ["08:00–24:00", "closed"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opens-1": "late"}, "“late” is not a time of day"),
        ({"closes-1": ""}, "is not a time of day"),
        ({"closes-1": "7:00"}, "it closes at 07:00, not after it opens at 07:30"),
        ({"valid_from": "tomorrow"}, "“Day” must be a day such as 2026-08-19"),
        (dict.fromkeys(MORNINGS, ""), "the week has no opening hours at all"),
    ],
)
def test_a_bad_week_is_refused_and_what_was_typed_stays(
    manager: PageClient, db: Database, changes: dict[str, str], words: str
) -> None:
    given = token(manager.get(ADDRESS))
    typed = {"csrf_token": given, "valid_from": "2026-08-20", **MORNINGS, **changes}
    page = manager.post(WEEK, typed, 422)
    assert words in page.html
    assert page.all("input", name="opens-2")[0].get("value") == typed["opens-2"]
    assert stored(db) == 0


def test_a_week_that_was_mistyped_is_put_right_the_same_day(manager: PageClient) -> None:
    set_week(manager)
    right = {**MORNINGS, "closes-1": "12h"}
    assert fill_in(manager, ADDRESS, WEEK, valid_from="2026-08-19", **right).status_code == 303
    assert words_of(manager.get(ADDRESS).all("dd")[0]) == "07:30–12:00"


def test_a_centre_goes_back_to_having_no_hours(manager: PageClient, db: Database) -> None:
    set_week(manager)
    typed = {"valid_from": "2026-09-07", "always": "yes", **MORNINGS}
    assert fill_in(manager, ADDRESS, WEEK, **typed).status_code == 303
    assert hours.week_of(db, "H44.5", date(2026, 9, 6)) is not None
    assert hours.week_of(db, "H44.5", date(2026, 9, 7)) is None
    page = manager.get(ADDRESS)
    assert "From 7 Sep 2026 on no hours are kept: the centre is always open." in words_of(page.tree)


def test_a_holiday_is_added_for_a_centre_and_taken_back(manager: PageClient, db: Database) -> None:
    set_week(manager)
    assert fill_in(manager, ADDRESS, DAYS, **HOLIDAY).status_code == 303
    page = manager.get(ADDRESS)
    assert words_of(page.all("tr")[-1]) == "Wednesday, 2 Sep 2026 closed National Day Take back"
    assert hours.special_days(db, "H44.9", NATIONAL, NATIONAL) == []
    back = "/manage/hours/H44.5/days/2026-09-02/as-usual?lang=en"
    assert fill_in(manager, ADDRESS, back).status_code == 303
    assert hours.special_days(db, "H44.5", NATIONAL, NATIONAL) == []
    audit = db.conn.execute("SELECT DISTINCT actor FROM audit").fetchall()
    assert audit == [("the-manager",)]


def test_a_day_may_be_special_in_every_centre(manager: PageClient, db: Database) -> None:
    fill_in(manager, ADDRESS, DAYS, **{**HOLIDAY, "scope": "every"})
    assert len(hours.special_days(db, "H44.9", NATIONAL, NATIONAL)) == 1


def press(pages: PageClient, words: str) -> None:
    """Send the form of the page whose button says this, as a browser would."""
    [form] = [one for one in pages.get(ADDRESS).all("form") if words_of(one) == words]
    typed = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
    assert pages.http.post(form.get("action", ""), data=typed).status_code == 303


def test_a_holiday_of_every_centre_is_taken_back_in_every_centre(
    manager: PageClient, db: Database
) -> None:
    set_week(manager)
    fill_in(manager, ADDRESS, DAYS, **{**HOLIDAY, "scope": "every"})
    row = words_of(manager.get(ADDRESS).all("tr")[-1])
    assert row == (
        "Wednesday, 2 Sep 2026 closed National Day in every centre "
        "Open here all the same Take back in every centre"
    )
    press(manager, "Take back in every centre")
    assert hours.special_days(db, "H44.5", NATIONAL, NATIONAL) == []
    assert hours.special_days(db, "H44.9", NATIONAL, NATIONAL) == []


def test_a_centre_is_open_although_the_others_are_closed_until_it_takes_that_back(
    manager: PageClient, db: Database
) -> None:
    set_week(manager)
    fill_in(manager, ADDRESS, DAYS, **{**HOLIDAY, "scope": "every"})
    press(manager, "Open here all the same")
    row = words_of(manager.get(ADDRESS).all("tr")[-1])
    assert row == "Wednesday, 2 Sep 2026 07:30–11:30 National Day Take back"
    assert [one.kind for one in hours.special_days(db, "H44.9", NATIONAL, NATIONAL)] == ["holiday"]
    press(manager, "Take back")
    assert "closed National Day in every centre" in words_of(manager.get(ADDRESS).all("tr")[-1])


def test_a_holiday_taken_back_here_does_not_open_the_centre_on_a_later_holiday_for_all(
    manager: PageClient, db: Database
) -> None:
    set_week(manager)
    fill_in(manager, ADDRESS, DAYS, **HOLIDAY)
    press(manager, "Take back")
    fill_in(manager, ADDRESS, DAYS, **{**HOLIDAY, "scope": "every"})
    assert [one.kind for one in hours.special_days(db, "H44.5", NATIONAL, NATIONAL)] == ["holiday"]


def test_a_worked_day_takes_another_weekdays_hours(manager: PageClient, db: Database) -> None:
    set_week(manager)
    worked = {**HOLIDAY, "day": "2026-08-22", "kind": "working", "name_en": ""}
    fill_in(manager, ADDRESS, DAYS, **worked)
    [special] = hours.special_days(db, "H44.5", date(2026, 8, 22), date(2026, 8, 22))
    assert (special.open, special.name_en) == ([("07:30", "11:30")], None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": ""}, "“Day” is missing"),
        ({"day": "soon"}, "“Day” must be a day such as 2026-08-19"),
        ({"kind": "as_usual"}, "“Kind” must be one of"),
        ({"kind": ""}, "“Kind” must be one of"),
        ({"kind": "working", "as_weekday": "8"}, "“Hours as on” must be one of"),
        ({"kind": "working", "as_weekday": ""}, "“Hours as on” must be one of"),
        ({"name": " "}, "“Name of the day” is missing"),
        ({"name": "x" * 101}, "“Name of the day” has 101 characters"),
        ({"name_en": "\u202ex"}, "“English name” contains characters"),
    ],
)
def test_a_bad_day_is_refused_and_what_was_typed_stays(
    manager: PageClient, db: Database, changes: dict[str, str], words: str
) -> None:
    given = token(manager.get(ADDRESS))
    typed = {"csrf_token": given, **HOLIDAY, **changes}
    page = manager.post(DAYS, typed, 422)
    assert words in page.html
    assert page.all("input", name="name")[0].get("value") == typed["name"]
    assert stored(db) == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/manage/hours/nowhere/week", 404),
        ("/manage/hours/nowhere/days", 404),
        ("/manage/hours/nowhere/days/2026-09-02/as-usual", 404),
        ("/manage/hours/H44.5/days/soon/as-usual", 422),
    ],
)
def test_what_is_not_there_is_not_changed(
    manager: PageClient, db: Database, address: str, status: int
) -> None:
    assert fill_in(manager, ADDRESS, address, **HOLIDAY).status_code == status
    assert stored(db) == 0


def test_a_week_with_three_intervals_a_day_has_room_for_them(manager: PageClient, db: Database) -> None:
    intervals = [("07:00", "09:00"), ("10:00", "12:00"), ("13:00", "17:00")]
    with writing(db):
        calendars.set_week(db, "H44.5", date(2026, 8, 1), {1: intervals}, now=WEDNESDAY, by="tests")
    page = manager.get(ADDRESS)
    assert [field.get("value") for field in page.all("input", name="closes-1")] == [
        "09:00",
        "12:00",
        "17:00",
    ]


def test_a_past_special_day_cannot_be_taken_back(manager: PageClient, db: Database) -> None:
    with writing(db):
        said = Said(date(2026, 8, 18), "", "holiday", None, "Hôm qua", None)
        calendars.say(db, said, now=WEDNESDAY, by="tests")
    page = manager.get(ADDRESS)
    assert "Hôm qua" in page.html
    assert "Take back" not in page.html


def test_without_a_form_token_nothing_is_recorded(manager: PageClient, db: Database) -> None:
    for address in (WEEK, DAYS):
        manager.post(address, {**HOLIDAY, **MORNINGS}, 400)
    assert stored(db) == 0


def test_officers_change_no_hours(app: Flask, db: Database) -> None:
    signed_in(app, db, "officer").get(ADDRESS, 403)
