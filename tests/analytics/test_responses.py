"""Who was asked and who answered, against counts done by hand and over records of chance."""

import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from scipy.stats import binomtest

from analytics import asked, rollup, schema, weekly
from analytics.disclosure import State
from analytics.responses import ENDINGS, ResponseRow, Responses, ending, tally
from analytics.weeks import Week
from kiosk.storage.db import Database, writing
from tests import factories
from tests.analytics import random_record

W34 = Week(2026, 34)


def a_finished(
    db: Database, outcome: str, channel: str, ways: Iterable[str] = (), answered: str | None = None
) -> str:
    """A service of the Wednesday, offered by these ways and perhaps answered."""
    service_id = factories.a_service(db, outcome=outcome, channel=channel)
    offered = [(service_id, way) for way in ways]
    db.conn.executemany("INSERT INTO service_offered (service_id, channel) VALUES (?, ?)", offered)
    if answered:
        answer = [service_id, None if answered == "unknown" else answered]
        db.conn.execute("INSERT INTO service_answered (service_id, channel) VALUES (?, ?)", answer)
    return service_id


@pytest.fixture
def a_week(db: Database) -> Database:
    """Nineteen services, by hand."""
    with writing(db):
        for number in range(12):  # granted at the counter: all asked both ways, 4 and 2 answered
            answer = "tablet" if number < 4 else "phone" if number < 6 else None
            a_finished(db, "granted", "counter", ["tablet", "phone"], answer)
        a_finished(db, "refused", "counter", ["tablet", "phone"], "phone")
        a_finished(db, "refused", "counter", ["phone"])
        a_finished(db, "returned", "counter")
        a_finished(db, "granted", "post", ["phone"], "phone")
        a_finished(db, "refused", "post", ["phone"])
        a_finished(db, "granted", "online", ["phone"], "unknown")  # from before the way was kept
        a_finished(db, "granted", "online")
    return db


def figures_of(record_path: Path, derived_path: Path, week: Week = W34) -> dict[str, Responses]:
    rollup.refresh(record_path, derived_path)
    with schema.reading(derived_path) as derived:
        return weekly.responses_of(derived, week)


def rows_of(record_path: Path, derived_path: Path) -> dict[str, asked.Row]:
    rollup.refresh(record_path, derived_path)
    with schema.reading(derived_path) as derived:
        return {row.ending: row for row in asked.asked_in(derived, W34)}


def test_a_week_is_counted_as_by_hand(a_week: Database, record_path: Path, derived_path: Path) -> None:
    found = figures_of(record_path, derived_path)
    assert found == {
        "granted": Responses(12, 6, 12, 4, 12, 2),
        "refused": Responses(2, 1, 1, 0, 2, 1),
        "returned": Responses(1, 0, 0, 0, 0, 0),
        "post": Responses(2, 1, 0, 0, 2, 1),
        "online": Responses(2, 1, 0, 0, 1, 0),
    }
    assert sum(found.values(), Responses()) == Responses(19, 9, 13, 4, 17, 4)


