"""The question of trust in editions: asked or not, decided apart, added up, restated, verified."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.disclosure import State
from analytics.editions import freezing, restating, summing, trusted
from analytics.editions.codec import from_bytes, to_bytes
from analytics.editions.model import Row, Trust
from analytics.editions.verifying import verify
from analytics.periods import Month
from analytics.source import joint_of, trust_of
from analytics.suppression import Rule
from analytics.weeks import Week
from analytics.words import Words
from kiosk.ratings import trust
from kiosk.storage.db import Database, writing
from tests.analytics import random_record
from tests.analytics.editions.conftest import MONDAY_AT_SIX, SEPTEMBER, Opened

FIRST, *_, LAST = (Week.parse(week) for week in random_record.WEEKS)
ASKED = [Week.parse(week) for week in random_record.WEEKS[1:]]
RATINGS = "SELECT rating_id FROM ratings_v1 WHERE rule IS NULL AND tier <> 'poster' ORDER BY 1"


def ask(db: Database, since: date) -> None:
    with writing(db):
        trust.note_asked(db, True, since)


def answer(db: Database, ratings: Iterable[str], no_each: int = 4) -> None:
    """One in so many says no; the others yes."""
    with writing(db):
        db.conn.executemany(
            "INSERT INTO rating_trust (rating_id, trusts) VALUES (?, ?)",
            [(rating, int(number % no_each > 0)) for number, rating in enumerate(ratings)],
        )


def ratings(db: Database) -> list[str]:
    return [row[0] for row in db.conn.execute(RATINGS)]


@pytest.fixture
def asked_db(busy_db: Database) -> Database:
    """Asked from the second week's Wednesday on; two of three counted ratings answer it."""
    ask(busy_db, ASKED[0].first_day + timedelta(days=2))
    answer(busy_db, [rating for at, rating in enumerate(ratings(busy_db)) if at % 3])
    return busy_db


def test_where_it_was_never_asked_nothing_of_it_is_in_the_file(at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        edition = freezing.freeze_period(sources, FIRST)
    assert edition.total.trust is None
    assert "trust" not in json.loads(to_bytes(edition))["total"]
    assert from_bytes(to_bytes(edition), "it") == edition


def test_a_week_before_the_first_day_of_asking_is_not_asked(asked_db: Database, at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        assert trust_of(sources.record, FIRST) is None
        assert freezing.freeze_period(sources, FIRST).total.trust is None


def test_a_week_in_which_nobody_answered_was_asked_all_the_same(busy_db: Database, at: Opened) -> None:
    ask(busy_db, FIRST.first_day)
    with at(MONDAY_AT_SIX) as sources:
        edition = freezing.freeze_period(sources, FIRST)
    assert edition.total.trust is not None
    assert edition.total.trust.cell.state is State.EMPTY
    assert edition.total.trust.raters == edition.total.satisfaction.n > 0


def test_a_week_tells_yes_of_those_who_said_yes_or_no(asked_db: Database, at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        edition = freezing.freeze_period(sources, LAST)
    told = asked_db.conn.execute(
        "SELECT sum(trusts), count(*) FROM trust_v1 JOIN ratings_v1 USING (rating_id)"
        " WHERE iso_week = ?",
        [str(LAST)],
    ).fetchone()
    found = edition.total.trust
    assert found is not None
    assert found.cell.share is not None
    assert (found.cell.share.count, found.cell.share.n) == told
    assert all(row.trust is not None for row in edition.rows("unit"))
    assert all(row.trust is None for row in edition.rows("procedure"))
    assert from_bytes(to_bytes(edition), "it") == edition


def test_a_month_adds_up_the_weeks_in_which_it_was_asked(asked_db: Database, at: Opened) -> None:
    with at(SEPTEMBER) as sources:
        weeks = [freezing.freeze_period(sources, week) for week in (FIRST, *ASKED)]
        month = freezing.freeze_period(sources, Month(2026, 8))
        assert list(verify(sources, Words("en"))) == []
    parts = [week.total.trust for week in weeks if week.total.trust is not None]
    assert len(parts) == len(ASKED)
    assert month.total.trust is not None
    assert month.total.trust.cell.n == sum(part.cell.n for part in parts)
    assert month.total.trust.raters == sum(part.raters for part in parts) < month.total.satisfaction.n


def test_what_is_told_of_trust_does_not_hang_on_satisfaction(asked_db: Database, at: Opened) -> None:
    """Nor the reverse: its answers are no column of those that satisfaction is decided by."""
    with at(MONDAY_AT_SIX) as sources:
        answers = trust_of(sources.record, LAST)
        assert answers is not None
        assert set(answers.keys) == {"week", "unit"}
        assert not [name for name in joint_of(sources.record, LAST).keys if "trust" in name]


def test_late_answers_move_trust_only_together_with_a_restatement(
    asked_db: Database, at: Opened
) -> None:
    late = [rating for at_, rating in enumerate(ratings(asked_db)) if not at_ % 3]
    with at(MONDAY_AT_SIX) as sources:
        first = freezing.freeze_period(sources, LAST)
    answer(asked_db, late)
    with at(MONDAY_AT_SIX) as sources:
        assert restating.restate_week(sources, LAST) is None
        assert sources.editions.of(str(LAST)) == first


def test_a_restatement_is_decided_beside_what_was_told_before(asked_db: Database, at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        made = freezing.made_of(sources, LAST)
        assert made.behind is not None
        assert made.behind.trust is not None
        one_more = made.behind.trust.answers
        more = replace(one_more, unsatisfied=[one_more.unsatisfied[0] + 1, *one_more.unsatisfied[1:]])
        again = trusted.decide_trust(more, Rule(), {f"{LAST}.1": made.behind})
    assert again is not None
    told = again.frozen.shown("trust total")
    assert told.satisfied is None  # else the one who came late would be told by subtraction


def test_rows_of_weeks_without_it_add_nothing(asked_db: Database, at: Opened) -> None:
    with at(MONDAY_AT_SIX) as sources:
        row = freezing.freeze_period(sources, LAST).total
    without: Row = replace(row, trust=None)
    thresholds = Rule().thresholds
    assert trusted.added([without, without], thresholds) is None
    assert trusted.added([row, without], thresholds) == Trust(row.trust.cell, row.trust.raters)  # type: ignore[union-attr]


def test_a_unit_that_nobody_rated_while_it_was_asked_was_asked_all_the_same(
    asked_db: Database, at: Opened
) -> None:
    with at(SEPTEMBER) as sources:
        before, since = (freezing.freeze_period(sources, week) for week in (FIRST, LAST))
    silent = before.rows("unit")[0].key
    others = tuple(row for row in since.rows("unit") if row.key != silent)
    weeks = [before, replace(since, tables={**since.tables, "unit": others})]
    covers, thresholds = [week.period for week in weeks], Rule().thresholds

    rows = {row.key: row.trust for row in summing.table_of(weeks, "unit", covers, thresholds)}
    assert (told := rows[silent]) is not None
    assert (told.cell.state, told.raters) == (State.EMPTY, 0)
    unasked = [replace(week, total=replace(week.total, trust=None)) for week in weeks[:1]]
    assert all(row.trust is None for row in summing.table_of(unasked, "unit", covers[:1], thresholds))
    procedures = summing.table_of(weeks, "procedure", covers, thresholds)
    assert all(row.trust is None for row in procedures)
