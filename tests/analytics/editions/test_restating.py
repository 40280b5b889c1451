"""What comes late is told in an edition of its own, where it tells nobody's answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analytics.disclosure import State
from analytics.editions import Edition, Editions
from analytics.editions.behind import moved
from analytics.editions.codec import to_bytes
from analytics.editions.due import freeze_due, freeze_one, restate
from analytics.editions.late import late, told
from analytics.editions.restating import overlaid
from analytics.editions.sources import Sources
from analytics.editions.verifying import verify
from analytics.suppression import Answers, Table, freeze
from analytics.weeks import Week
from analytics.words import Words
from kiosk.ratings import accepting, voiding
from kiosk.storage.db import Database, writing
from tests.analytics import random_record

from .conftest import MONDAY_AT_SIX, Opened, opened_in

W34 = Week(2026, 34)
LATER = datetime(2026, 9, 14, tzinfo=UTC)


def bring(db: Database, satisfied: int, unsatisfied: int, unit: str = "H44.5") -> None:
    """What an offline tablet delivers of 2026-W34."""
    with writing(db):
        for number in range(satisfied + unsatisfied):
            values = {
                "rating_id": f"{number:032x}",
                "iso_week": "2026-W34",
                "day": "2026-08-18",
                "hour": 9,
                "unit_id": unit,
                "centre_id": unit,
                "counter_id": f"{unit}-1",
                "channel": "tablet",
                "tier": "tablet",
                "satisfied": int(number < satisfied),
            }
            marks = ", ".join(f":{name}" for name in values)
            db.conn.execute(f"INSERT INTO rating ({', '.join(values)}) VALUES ({marks})", values)
        accepting.announce(db, [("2026-08-18", unit)])


@pytest.fixture
def first(at: Opened) -> Edition:
    """Week 34 as it was frozen."""
    with at(MONDAY_AT_SIX) as sources:
        return freeze_one(sources, "2026-W34")


def restated(sources: Sources) -> Edition | None:
    return restate(sources, W34)


def test_without_late_answers_nothing_is_restated(at: Opened, first: Edition) -> None:
    with at(LATER) as sources:
        assert restated(sources) is None
    assert first.number == 1


def test_many_late_answers_are_told_with_what_moved(
    at: Opened, first: Edition, busy_db: Database
) -> None:
    bring(busy_db, 25, 6)
    with at(LATER) as sources:
        edition = restated(sources)
        kept = Editions(sources.editions.folder).at("2026-W34", 1)

    assert edition is not None
    assert edition.restatement is not None
    assert (edition.name, edition.frozen_at) == ("2026-W34.2", LATER)
    assert (edition.restatement.restates, edition.restatement.arrived) == (1, 31)
    assert ("total", "") in edition.restatement.moved
    assert edition.total.satisfaction.n == first.total.satisfaction.n + 31
    assert kept == first


def test_few_late_answers_wait(at: Opened, first: Edition, busy_db: Database) -> None:
    bring(busy_db, 6, 1)
    with at(LATER) as sources:
        assert restated(sources) is None
        assert list(verify(sources, Words("en"))) == []
        said = [told(one, Words("en")) for one in late(sources)]

    assert first.restatement is None
    assert said == ["2026-W34: 7 late answers wait for a restatement"]


def test_late_answers_that_can_be_told_are_due_until_they_are(at: Opened, busy_db: Database) -> None:
    with at(MONDAY_AT_SIX) as sources:
        freeze_due(sources)
    bring(busy_db, 25, 6)
    with at(MONDAY_AT_SIX) as sources:
        (found,) = late(sources)
        freeze_due(sources)
        assert list(late(sources)) == []

    assert (found.week, found.arrived, found.gone, found.due) == ("2026-W34", 31, 0, True)
    assert told(found, Words("en")).endswith(
        "31 answers have come since, 0 are counted otherwise: restate it"
    )


def test_late_answers_that_would_be_told_by_any_move_wait(at: Opened, busy_db: Database) -> None:
    """All alike: were any figure to move, each of the twelve would be known."""
    with at(MONDAY_AT_SIX) as sources:
        freeze_due(sources)
    bring(busy_db, 12, 0, unit="H44.9")
    with at(MONDAY_AT_SIX) as sources:
        (found,) = late(sources)
        made = freeze_due(sources)

    assert found.due == bool(made)
    assert ("wait: to move" in told(found, Words("en"))) == (not made)


def test_late_answers_that_are_all_alike_are_not_told(
    at: Opened, first: Edition, busy_db: Database
) -> None:
    """Were the figures to move, each of the forty would be known."""
    bring(busy_db, 40, 0)
    with at(LATER) as sources:
        edition = restated(sources)

    if edition is not None:
        before, after = first.total.satisfaction, edition.total.satisfaction
        exact = before.state is after.state is State.SHOWN
        assert not (exact and after.n == before.n + 40)


def test_the_month_is_restated_after_its_weeks(at: Opened, busy_db: Database) -> None:
    with at(LATER) as sources:
        freeze_due(sources)
    bring(busy_db, 25, 6)
    with at(datetime(2026, 9, 21, tzinfo=UTC)) as sources:
        made = [edition.name for edition in freeze_due(sources)]
        month = sources.editions.of("2026-08")
        weeks = [sources.editions.of(f"2026-W{number}") for number in range(32, 36)]
        told = list(verify(sources, Words("en")))

    assert made == ["2026-W34.2", "2026-08.2"]
    assert month.total.satisfaction.n == sum(week.total.satisfaction.n for week in weeks)
    assert told == []


def test_a_week_that_was_empty_when_its_month_was_frozen_is_no_longer_missing(
    db: Database, record_path: Path
) -> None:
    """The tablets were offline for all of it."""
    random_record.fill(db, random_record.chance(5), monday=date(2026, 8, 24))
    with opened_in(record_path.parent, LATER) as sources:
        freeze_due(sources)
        assert sources.editions.of("2026-08").missing == ("2026-W32", "2026-W33", "2026-W34")
    bring(db, 40, 12)
    with opened_in(record_path.parent, LATER + timedelta(days=1)) as sources:
        made = [edition.name for edition in freeze_due(sources)]
        month = sources.editions.of("2026-08")
        told = list(verify(sources, Words("en")))

    assert made == ["2026-W34", "2026-08.2"]
    assert month.missing == ("2026-W32", "2026-W33")
    assert "2026-W34" in month.total.covers
    assert told == []


def test_hours_that_were_declared_void_are_gone_and_not_come(at: Opened, busy_db: Database) -> None:
    bring(busy_db, 40, 12)
    with at(MONDAY_AT_SIX) as sources:
        freeze_one(sources, "2026-W34")
    hours = voiding.Hours("H44.5-1", date(2026, 8, 18), 9, 10)
    (there,) = busy_db.conn.execute(
        "SELECT count(*) FROM ratings_v1 WHERE counter_id = 'H44.5-1' AND day = '2026-08-18'"
        " AND hour = 9 AND rule IS NULL AND tier <> 'poster'"
    ).fetchone()
    with writing(busy_db):
        asked = voiding.ask(busy_db, hours, "shown to visitors", now=LATER, by="lan")
        voiding.decide(busy_db, asked, "so it was", is_confirmed=True, now=LATER, by="minh")
    with at(LATER) as sources:
        edition = restated(sources)

    assert edition is not None
    assert edition.restatement is not None
    assert (edition.restatement.arrived, edition.restatement.gone) == (0, there)


def test_an_answer_that_is_filed_elsewhere_is_no_other_answer() -> None:
    def filed(field: str, status: str, n: int) -> Answers:
        return Answers({"unit": ["a"], "field": [field], "status": [status]}, [n], [0])

    assert moved(filed("x", "counted", 9), filed("y", "counted", 9)) == (0, 0)
    assert moved(filed("x", "counted", 9), filed("x", "excluded", 9)) == (0, 9)
    assert moved(filed("x", "excluded", 2), filed("x", "excluded", 9)) == (0, 0)


def test_the_quarter_is_restated_after_its_months(at: Opened, busy_db: Database) -> None:
    with at(datetime(2026, 10, 5, tzinfo=UTC)) as sources:
        freeze_due(sources)
    bring(busy_db, 25, 6)
    with at(datetime(2026, 10, 12, tzinfo=UTC)) as sources:
        made = {edition.name: edition for edition in freeze_due(sources)}
        again = freeze_due(sources)
        told = list(verify(sources, Words("en")))

    quarter = made["2026-Q3.2"]
    assert list(made) == ["2026-W34.2", "2026-08.2", "2026-Q3.2"]
    assert quarter.total.satisfaction == made["2026-08.2"].total.satisfaction
    assert quarter.restatement is not None
    assert (quarter.restatement.arrived, quarter.restatement.gone) == (31, 0)
    assert (again, told) == ([], [])


def test_a_clock_that_was_set_back_changes_no_order(at: Opened, busy_db: Database) -> None:
    """A month is verified against the weeks that had been published before it."""
    with at(LATER) as sources:
        freeze_due(sources, weeks_only=True)
    bring(busy_db, 25, 6)
    with at(LATER - timedelta(days=10)) as sources:
        made = freeze_due(sources)
        told = list(verify(sources, Words("en")))

    assert [edition.name for edition in made] == ["2026-W34.2", "2026-08"]
    assert LATER < made[0].frozen_at < made[1].frozen_at < LATER + timedelta(seconds=1)
    assert told == []


def forge(sources: Sources, period: str) -> None:
    """Change the services of the total, with a digest that fits."""
    path = sources.editions.path_of(period, 1)
    edition = sources.editions.of(period)
    changed = replace(edition, total=replace(edition.total, services=edition.total.services + 1))
    path.unlink()
    path.write_bytes(to_bytes(changed))


@pytest.mark.parametrize("period", ["2026-W33", "2026-08", "2026-Q3"])
def test_a_forged_figure_is_noticed_though_its_digest_fits(at: Opened, period: str) -> None:
    with at(datetime(2026, 10, 5, tzinfo=UTC)) as sources:
        freeze_due(sources)
        assert list(verify(sources, Words("en"))) == []
        forge(sources, period)
        told = list(verify(sources, Words("en")))

    assert any(line.startswith(f"{period}: total") for line in told), told


def test_a_missing_week_is_told_and_the_others_are_verified(at: Opened) -> None:
    with at(datetime(2026, 10, 5, tzinfo=UTC)) as sources:
        freeze_due(sources)
        sources.editions.path_of("2026-W33", 1).unlink()
        told = list(verify(sources, Words("en")))

    assert "2026-W34.1: the edition published before it is gone or was changed" in told
    assert any(line.startswith("2026-08.1: ") and "2026-W33" in line for line in told)


def test_where_a_later_decision_is_silent_the_earlier_stands() -> None:
    answers = Answers({"edition": ["first", "late"]}, [40, 1], [9, 0])
    table = Table("total", (), {"edition": ["first"]})
    first = freeze(answers, [table])
    second = freeze(answers, [table, Table("both")], before=first).of("both")

    assert second.shown("both").satisfied is None
    named = freeze(answers, [Table("both", (), {"edition": ["first"]})])
    assert overlaid([named, second]).shown("both").satisfied == 40


def test_a_table_without_a_proof_stands_as_the_edition_before_told_it() -> None:
    answers = Answers({"unit": ["u0", "u1"]}, [40, 30], [9, 8])
    total, units = Table("both"), Table("unit", ("unit",))
    first = freeze(answers, [total, units])
    found = overlaid([first, first.of("both")])

    assert found.shown("unit", ("u0",)).satisfied == 40
    assert [table.name for table in found.tables] == ["both", "unit"]
