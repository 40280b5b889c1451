from collections import Counter
from pathlib import Path

import pytest

from analytics import source
from analytics.periods import parse
from analytics.suppression import Answers
from kiosk.db import Database, writing
from tests import factories


def read(record_path: Path, *periods: str) -> Answers:
    with source.reading(record_path) as record:
        return source.answers_of(record, [parse(period) for period in periods])


def column(answers: Answers, name: str) -> Counter[str]:
    """How many answers bear each key."""
    sums: Counter[str] = Counter()
    rows = zip(answers.keys[name], answers.satisfied, answers.unsatisfied, strict=True)
    for key, satisfied, unsatisfied in rows:
        sums[key] += satisfied + unsatisfied
    return sums


@pytest.mark.parametrize("key", ["unit", "centre", "counter", "officer", "procedure", "tier", "week"])
def test_the_counted_answers_of_a_period_are_those_in_the_tables(
    random_db: Database, record_path: Path, key: str
) -> None:
    columns = {"tier": "tier", "week": "iso_week"}
    rows = random_db.conn.execute(
        f"SELECT ifnull({columns.get(key, key + '_id')}, '') FROM rating"
        " WHERE rule IS NULL AND tier <> 'poster' AND day BETWEEN '2026-08-01' AND '2026-08-31'"
    )

    assert column(read(record_path, "2026-08"), key) == Counter(value for (value,) in rows)


def test_every_rating_is_either_counted_or_left_out_for_one_cause(
    random_db: Database, record_path: Path
) -> None:
    with source.reading(record_path) as record:
        counted = source.answers_of(record, [parse("2026")])
        left_out = source.left_out_of(record, [parse("2026")])

    ratings = random_db.conn.execute("SELECT count(*) FROM rating").fetchone()[0]
    assert sum(column(counted, "unit").values()) + sum(column(left_out, "unit").values()) == ratings
    posters = random_db.conn.execute("SELECT count(*) FROM rating WHERE tier = 'poster'").fetchone()[0]
    assert column(left_out, "cause")["poster"] == posters
    assert "" not in column(left_out, "cause")
    assert "poster" not in column(counted, "tier")


def test_an_answer_in_two_of_the_periods_is_there_once(random_db: Database, record_path: Path) -> None:
    assert read(record_path, "2026-08", "2026-W34", "2026-Q3") == read(record_path, "2026-Q3")


def test_a_week_over_the_end_of_a_month_is_parted_by_the_day(db: Database, record_path: Path) -> None:
    monday = factories.WEDNESDAY.replace(day=31)  # 2026-W36 begins on 31 August
    factories.rate(db, now=monday)
    factories.rate(db, now=monday.replace(month=9, day=1))

    assert column(read(record_path, "2026-W36"), "month") == {"2026-08": 1, "2026-09": 1}
    assert column(read(record_path, "2026-09"), "week") == {"2026-W36": 1}
    assert column(read(record_path, "2026-W35"), "week") == {}


def test_an_answer_bears_all_that_is_known_of_it(db: Database, record_path: Path) -> None:
    with writing(db):
        service = factories.a_service(db, outcome="returned", overdue=1)
    factories.rate(db, service_id=service, satisfied=False, user_kind="business")

    answers = read(record_path, "2026-W34")

    assert {name: keys[0] for name, keys in answers.keys.items()} == {
        "week": "2026-W34",
        "month": "2026-08",
        "unit": "H44.5",
        "centre": "H44.5",
        "counter": "H44.5-1",
        "officer": "H44.5.A-01",
        "procedure": "1.001193",
        "channel": "tablet",
        "tier": "tablet",
        "weekday": "3",
        "hour": "09",
        "ending": "returned",
        "timeliness": "late",
        "user_kind": "business",
        "field": "ho-tich",
    }
    assert (list(answers.satisfied), list(answers.unsatisfied)) == ([0], [1])
    assert tuple(answers.keys) == source.KEYS


def test_what_is_not_known_is_empty_and_alike_answers_are_one_row(
    db: Database, record_path: Path
) -> None:
    for satisfied in (True, True, False):
        factories.rate(db, satisfied=satisfied)

    answers = read(record_path, "2026-W34")

    assert (list(answers.satisfied), list(answers.unsatisfied)) == ([2], [1])
    for name in ("procedure", "field", "ending", "timeliness", "user_kind"):
        assert list(answers.keys[name]) == [""]


def test_a_period_without_answers_has_the_columns_without_rows(db: Database, record_path: Path) -> None:
    answers = read(record_path, "2020")

    assert tuple(answers.keys) == source.KEYS
    assert not answers.satisfied