def test_what_arrives_later_changes_the_week(
    a_week: Database, record_path: Path, derived_path: Path
) -> None:
    before = figures_of(record_path, derived_path)["returned"]
    (service_id,) = a_week.conn.execute(
        "SELECT service_id FROM service WHERE outcome = 'returned'"
    ).fetchone()
    with writing(a_week):
        a_week.conn.execute("INSERT INTO service_offered VALUES (?, 'tablet')", [service_id])
    offered = figures_of(record_path, derived_path)["returned"]
    with writing(a_week):
        a_week.conn.execute("INSERT INTO service_answered VALUES (?, 'tablet')", [service_id])
    answered = figures_of(record_path, derived_path)["returned"]
    assert [before, offered, answered] == [
        Responses(1, 0, 0, 0, 0, 0),
        Responses(1, 0, 1, 0, 0, 0),
        Responses(1, 1, 1, 1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("outcome", "channel", "expected"),
    [
        ("granted", "counter", "granted"),
        ("refused", "counter", "refused"),
        ("returned", "counter", "returned"),
        ("granted", "post", "post"),
        ("refused", "online", "online"),
    ],
)
def test_an_ending_is_the_outcome_or_else_the_way_its_result_went(
    outcome: str, channel: str, expected: str
) -> None:
    assert ending(outcome, channel) == expected
    assert expected in ENDINGS


@pytest.mark.parametrize("seed", range(3))
def test_counts_add_up_however_the_rows_are_divided(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows = [_a_row(chance) for _ in range(60)]
    cut = chance.randrange(60)
    whole, first, second = tally(rows), tally(rows[:cut]), tally(rows[cut:])
    none = Responses()
    for month in ("2026-08", "2026-09"):
        one, other = first.get(month, {}), second.get(month, {})
        assert whole[month] == {
            key: one.get(key, none) + other.get(key, none) for key in one.keys() | other.keys()
        }
    finished = sum(sum(of_month.values(), none).finished for of_month in whole.values())
    assert finished == len(rows)


def _a_row(chance: random.Random) -> ResponseRow:
    answered_on = chance.choice([None, "tablet", "phone"])
    return (
        chance.choice(["2026-08", "2026-09"]),
        chance.choice(["granted", "refused", "returned"]),
        chance.choice(["counter", "post", "online"]),
        chance.randrange(2),
        chance.randrange(2),
        int(answered_on is not None),
        answered_on,
    )


def test_the_finished_are_the_services_of_the_other_table(
    random_db: Database, record_path: Path, derived_path: Path
) -> None:
    rollup.refresh(record_path, derived_path)
    naive: Counter[str] = Counter()
    for (week,) in random_db.conn.execute("SELECT iso_week FROM service"):
        naive[week] += 1
    with schema.reading(derived_path) as derived:
        for week in map(Week.parse, random_record.WEEKS):
            counted = weekly.responses_of(derived, week)
            assert sum(one.finished for one in counted.values()) == naive[str(week)]


def test_an_answer_on_a_tablet_that_never_asked_is_in_no_share_of_the_tablets() -> None:
    found = tally([("2026-08", "granted", "counter", 0, 1, 1, "tablet")])["2026-08"]["granted"]
    assert (found.answered, found.answered_on_tablet, found.offered_on_tablet) == (1, 0, 0)
    assert found.rate_by("tablet") is None


def test_the_shown_interval_is_wilsons(a_week: Database, record_path: Path, derived_path: Path) -> None:
    granted = rows_of(record_path, derived_path)["granted"]
    tablet, phone = granted.ways
    assert (tablet.asked, tablet.answered, phone.asked, phone.answered) == (12, 4, 12, 2)
    share = tablet.rate.share
    assert share is not None and share.interval is not None
    second_opinion = binomtest(4, 12).proportion_ci(method="wilson")
    assert share.interval.low == pytest.approx(second_opinion.low)
    assert share.interval.high == pytest.approx(second_opinion.high)
    assert granted.rate.value == 0.5


def test_few_services_give_no_share(a_week: Database, record_path: Path, derived_path: Path) -> None:
    rows = rows_of(record_path, derived_path)
    refused = rows["refused"]
    assert [way.rate.state for way in refused.ways] == [State.TOO_FEW, State.TOO_FEW]
    assert refused.rate.state is State.TOO_FEW
    assert rows["returned"].ways[0].rate.state is State.EMPTY
    assert rows["total"].rate.value == pytest.approx(9 / 19)


def test_the_rows_stand_in_their_order_with_the_total_last(
    a_week: Database, record_path: Path, derived_path: Path
) -> None:
    assert list(rows_of(record_path, derived_path)) == [*ENDINGS, "total"]


def test_a_week_without_services_has_no_rows(
    db: Database, record_path: Path, derived_path: Path
) -> None:
    factories.rate(db)
    assert rows_of(record_path, derived_path) == {}
