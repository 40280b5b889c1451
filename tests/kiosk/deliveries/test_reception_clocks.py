"""When somebody pressed, whatever the clock says, and who was shown then."""

from datetime import timedelta

import pytest

from kiosk.storage.db import writing
from tests.desk import RATINGS, Desk, statuses
from tests.factories import a_duty, a_version
from tests.tablet import Clock, Tablet


@pytest.mark.parametrize("offset", [0, 3_600, -3_600, 56 * 31_557_600, -73 * 31_557_600])
def test_a_tablet_whose_clock_is_wrong_records_the_right_hour(desk: Desk, offset: float) -> None:
    tablet = desk.a_tablet(offset_seconds=offset)
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, days=3, hours=5)
    tablet.deliver()
    row = desk.rows("SELECT day, hour, officer_id, rule FROM ratings_v1")
    assert row == [("2026-08-19", 9, "H44.5.A-01", None)]
    assert desk.rows("SELECT clock_offset_seconds FROM device_contact") == [offset]


def test_after_a_jump_on_an_open_page_the_hour_is_still_right(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, hours=20)
    tablet.clock.jump(-3 * 86_400)
    tablet.deliver()
    row = desk.rows("SELECT day, hour, officer_id, rule FROM ratings_v1")
    assert row == [("2026-08-19", 9, "H44.5.A-01", None)]


def test_after_a_jump_and_a_restart_the_rating_is_kept_but_not_counted(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.deliver()
    tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, hours=20)
    tablet.clock.reboot()
    tablet.clock.jump(-3 * 86_400)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT officer_id, rule FROM ratings_v1") == [(None, "clock-1")]


@pytest.mark.parametrize("first", [None, 90, 0], ids=["a full letter", "a part", "nothing"])
def test_a_jump_is_not_forgotten_by_the_contact_that_noticed_it(
    desk: Desk, tablet: Tablet, first: int | None
) -> None:
    """More than one letter holds; or the first after the jump holds nothing."""
    tablet.deliver()
    for _ in range(201):
        desk.wait(tablet, minutes=1)
        tablet.press(officer_id="H44.5.A-01")
    tablet.clock.reboot()
    tablet.clock.jump(7_200)
    tablet.deliver(entries=None if first is None else tablet.outbox[:first])
    for _ in range(2):
        desk.wait(tablet, minutes=1)
        tablet.deliver()
    after = tablet.press(officer_id="H44.5.A-01")
    desk.wait(tablet, minutes=1)
    tablet.deliver()
    assert desk.rows("SELECT rule, officer_id, count(*) FROM rating GROUP BY 1, 2 ORDER BY 3") == [
        (None, "H44.5.A-01", 1),
        ("clock-1", None, 201),
    ]
    assert {row[3] for row in desk.rows(RATINGS) if row[0] == after["rating_id"]} == {None}


def test_a_month_away_and_a_jump_count_only_what_the_page_itself_can_tell(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.deliver()
    for _ in range(250):
        desk.wait(tablet, hours=1)
        tablet.press()
    tablet.clock.reboot()
    for _ in range(10):
        desk.wait(tablet, hours=1)
        tablet.press()
    tablet.clock.jump(-86_400)
    while tablet.outbox:
        desk.wait(tablet, minutes=1)
        tablet.deliver()
    found = desk.rows("SELECT rule, count(*) FROM rating GROUP BY 1 ORDER BY 2")
    assert found == [(None, 10), ("clock-1", 250)]


def test_a_tablet_paired_while_our_own_clock_was_a_year_ahead_counts(desk: Desk) -> None:
    desk.now += timedelta(days=365)
    tablet = desk.a_tablet()
    tablet.deliver()
    desk.now -= timedelta(days=365)
    tablet.clock = Clock(round(desk.now.timestamp() * 1000))
    for _ in range(3):
        tablet.press()
        desk.wait(tablet, minutes=10)
    tablet.deliver()
    assert desk.rows("SELECT rule, count(*) FROM rating GROUP BY 1") == [(None, 3)]


def test_what_waited_longer_than_is_taken_is_kept_but_not_counted(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    desk.wait(tablet, days=41)
    assert statuses(tablet.deliver()) == ["recorded"]
    assert desk.rows("SELECT day, rule FROM ratings_v1") == [("2026-08-20", "clock-1")]


def test_a_month_away_is_counted_in_full(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver()
    for _ in range(30):
        tablet.press()
        desk.wait(tablet, days=1)
    assert set(statuses(tablet.deliver())) == {"recorded"}
    days = desk.rows("SELECT day FROM ratings_v1 WHERE rule IS NULL ORDER BY day")
    assert (len(days), days[0], days[-1]) == (30, "2026-08-19", "2026-09-17")
    assert desk.rows("SELECT late FROM device_contact") == [30]


# --- Who was shown, and when it was open


def test_a_rating_under_another_card_than_that_of_the_officer_on_duty_has_no_officer(
    desk: Desk, tablet: Tablet
) -> None:
    for shown in ("H44.5.A-01", "H44.5.A-02", "", "no such officer"):
        tablet.press(officer_id=shown)
    tablet.deliver()
    assert sorted(map(str, desk.rows("SELECT officer_id FROM ratings_v1"))) == [
        *("H44.5.A-01", "None", "None", "None")
    ]


def test_without_a_duty_the_card_that_was_shown_is_not_enough(desk: Desk) -> None:
    with writing(desk.db):
        a_version(desk.db, "counter", counter_id="H44.5-8", name="Quầy 8", centre_id="H44.5")
    tablet = desk.a_tablet("H44.5-8")
    tablet.press(officer_id="H44.5.A-01")
    tablet.deliver()
    assert desk.rows("SELECT officer_id FROM ratings_v1") == [None]


def test_a_duty_that_was_corrected_meanwhile_leaves_the_rating_without_officer(
    desk: Desk, tablet: Tablet
) -> None:
    tablet.press(officer_id="H44.5.A-01")
    with writing(desk.db):
        a_duty(desk.db, "H44.5-1", "H44.5.A-02", source="sign_on", starts_at=desk.now)
    desk.wait(tablet, minutes=5)
    tablet.deliver()
    assert desk.rows("SELECT officer_id FROM ratings_v1") == [None]
