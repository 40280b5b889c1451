"""What a counter's tablet is told so that it can serve alone."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kiosk.catalogue.lookup import Officer
from kiosk.counters import calendars
from kiosk.counters.calendars import Said
from kiosk.errors import UnknownCounter
from kiosk.storage.db import Database, writing
from kiosk.tablets import kits
from kiosk.tablets.kits import Kits, make_kit
from kiosk.words import fold
from tests import factories
from tests.factories import WEDNESDAY

COUNTER = "H44.5-1"
DAY = timedelta(days=1)


def portray(officer: Officer) -> dict[str, str | None]:
    return {"monogram": officer.officer_id[-2:], "photo": None}


def kit_of(db: Database, now: datetime = WEDNESDAY, counter_id: str = COUNTER) -> dict[str, Any]:
    return make_kit(db, counter_id, now, portray)


def milliseconds(text: str) -> int:
    """An instant of UTC in milliseconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def add_opening(db: Database, weekday: int, opens: str, closes: str, since: str = "2026-01-01") -> None:
    with writing(db):
        db.conn.execute(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
            " VALUES ('H44.5', ?, ?, ?, ?)",
            [since, weekday, opens, closes],
        )


def test_an_officer_on_duty_until_further_notice_is_in_it_without_an_end(db: Database) -> None:
    kit = kit_of(db)
    (duty,) = kit["duties"]
    # Midnight of Tuesday 18 August in Viet Nam is 17:00 UTC of the day before.
    assert duty == {"from": milliseconds("2026-08-17T17:00"), "to": None, "officer_id": "H44.5.A-01"}
    assert kit["officers"] == {
        "H44.5.A-01": {
            "name": "Cán bộ A-01",
            "position": "Công chức tiếp nhận hồ sơ",
            "monogram": "01",
            "photo": None,
        }
    }


def test_it_reaches_from_yesterday_to_thirty_five_days_on(db: Database) -> None:
    assert kit_of(db)["until"] == milliseconds("2026-09-23T17:00")  # the end of 23 September there
    with writing(db):
        far = WEDNESDAY + 40 * DAY
        factories.a_duty(db, "H44.5-2", "H44.5.A-01", starts_at=far, source="sign_on")
    assert [duty["officer_id"] for duty in kit_of(db, counter_id="H44.5-2")["duties"]] == ["H44.5.A-02"]
    assert set(kit_of(db, counter_id="H44.5-2")["officers"]) == {"H44.5.A-02"}


def test_who_signs_on_takes_the_place_of_the_roster_while_it_lasts(db: Database) -> None:
    start, end = WEDNESDAY, WEDNESDAY + timedelta(hours=2)
    with writing(db):
        factories.a_duty(db, COUNTER, "H44.5.A-02", starts_at=start, ends_at=end, source="sign_on")
    spans = [(duty["from"], duty["to"], duty["officer_id"][-4:]) for duty in kit_of(db)["duties"]]
    assert spans == [
        (milliseconds("2026-08-17T17:00"), milliseconds("2026-08-19T02:30"), "A-01"),
        (milliseconds("2026-08-19T02:30"), milliseconds("2026-08-19T04:30"), "A-02"),
        (milliseconds("2026-08-19T04:30"), None, "A-01"),
    ]


def seen_by_all(db: Database, now: datetime = WEDNESDAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Kits(portray).get_public(db, COUNTER, now).body)
    return found


def test_everybody_may_know_who_sits_there_now_and_nobody_else(db: Database) -> None:
    start, end = WEDNESDAY, WEDNESDAY + timedelta(hours=2)
    with writing(db):
        factories.a_duty(db, COUNTER, "H44.5.A-02", starts_at=start, ends_at=end, source="sign_on")
    during, after = seen_by_all(db), seen_by_all(db, end)
    assert [set(kit["officers"]) for kit in (during, after)] == [{"H44.5.A-02"}, {"H44.5.A-01"}]
    assert [len(kit["duties"]) for kit in (during, after)] == [1, 1]
    whole = kit_of(db)
    same = set(whole) - {"duties", "officers"}
    assert {name: during[name] for name in same} == json.loads(
        json.dumps({name: whole[name] for name in same})
    )


def test_what_everybody_may_know_of_a_duty_ends_with_the_day(db: Database) -> None:
    (duty,) = seen_by_all(db)["duties"]
    day = milliseconds("2026-08-18T17:00"), milliseconds("2026-08-19T17:00")
    assert (duty["from"], duty["to"]) == day


def test_where_nobody_sits_everybody_may_know_that(db: Database) -> None:
    with writing(db):
        factories.a_duty(
            db, COUNTER, None, starts_at=WEDNESDAY, ends_at=WEDNESDAY + DAY, source="sign_on"
        )
    kit = seen_by_all(db)
    assert (kit["duties"], kit["officers"]) == ([], {})


def test_nobody_is_named_whom_the_catalogue_does_not_know_then(db: Database) -> None:
    with writing(db):
        factories.a_version(
            db, "officer", "2026-08-01", officer_id="H44.5.A-01", name="A", unit_id="H44.5", retired=1
        )
    kit = kit_of(db)
    assert (kit["duties"], kit["officers"]) == ([], {})


