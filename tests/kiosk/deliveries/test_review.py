"""What was kept aside is tried again once its cause is mended."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk import periods
from kiosk.commands import group
from kiosk.deliveries import review
from kiosk.deliveries.review import Heap, Review
from kiosk.errors import UnknownProcedure
from kiosk.storage import keys
from kiosk.storage.db import writing
from kiosk.storage.driver import sqlite3
from kiosk.tablets import contacts
from tests.desk import Desk, statuses
from tests.factories import a_duty, a_version, an_acceptance
from tests.tablet import Tablet

RATINGS = "SELECT satisfied, day, hour, officer_id, rule FROM ratings_v1 ORDER BY day, hour, satisfied"
NEW_PROCEDURE = "9.999999"


def retry(desk: Desk, cause: str | None = None, device_id: str | None = None) -> int:
    door = Review(desk.keys, an_acceptance(max_age_days=36_500).accept_all)

    def part(names: list[str]) -> set[str]:
        with writing(desk.db):
            return door.retry(desk.db, names, desk.now)

    return review.retry_all(review.find_due(desk.db, cause, device_id), part)


def test_what_was_sealed_for_a_lost_key_is_taken_when_the_key_is_found(
    desk: Desk, tablet: Tablet, tmp_path: Path
) -> None:
    rating = tablet.press(satisfied=False, officer_id="H44.5.A-01")
    tablet.tell(rating["rating_id"], topics=["manner"])
    desk.wait(tablet, hours=2)
    letter = json.dumps(tablet.letter()).encode()
    others = keys.load_or_make(tmp_path / "others")
    answer = desk.receive(contacts.read_contact(others, tablet.device_id, letter))[0]
    assert [one.status for one in answer.entries] == ["kept_aside"] * 2
    desk.wait(tablet, days=50)
    assert retry(desk) == 2
    # The hour is only what the tablet's clock said, so it is not counted; and nobody's card is believed.
    assert desk.rows(RATINGS) == [(0, "2026-08-19", 9, None, "clock-1")]
    assert desk.rows("SELECT reason_code FROM rating_reason") == ["unfriendly"]
    assert retry(desk) == 0
    assert review.find_heaps(desk.db) == []


def test_a_clock_from_another_age_is_moved_between_pairing_and_arrival(
    desk: Desk, tmp_path: Path
) -> None:
    tablet = desk.a_tablet(offset_seconds=-56 * 31_557_600)
    tablet.press()
    desk.wait(tablet, days=2)
    letter = json.dumps(tablet.letter()).encode()
    others = keys.load_or_make(tmp_path / "others")
    desk.receive(contacts.read_contact(others, tablet.device_id, letter))
    assert retry(desk) == 1
    assert desk.rows("SELECT day, rule FROM ratings_v1") in (
        [("2026-08-19", "clock-1")],
        [("2026-08-21", "clock-1")],
    )


def test_a_detail_is_taken_when_its_procedure_is_in_the_catalogue(desk: Desk, tablet: Tablet) -> None:
    rating = tablet.press()
    tablet.tell(rating["rating_id"], procedure_id=NEW_PROCEDURE)
    assert statuses(tablet.deliver()) == ["recorded", "kept_aside"]
    assert retry(desk) == 0
    assert review.find_heaps(desk.db) == [Heap(tablet.device_id, UnknownProcedure.code, "2026-08-19", 1)]
    with writing(desk.db):
        a_version(
            desk.db, "procedure", procedure_id=NEW_PROCEDURE, name="Thủ tục", raw_code=NEW_PROCEDURE
        )
    assert retry(desk, cause="unreadable") == 0
    assert retry(desk, device_id="T99") == 0
    assert retry(desk, cause=UnknownProcedure.code, device_id=tablet.device_id) == 1
    assert desk.rows("SELECT procedure_id FROM rating_procedure") == [NEW_PROCEDURE]


def test_what_a_revoked_tablet_sent_is_tried_only_by_name_and_keeps_its_hour(
    desk: Desk, tablet: Tablet
) -> None:
    with writing(desk.db):
        a_duty(desk.db, "H44.5-1", "H44.5.A-01")
    for satisfied in (True, False, True):
        rating = tablet.press(satisfied, officer_id="H44.5.A-01")
    tablet.tell(rating["rating_id"], topics=["manner"])
    desk.wait(tablet, hours=5)
    desk.revoke(tablet)
    assert statuses(tablet.deliver()) == ["kept_aside"] * 4
    desk.wait(tablet, days=60)
    assert retry(desk) == 0
    assert retry(desk, cause="revoked") == 4
    # Three in one hour are no repeats of one another: their instants are not known.
    assert desk.rows(RATINGS) == [
        (0, "2026-08-19", 9, None, None),
        *[(1, "2026-08-19", 9, None, None)] * 2,
    ]
    assert desk.rows("SELECT reason_code FROM rating_reason") == ["friendly"]


def test_a_counter_where_the_tablet_never_stood_stays_refused(desk: Desk, tablet: Tablet) -> None:
    tablet.press(counter_id="H44.9-1")
    tablet.deliver()
    assert retry(desk) == retry(desk, cause="wrong_counter") == 0
    desk.move(tablet, "H44.9-1")
    assert retry(desk) == 0
    assert retry(desk, cause="wrong_counter") == 1


def test_standing_there_days_later_is_not_enough(desk: Desk, tablet: Tablet) -> None:
    tablet.press(counter_id="H44.9-1")
    tablet.deliver()
    desk.wait(tablet, days=3)
    desk.move(tablet, "H44.9-1")
    assert retry(desk, cause="wrong_counter") == 0


def test_a_press_of_an_hour_that_was_partly_open_is_not_called_closed(
    desk: Desk, tablet: Tablet
) -> None:
    with writing(desk.db):
        desk.db.conn.execute(
            "INSERT INTO opening (centre_id, valid_from, weekday, opens, closes)"
            " SELECT centre_id, '2026-01-01', 3, '07:00', '09:15' FROM counters_v1"
            " WHERE counter_id = 'H44.5-1'"
        )
    tablet.press(satisfied=True)  # at half past nine
    desk.wait(tablet, hours=1)
    tablet.press(satisfied=False)
    desk.revoke(tablet)
    tablet.deliver()
    assert retry(desk, cause="revoked") == 2
    assert [(row[2], row[4]) for row in desk.rows(RATINGS)] == [(9, None), (10, "closed-1")]


def test_a_contradiction_of_what_came_meanwhile_is_set_aside(desk: Desk, tablet: Tablet) -> None:
    entry = tablet.press(satisfied=True)
    desk.revoke(tablet)
    tablet.deliver()
    other = desk.a_tablet()
    other.press(satisfied=False, rating_id=entry["rating_id"])
    other.deliver()
    assert retry(desk, cause="revoked") == 1
    assert desk.rows("SELECT satisfied FROM rating") == [0]
    assert desk.rows("SELECT cause FROM set_aside") == ["rating_conflict"]
    assert review.find_heaps(desk.db) == []


def test_what_is_not_whole_any_more_stays(desk: Desk, tablet: Tablet) -> None:
    tablet.deliver(entries=[{**tablet.press(), "more": "x" * 20_000}])
    assert retry(desk) == 0
    assert [heap.cause for heap in review.find_heaps(desk.db)] == ["unknown_field"]


def test_a_settled_entry_is_acknowledged_as_before_and_stays_settled(desk: Desk, tablet: Tablet) -> None:
    tablet.press()
    desk.revoke(tablet)
    letter = tablet.letter()
    first = statuses(tablet.checked(tablet.send(letter)))
    retry(desk, cause="revoked")
    assert statuses(tablet.checked(tablet.send(letter))) == first == ["kept_aside"]
    assert (
        desk.rows("SELECT count(*) FROM rating") == desk.rows("SELECT count(*) FROM quarantine") == [1]
    )
    with pytest.raises(sqlite3.IntegrityError, match="nothing is ever changed"):
        desk.db.conn.execute("DELETE FROM quarantine_settled")


def test_details_that_come_up_before_their_rating_are_tried_after_it(
    desk: Desk, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "AT_A_TIME", 1)
    for _ in range(6):
        rating = tablet.press()
        tablet.tell(rating["rating_id"], topics=["manner"])
    desk.revoke(tablet)
    tablet.deliver()
    assert retry(desk, cause="revoked") == 12
    assert desk.rows("SELECT count(*) FROM rating_reason") == [6]


def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setenv("HAILONG_INSTANCE", str(tmp_path))
    return CliRunner().invoke(group, list(words))


def test_the_commands_list_without_answers_and_try_again_with_a_line_of_audit(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.now = periods.now() - timedelta(hours=2)
    tablet = desk.a_tablet()
    tablet.press(satisfied=False)
    tablet.press()
    desk.revoke(tablet)
    tablet.deliver()
    day = periods.slot(desk.now).day
    listed = run(tmp_path, monkeypatch, "list-quarantine")
    assert (listed.exit_code, listed.output) == (0, f"{tablet.device_id}\trevoked\t{day}\t2\n")
    unnamed = run(tmp_path, monkeypatch, "retry-quarantine")
    assert (unnamed.exit_code, unnamed.output) == (0, "0 taken, 0 left\n")
    named = run(tmp_path, monkeypatch, "retry-quarantine", "--cause", "revoked")
    assert (named.exit_code, named.output) == (0, "2 taken, 0 left\n")
    assert run(tmp_path, monkeypatch, "list-quarantine").output == ""
    trail = desk.rows("SELECT subject FROM audit WHERE action = 'retry quarantine' ORDER BY subject")
    assert trail == ["cause any, tablet any", "cause revoked, tablet any"]
