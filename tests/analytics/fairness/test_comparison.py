import ast
import inspect
import pkgutil
from pathlib import Path

import numpy as np
import pytest

from analytics import fairness
from analytics.errors import UnknownKey
from analytics.fairness import Position, Verdict, compare, gather, verdicts
from analytics.fairness.comparison import FALSE_SIGNALS
from tests.analytics.fairness.offices import Counts, officers

BEFORE = {("B", "certificate"): (39, 40), ("B", "land"): (112, 160)}
BEFORE |= {("A", "certificate"): (180, 190), ("A", "land"): (6, 10)}


def signals(counts: Counts) -> list[str]:
    found = compare(*gather(counts))
    return [
        row.key
        for row in found.rows
        if row.verdict in (Verdict.ABOVE_EXPECTATION, Verdict.BELOW_EXPECTATION)
    ]


def test_in_a_province_the_officer_with_the_hard_cases_is_the_better_one() -> None:
    others = {(f"C{at}", kind): n for at in range(9) for kind, n in PEERS.items()}

    found = compare(*gather({**BEFORE, **others}))
    a, b = found.row("A").figure, found.row("B").figure

    assert a is not None and b is not None
    assert a.rate < b.rate
    assert (a.ratio < 1, b.ratio > 1) == (True, True)


PEERS = {"certificate": (96, 100), "land": (65, 100)}


def test_beside_each_other_alone_one_has_too_few_answers_to_be_held_against() -> None:
    # B is expected what A's ten citizens said of land.
    found = compare(*gather(BEFORE))

    assert found.row("B").verdict is Verdict.NOT_ENOUGH_DATA
    assert found.row("B").figure is None


def test_29_ratings_are_not_enough_and_30_are() -> None:
    def verdict(n: int) -> Verdict:
        counts = {("one", "land"): (2, n), ("others", "land"): (700, 1000)}
        return compare(*gather(counts)).row("one").verdict

    assert verdict(29) is Verdict.NOT_ENOUGH_DATA
    assert verdict(30) is Verdict.BELOW_EXPECTATION


def test_a_bad_officer_is_below_and_a_good_one_above_and_the_rest_as_expected() -> None:
    counts = {(f"{at:02d}", "land"): (140, 200) for at in range(30)}
    counts |= {("bad", "land"): (110, 200), ("good", "land"): (170, 200)}

    found = compare(*gather(counts))

    assert found.row("bad").verdict is Verdict.BELOW_EXPECTATION
    assert found.row("good").verdict is Verdict.ABOVE_EXPECTATION
    assert verdicts(found.rows) == {
        Verdict.ABOVE_EXPECTATION: 1,
        Verdict.AS_EXPECTED: 30,
        Verdict.BELOW_EXPECTATION: 1,
        Verdict.NOT_ENOUGH_DATA: 0,
    }
    assert found.expected_false == pytest.approx(2 * FALSE_SIGNALS)


def test_each_signal_says_how_often_chance_alone_does_the_same() -> None:
    counts = {(f"{at:02d}", "land"): (140, 200) for at in range(30)} | {("bad", "land"): (110, 200)}
    rng = np.random.default_rng(1)
    dealt = rng.hypergeometric(140 * 30 + 110, 60 * 30 + 90, 200, size=400_000)

    figure = compare(*gather(counts)).row("bad").figure

    assert figure is not None
    assert figure.position is Position.BELOW_ALARM
    assert figure.false_alarm == pytest.approx((dealt <= 110).mean(), abs=3e-5)
    assert figure.rate < figure.alarm.low < figure.warning.low < figure.warning.high


def test_units_that_all_differ_are_judged_by_how_they_differ() -> None:
    rng = np.random.default_rng(3)
    counts = {
        (f"{at:02d}", "land"): (int(rng.binomial(2000, rng.normal(0.8, 0.04))), 2000) for at in range(40)
    }

    found = compare(*gather(counts))

    assert found.phi > 10
    assert len(signals(counts)) <= 2


def test_a_single_bad_one_of_few_does_not_excuse_itself() -> None:
    counts = {(f"{at}", "land"): (140, 200) for at in range(5)} | {("bad", "land"): (100, 200)}

    assert compare(*gather(counts)).phi == 1
    assert signals(counts) == ["bad"]


@pytest.mark.parametrize(
    "provinces", [60, pytest.param(3000, marks=pytest.mark.soak)], ids=["briefly", "at length"]
)
def test_alike_officers_with_different_desks_bring_a_signal_in_one_province_of_twenty_at_most(
    provinces: int,
) -> None:
    rng = np.random.default_rng(20261122)

    alarmed = sum(bool(signals(officers(rng, 40))) for _ in range(provinces))

    # Were the chance 5 %, more than three standard deviations above would come once in 700 runs.
    assert alarmed <= provinces * 0.05 + 3 * (provinces * 0.05 * 0.95) ** 0.5
    assert alarmed < provinces / 7


@pytest.mark.parametrize(
    "provinces", [40, pytest.param(1500, marks=pytest.mark.soak)], ids=["briefly", "at length"]
)
def test_one_who_is_15_points_worse_is_found_with_200_ratings_and_few_others_with_him(
    provinces: int,
) -> None:
    rng = np.random.default_rng(15)
    found = [signals(officers(rng, 40, n=200, drops={7: 0.15})) for _ in range(provinces)]

    # 93 or 94 in a hundred, beside 39 others with difficult cases and easy ones.
    assert sum("007" in keys for keys in found) >= 0.9 * provinces
    false = sum(len(keys) - ("007" in keys) for keys in found)
    assert false <= 0.15 * provinces


def test_rows_stand_in_the_order_of_keys_whatever_comes_first() -> None:
    counts = officers(np.random.default_rng(5), 12)
    cases, reference = gather(counts)
    backwards = {key: cases[key] for key in reversed(list(cases))}

    found = compare(backwards, reference)

    assert [row.key for row in found.rows] == sorted(cases)
    assert [row.key for row in found.signals(Verdict.AS_EXPECTED)] == sorted(
        row.key for row in found.rows if row.verdict is Verdict.AS_EXPECTED
    )


def test_no_function_offers_a_rank_and_nothing_is_sorted_by_anything_but_keys() -> None:
    for module in pkgutil.iter_modules(fairness.__path__):
        path = Path(fairness.__path__[0]) / f"{module.name}.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert not {"sort", "rank", "top", "best", "worst"} & set(node.name.split("_"))
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                assert name != "sort"
                assert name not in ("sorted", "max", "min") or not node.keywords, ast.dump(node)
    assert "sort" not in inspect.signature(compare).parameters


def test_a_key_that_was_not_compared_is_told() -> None:
    with pytest.raises(UnknownKey, match="'X'"):
        compare(*gather(BEFORE)).row("X")


def test_without_ratings_there_is_nobody_to_compare() -> None:
    assert compare({}, {}).rows == ()
