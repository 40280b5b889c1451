"""Which counters are quiet against the work they do, and that nothing else is told of them."""

from datetime import date, timedelta

import pytest
from scipy import stats

from kiosk.storage.db import Database, writing
from kiosk.tablets import quiet
from kiosk.tablets.quiet import Traffic
from tests.factories import WEDNESDAY, a_service, rate

TODAY = date(2026, 8, 20)
BOTH = ["H44.5-1", "H44.5-2"]
DAYS = ["2026-08-13", "2026-08-14", "2026-08-17", "2026-08-18", "2026-08-19"]

# Devore, Probability and Statistics for Engineering and the Sciences, table A.2: cumulative
# Poisson probabilities, three decimals.
PUBLISHED = [
    (5.0, 0, 0.007),
    (5.0, 1, 0.040),
    (5.0, 2, 0.125),
    (10.0, 3, 0.010),
    (10.0, 4, 0.029),
    (20.0, 9, 0.005),
    (20.0, 10, 0.011),
    (20.0, 20, 0.559),
]


@pytest.mark.parametrize(("mean", "count", "probability"), PUBLISHED)
def test_the_probability_is_that_of_the_tables(mean: float, count: int, probability: float) -> None:
    assert quiet.at_most(count, mean) == pytest.approx(probability, abs=0.0005)


@pytest.mark.parametrize("mean", [0.01, 1.0, 5.0, 37.5, 400.0, 5_000.0])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 1.0, 1.3])
def test_the_probability_agrees_with_scipy_far_out_and_for_busy_counters(
    mean: float, share: float
) -> None:
    count = int(mean * share)
    assert quiet.at_most(count, mean) == pytest.approx(stats.poisson.cdf(count, mean), rel=1e-9)


# Ten other counters with 100 services and 50 ratings each; the one looked at changes nothing
# of note in the rate of a half.
OTHERS = [Traffic(f"other-{n}", 10_000, 5_000) for n in range(10)]


@pytest.mark.parametrize(
    ("services", "ratings", "is_quiet"),
    [
        # mean 10: 3 or fewer happen in 1.03 % of cases, 2 or fewer in 0.28 %
        (20, 3, False),
        (20, 2, True),
        # mean 20: 10 or fewer in 1.08 %, 9 or fewer in 0.50 %
        (40, 10, False),
        (40, 9, True),
        # mean 5.5: none in 0.41 %, one or none in 2.66 %
        (11, 0, True),
        (11, 1, False),
        # mean 4.5: too little is expected to say anything, though none happens in 1.1 % only
        (9, 0, False),
        # no services: nobody was there to rate
        (0, 0, False),
        (20, 10, False),
        (20, 60, False),
    ],
)
def test_a_counter_is_quiet_when_so_few_ratings_are_rarer_than_one_in_a_hundred(
    services: int, ratings: int, is_quiet: bool
) -> None:
    found = quiet.quiet_counters([*OTHERS, Traffic("this", services, ratings)])
    assert found == (frozenset({"this"}) if is_quiet else frozenset())


@pytest.mark.parametrize(
    "counters",
    [
        [],
        [Traffic("a", 0, 0)],
        [Traffic("a", 0, 12)],
        [Traffic("a", 100, 0)],
        [Traffic("a", 100, 0), Traffic("b", 500, 0)],
        [Traffic("a", 100, 3)],
    ],
)
def test_where_there_is_nothing_to_compare_with_no_counter_is_quiet(counters: list[Traffic]) -> None:
    assert quiet.quiet_counters(counters) == frozenset()


def test_exactly_five_expected_are_enough() -> None:
    # The mean includes the counter itself: 10 of 1,000 services and 500 ratings in all.
    assert quiet.quiet_counters([Traffic("a", 990, 500), Traffic("b", 10, 0)]) == {"b"}
    assert quiet.quiet_counters([Traffic("a", 990, 499), Traffic("b", 10, 0)]) == frozenset()


@pytest.fixture
def busy(db: Database) -> Database:
    """Two counters with thirty services each over five days; one has no ratings."""
    with writing(db):
        for day in DAYS * 6:
            for counter_id in BOTH:
                a_service(db, counter_id=counter_id, finished_day=day)
    for day in DAYS * 6:
        rate_on(db, day)
    return db


def rate_on(db: Database, day: str, **changes: object) -> None:
    when = WEDNESDAY + (date.fromisoformat(day) - date(2026, 8, 19))
    rate(db, when, **changes)


def test_a_counter_that_works_and_is_not_rated_is_quiet(busy: Database) -> None:
    assert quiet.find_quiet(busy, TODAY, BOTH) == {"H44.5-2"}


def test_the_working_days_are_the_last_five_on_which_services_finished(busy: Database) -> None:
    assert quiet.working_days(busy, TODAY) == DAYS
    assert quiet.working_days(busy, date(2026, 8, 19)) == DAYS[:4]


def test_today_is_not_closed_and_does_not_count(busy: Database) -> None:
    with writing(busy):
        a_service(busy, finished_day=TODAY.isoformat())
    assert quiet.working_days(busy, TODAY) == DAYS


def test_services_imported_long_ago_say_nothing_of_today(busy: Database) -> None:
    assert quiet.find_quiet(busy, TODAY + timedelta(days=14), BOTH) == frozenset()


def test_fewer_than_five_working_days_are_too_few(busy: Database) -> None:
    assert quiet.find_quiet(busy, date(2026, 8, 19), BOTH) == frozenset()


def test_days_of_two_years_are_found_by_their_iso_weeks(db: Database) -> None:
    days = ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-04", "2027-01-05"]
    with writing(db):
        for day in days:
            a_service(db, finished_day=day)
    assert quiet.working_days(db, date(2027, 1, 6)) == days
    assert quiet.traffic(db, days, BOTH[:1]) == [Traffic("H44.5-1", 5, 0)]


def test_only_the_counters_asked_for_are_compared(busy: Database) -> None:
    assert quiet.traffic(busy, DAYS, ["H44.5-2", "H44.5-2", "gone"]) == [
        Traffic("H44.5-2", 30, 0),
        Traffic("gone", 0, 0),
    ]
    assert quiet.find_quiet(busy, TODAY, ["H44.5-2"]) == frozenset()


def test_phones_and_repeats_do_not_make_a_tablet_look_used(busy: Database) -> None:
    before = quiet.traffic(busy, DAYS, BOTH)
    rate_on(busy, DAYS[0], counter_id="H44.5-2", channel="phone", tier="poster")
    rate_on(busy, DAYS[0], counter_id="H44.5-2")
    busy.conn.execute("DROP TRIGGER rating_no_update")
    busy.conn.execute(
        "UPDATE rating SET rule = 'repeat-1' WHERE counter_id = 'H44.5-2' AND channel = 'tablet'"
    )
    assert quiet.traffic(busy, DAYS, BOTH) == before


def test_ratings_kept_for_another_reason_show_that_the_tablet_is_used(busy: Database) -> None:
    rate_on(busy, DAYS[0], counter_id="H44.5-2")
    busy.conn.execute("DROP TRIGGER rating_no_update")
    busy.conn.execute("UPDATE rating SET rule = 'closed-1' WHERE counter_id = 'H44.5-2'")
    assert quiet.traffic(busy, DAYS, BOTH)[1] == Traffic("H44.5-2", 30, 1)
