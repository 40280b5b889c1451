from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from analytics import source
from analytics.reasons import ELEMENTS
from analytics.source.joint import COUNTED
from analytics.weeks import Week
from kiosk.ratings.details import Detail, add_detail
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import random_record

Named = Counter[tuple[str, str, int]]  # by unit, topic with its element, and answer


def named(record_path: Path, week: Week) -> Named:
    """How many counted answers named what."""
    with source.reading(record_path) as record:
        answers = source.joint_of(record, week)
    topics = [name for name in answers.keys if name.startswith("topic:")]
    found: Named = Counter()
    for row, (satisfied, unsatisfied) in enumerate(
        zip(answers.satisfied, answers.unsatisfied, strict=True)
    ):
        if answers.keys["status"][row] == COUNTED:
            for topic in (topic for topic in topics if answers.keys[topic][row]):
                found[answers.keys["unit"][row], topic.removeprefix("topic:"), 1] += satisfied
                found[answers.keys["unit"][row], topic.removeprefix("topic:"), 0] += unsatisfied
    return +found


def test_what_was_named_is_what_a_naive_count_finds(db: Database, record_path: Path) -> None:
    random_record.fill(db, random_record.chance(5), monday=date(2026, 8, 17))
    naive: Named = Counter()
    for *key, n in db.conn.execute(
        """
        SELECT r.unit_id, c.topic || ' ' || c.element, r.satisfied, count(DISTINCT r.rating_id)
        FROM rating AS r
        JOIN rating_reason AS g USING (rating_id)
        JOIN reason AS c USING (reason_code)
        WHERE r.rule IS NULL AND r.tier <> 'poster' AND r.iso_week = '2026-W36'
        GROUP BY 1, 2, 3
        """
    ):
        naive[tuple(key)] = n

    assert named(record_path, Week(2026, 36)) == naive
    assert naive.total() > 20


def test_a_reason_named_after_the_answer_is_the_answers(db: Database, record_path: Path) -> None:
    rating = factories.rate(db, satisfied=False)
    assert not named(record_path, Week(2026, 34))

    with writing(db):
        add_detail(db, Detail(rating, topics=("time", "waiting")))

    assert named(record_path, Week(2026, 34)) == {
        ("H44.5", "time results", 0): 1,
        ("H44.5", "waiting access", 0): 1,
    }


def test_what_is_not_counted_gives_no_reasons(db: Database, record_path: Path) -> None:
    poster = factories.rate(db, channel="phone", tier="poster")
    for rating in (poster, factories.rate(db, rule="clock-1")):
        with writing(db):
            add_detail(db, Detail(rating, topics=("time",)))

    assert not named(record_path, Week(2026, 34))


@pytest.mark.parametrize("element", ELEMENTS)
def test_every_element_has_a_reason_that_the_kiosk_offers(db: Database, element: str) -> None:
    assert db.conn.execute("SELECT 1 FROM reason_codes_v1 WHERE element = ?", [element]).fetchone()
