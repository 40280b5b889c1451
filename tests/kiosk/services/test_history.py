"""Services of weeks whose dossier codes are forgotten can be imported: a unit's week whole, and once."""

from datetime import UTC, date, datetime

import pytest

from kiosk.errors.faults import ImportRefused
from kiosk.formats.imported import Imported
from kiosk.services import forgetting, forgotten
from kiosk.services.intake import import_services
from kiosk.storage.db import Database, writing
from tests.factories import a_service
from tests.kiosk.services.test_intake import ROW

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
TODAY = date(2026, 11, 30)
HISTORY = [
    {**ROW, "dossier": f"H44.5-260817-{number:04d}", "outcome": outcome}
    for number, outcome in enumerate(["granted", "granted", "granted", "refused"])
]
NEW = {
    **ROW,
    "dossier": "H44.5-261123-0001",
    "received": "2026-11-23",
    "finished": "2026-11-27",
    "due": "",
}


def put(db: Database, *rows: dict[str, str]) -> Imported:
    return import_services(db, enumerate(rows, 2), NOW)


def names(db: Database) -> list[str]:
    return [row[0] for row in db.conn.execute("SELECT service_id FROM service ORDER BY 1")]


def refusal_of(db: Database, *rows: dict[str, str]) -> list[tuple[int, str]]:
    before = names(db)
    with pytest.raises(ImportRefused) as refusal:
        put(db, *rows)
    assert names(db) == before
    return [(line, str(fault)) for line, fault in refusal.value.lines]


@pytest.fixture
def late(db: Database) -> Database:
    """A record that has forgotten all codes of August."""
    with writing(db):
        a_service(db, "H44.9-261120-0001", finished_day="2026-11-29")
    forgetting.forget_old(db, TODAY, 90)
    return db


def test_a_record_that_has_forgotten_nothing_takes_history_by_its_codes(db: Database) -> None:
    assert put(db, *HISTORY) == Imported(4, 0)
    assert names(db) == [row["dossier"] for row in HISTORY]


def test_history_is_stored_at_once_without_its_codes(late: Database) -> None:
    assert put(late, *HISTORY, NEW) == Imported(5, 0)
    assert sum(name.startswith("~") for name in names(late)) == 4
    assert NEW["dossier"] in names(late)
    rows = late.conn.execute("SELECT outcome, iso_week FROM service WHERE service_id >= '~' ORDER BY 1")
    assert rows.fetchall() == [("granted", "2026-W34")] * 3 + [("refused", "2026-W34")]


@pytest.mark.parametrize("again", [HISTORY, HISTORY[1:3], HISTORY[::-1], [*HISTORY, NEW]])
def test_the_same_file_or_a_part_of_it_again_changes_nothing(
    late: Database, again: list[dict[str, str]]
) -> None:
    put(late, *HISTORY, NEW)
    assert put(late, *again) == Imported(0, len(again))
    assert len(names(late)) == 6


def test_a_file_that_was_imported_before_its_codes_were_forgotten_is_known_again(
    db: Database,
) -> None:
    put(db, *HISTORY, NEW)
    assert forgetting.forget_old(db, TODAY, 90) == 4
    assert put(db, *HISTORY) == Imported(0, 4)


@pytest.mark.parametrize("sent", ["as it was", "as it stands"])
def test_a_corrected_service_is_known_as_it_was_and_as_it_stands(db: Database, sent: str) -> None:
    put(db, HISTORY[0], NEW)
    with writing(db):
        db.conn.execute(
            "INSERT INTO service_correction VALUES (?, 1, '2026-08-20', 0, 0, 'returned', 'counter',"
            " 'H44.5.A-01', 'nhầm', '2026-08-25T00:00:00Z', 'mot-cua', 2)",
            [HISTORY[0]["dossier"]],
        )
    forgetting.forget_old(db, TODAY, 90)
    outcome = "granted" if sent == "as it was" else "returned"
    assert put(db, {**HISTORY[0], "outcome": outcome}) == Imported(0, 1)


def test_one_more_dossier_in_a_week_that_is_stored_is_refused_by_its_line(late: Database) -> None:
    put(late, *HISTORY)
    more = {**HISTORY[0], "dossier": "H44.5-260817-0009"}
    [(line, reason)] = refusal_of(late, *HISTORY, more)
    assert line == 6
    assert "H44.5 in week 2026-W34" in reason and "forgotten" in reason


def test_a_changed_dossier_of_a_week_that_is_stored_is_refused(late: Database) -> None:
    put(late, *HISTORY)
    [(line, _)] = refusal_of(late, *HISTORY[:3], {**HISTORY[3], "outcome": "returned"})
    assert line == 5


def test_another_unit_and_another_week_are_taken(late: Database) -> None:
    put(late, *HISTORY)
    elsewhere = {**ROW, "dossier": "H44.9-260817-0001", "resolving_unit": "H44.9"}
    earlier = {**ROW, "dossier": "H44.5-260810-0001", "received": "2026-08-10", "finished": "2026-08-12"}
    assert put(late, elsewhere, earlier) == Imported(2, 0)


def test_a_line_that_stands_twice_is_stored_once(late: Database) -> None:
    assert put(late, HISTORY[0], HISTORY[0]) == Imported(1, 1)


def test_one_code_with_two_contents_is_refused(late: Database) -> None:
    [(line, reason)] = refusal_of(late, HISTORY[0], {**HISTORY[0], "outcome": "returned"})
    assert (line, HISTORY[0]["dossier"] in reason) == (3, True)


def test_nothing_that_could_be_made_of_a_code_is_kept(late: Database) -> None:
    put(late, *HISTORY)
    first = set(names(late))
    late.conn.execute("DROP TRIGGER service_no_delete")
    with writing(late):
        late.conn.execute("DELETE FROM service WHERE service_id >= ?", [forgotten.MARK])
    put(late, *HISTORY)
    assert not {name for name in first & set(names(late)) if name.startswith(forgotten.MARK)}