def test_a_centre_without_hours_has_none(db: Database) -> None:
    assert kit_of(db)["hours"] is None


def test_the_week_and_the_days_unlike_it_are_in_it(db: Database) -> None:
    add_opening(db, 1, "07:30", "11:30")
    add_opening(db, 1, "13:00", "17:00")
    with writing(db):
        db.conn.execute(
            "INSERT INTO special_day (day, centre_id, number, kind, name, name_en, recorded_at,"
            " recorded_by) VALUES ('2026-09-02', '', 1, 'holiday', 'Quốc khánh', 'National Day',"
            " '2026-08-01T00:00:00Z', 'tests')"
        )
    hours = json.loads(json.dumps(kit_of(db)["hours"]))
    assert hours == {
        "week": {
            "1": [["07:30", "11:30"], ["13:00", "17:00"]],
            **{str(day): [] for day in range(2, 8)},
        },
        "special": [{"day": "2026-09-02", "open": [], "name": "Quốc khánh", "name_en": "National Day"}],
    }


def test_a_week_that_begins_within_the_kits_days_is_told_day_by_day(db: Database) -> None:
    add_opening(db, 1, "07:30", "11:30")
    add_opening(db, 1, "08:00", "12:00", since="2026-09-07")
    special = {one["day"]: one["open"] for one in kit_of(db)["hours"]["special"]}
    mondays = ("2026-09-07", "2026-09-14", "2026-09-21")
    assert special == {day: [("08:00", "12:00")] for day in mondays}


def test_from_the_day_on_which_a_centre_keeps_no_hours_its_tablet_never_sleeps(db: Database) -> None:
    add_opening(db, 1, "07:30", "11:30")
    with writing(db):
        now = WEDNESDAY
        calendars.set_week(db, "H44.5", date(2026, 9, 22), None, now=now, by="tests")
        holiday = Said(date(2026, 9, 23), "", "holiday", None, "Nghỉ", None)
        calendars.say(db, holiday, now=now, by="tests")
    special = {one["day"]: one["open"] for one in kit_of(db)["hours"]["special"]}
    assert special == {day: [("00:00", "24:00")] for day in ("2026-09-22", "2026-09-23")}


def test_a_centre_without_hours_that_will_have_some_is_told_so(db: Database) -> None:
    add_opening(db, 3, "07:30", "11:30", since="2026-09-21")
    kit = kit_of(db)["hours"]
    assert set(map(tuple, kit["week"]["3"])) == {("00:00", "24:00")}
    special = {one["day"]: one["open"] for one in kit["special"]}
    assert special == {
        "2026-09-21": [],
        "2026-09-22": [],
        "2026-09-23": [("07:30", "11:30")],
    }


def test_the_procedures_of_the_field_are_in_it_and_the_usual_ones_come_first(db: Database) -> None:
    names = [procedure["procedure_id"] for procedure in kit_of(db)["procedures"]]
    assert names == ["1.000894", "1.001193"]  # Đăng ký kết hôn is a letter shorter
    with writing(db):
        factories.a_service(db, procedure_id="1.001193")
    names = [procedure["procedure_id"] for procedure in kit_of(db)["procedures"]]
    assert names == ["1.001193", "1.000894"]


def test_a_counter_without_a_field_knows_the_procedures_of_all(db: Database) -> None:
    with writing(db):
        factories.a_version(
            db, "counter", "2026-01-01", counter_id=COUNTER, name="Quầy 1", centre_id="H44.5"
        )
    assert len(kit_of(db)["procedures"]) == 3


def test_there_are_never_too_many_procedures(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kits, "MOST_PROCEDURES", 1)
    (only,) = kit_of(db)["procedures"]
    assert fold(only["name"]) == "dang ky ket hon"


def test_an_unknown_counter_has_no_kit(db: Database) -> None:
    with pytest.raises(UnknownCounter):
        kit_of(db, counter_id="H44.5-99")


def test_equal_kits_have_equal_digests_and_the_minute_does_not_change_them(db: Database) -> None:
    first = Kits(portray).get(db, COUNTER, WEDNESDAY)
    later = Kits(portray).get(db, COUNTER, WEDNESDAY + timedelta(hours=3))
    assert first.etag == later.etag
    assert json.loads(first.body) == json.loads(later.body)
    assert Kits(portray).get(db, COUNTER, WEDNESDAY + DAY).etag != first.etag
    assert Kits(portray).get(db, "H44.5-2", WEDNESDAY).etag != first.etag


def test_a_change_is_seen_after_a_moment_and_not_looked_for_before(db: Database) -> None:
    made = Kits(portray)
    first = made.get(db, COUNTER, WEDNESDAY)
    with writing(db):
        factories.a_duty(db, COUNTER, "H44.5.A-02", starts_at=WEDNESDAY, source="sign_on")
    assert made.get(db, COUNTER, WEDNESDAY + timedelta(seconds=19)) == first
    assert made.get(db, COUNTER, WEDNESDAY + timedelta(seconds=20)).etag != first.etag
    assert made.get(db, COUNTER, WEDNESDAY - timedelta(seconds=1)).body  # a clock set back is no harm
