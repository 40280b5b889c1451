from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from analytics.disclosure import Cell, State
from analytics.editions.model import Row
from analytics.simplify import Hurt, rank
from tests.analytics.pictures.cells_by_hand import a_cell, a_share

NOTHING = Cell(State.EMPTY, 0, 10)


def a_row(key: str, satisfied: int, n: int, services: int = 0) -> Row:
    return Row(
        kind="procedure",
        key=key,
        name=None,
        satisfaction=a_cell(satisfied, n - satisfied, "procedure"),
        response=NOTHING,
        responses=0,
        services=services,
        dossier=NOTHING,
        points=None,
        not_counted=(),
        with_excluded=NOTHING,
    )


LAND = a_row("1.000001", 140, 200, 900)
BIRTH = a_row("1.000002", 380, 400, 2000)
COPIES = a_row("1.000003", 930, 1000, 5000)
RARE = a_row("1.000004", 3, 5, 9)
TOTAL = a_share(140 + 380 + 930 + 3, 1605)


def the_land() -> Hurt:
    [first, *_rest] = rank(TOTAL, [COPIES, BIRTH, LAND, RARE]).clear
    return first


def test_citizens_hurt_are_dossiers_times_dissatisfaction_above_that_of_all_others() -> None:
    land = the_land()

    # 60 of 200 unsatisfied against 92 of 1405 others: .3 - .065480, of 900 dossiers.
    assert land.row is LAND
    assert land.citizens == pytest.approx(900 * (60 / 200 - 92 / 1405))
    assert land.certain == 60


def test_the_interval_is_newcombes_times_the_dossiers() -> None:
    land = binomtest(60, 200).proportion_ci(method="wilson")
    others = binomtest(92, 1405).proportion_ci(method="wilson")
    excess = 60 / 200 - 92 / 1405

    low, high = the_land().interval
    assert low == pytest.approx(900 * (excess - hypot(0.3 - land.low, others.high - 92 / 1405)))
    assert high == pytest.approx(900 * (excess + hypot(land.high - 0.3, 92 / 1405 - others.low)))


def test_the_chance_of_a_false_alarm_is_the_exact_binomial_tail() -> None:
    assert the_land().false_alarm == pytest.approx(binom.sf(59, 200, 92 / 1405), rel=1e-9)


def test_only_what_stands_out_is_ranked_and_the_rest_is_in_no_order() -> None:
    found = rank(TOTAL, [COPIES, BIRTH, LAND, RARE])

    assert [hurt.row.key for hurt in found.clear] == ["1.000001"]
    assert [hurt.row.key for hurt in found.unclear] == ["1.000002", "1.000003"]
    assert [row.key for row in found.thin] == ["1.000004"]
    assert found.compared == 3
    assert found.expected == pytest.approx(1 - 1453 / 1605)


def test_most_citizens_come_first_not_the_worst_rate() -> None:
    worst, busiest = a_row("1.1", 20, 40, 50), a_row("1.2", 800, 1000, 6000)
    total = a_share(20 + 800 + 4800, 40 + 1000 + 5000)

    found = rank(total, [worst, busiest])

    assert [hurt.row.key for hurt in found.clear] == ["1.2", "1.1"]


def test_where_the_record_knows_no_dossiers_the_ratings_stand_for_them_and_it_says_so() -> None:
    alone = rank(TOTAL, [a_row("1.000001", 140, 200), COPIES, BIRTH]).clear[0]

    assert alone.of_ratings
    assert alone.dossiers == 200
    assert not the_land().of_ratings


def test_without_a_published_total_nothing_can_be_expected() -> None:
    found = rank(Cell(State.WITHHELD, 1605, 10), [LAND, BIRTH])

    assert found.clear == found.unclear == ()
    assert len(found.thin) == 2
    assert found.expected is None


def test_a_procedure_that_is_all_there_is_has_no_others_to_be_held_against() -> None:
    found = rank(a_share(140, 200), [LAND])

    assert found.clear == ()
    assert found.thin == (LAND,)


def test_what_nobody_knew_is_no_procedure() -> None:
    assert rank(TOTAL, [a_row("", 10, 100)]).thin == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12))
def test_every_procedure_stands_in_exactly_one_place(pairs: list[tuple[int, int]]) -> None:
    rows = [a_row(f"1.{at:06}", good, good + bad, 100) for at, (good, bad) in enumerate(pairs)]
    total = a_share(sum(g for g, _b in pairs) + 50, sum(g + b for g, b in pairs) + 60)

    found = rank(total, rows)

    places = [*(h.row.key for h in (*found.clear, *found.unclear)), *(row.key for row in found.thin)]
    assert sorted(places) == sorted(row.key for row in rows)
    assert all(hurt.citizens > 0 and hurt.interval[0] > 0 for hurt in found.clear)
    assert list(found.clear) == sorted(found.clear, key=lambda hurt: -hurt.citizens)


def test_among_procedures_that_are_all_alike_hardly_any_is_ranked() -> None:
    draws = binom.rvs(80, 0.1, size=(40, 30), random_state=1)
    ranked = 0
    for bad in draws:
        rows = [a_row(f"1.{at:06}", 80 - k, 80, 300) for at, k in enumerate(bad)]
        ranked += bool(rank(a_share(80 * 30 - int(bad.sum()), 80 * 30), rows).clear)
    assert ranked <= 6  # 5 % of 40 months, and some luck
