import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.counts import Counts, NotCounted
from analytics.indices import (
    Share,
    dossier_points,
    dossier_satisfaction,
    excluded_answers,
    petition_points,
    response_rate,
    satisfaction_rate,
    satisfaction_with_excluded,
    tied_answers,
)
from tests.analytics.worked_example import WORKED


def test_the_worked_example_gives_its_three_different_rates() -> None:
    satisfaction, dossiers = satisfaction_rate(WORKED), dossier_satisfaction(WORKED)
    response = response_rate(WORKED)

    assert satisfaction is not None
    assert dossiers is not None
    assert response is not None
    assert satisfaction.value == pytest.approx(0.90)
    assert satisfaction.interval is not None
    assert satisfaction.interval.rounded(4).low == 0.8506
    assert satisfaction.interval.rounded(4).high == 0.9343
    assert dossiers.value == pytest.approx(0.95)
    assert response.value == pytest.approx(0.20)


def test_every_rate_keeps_its_base() -> None:
    rates = (satisfaction_rate(WORKED), dossier_satisfaction(WORKED), response_rate(WORKED))

    assert [rate.n if rate else None for rate in rates] == [200, 1000, 1000]


def test_the_answers_behind_the_dossier_rate_are_those_it_can_be_taken_apart_into() -> None:
    answers, dossiers = tied_answers(WORKED), dossier_satisfaction(WORKED)

    assert answers is not None
    assert dossiers is not None
    assert (answers.count, answers.n) == (180, 200)
    assert WORKED.services - WORKED.failed - dossiers.count == answers.n - answers.count


def test_nothing_at_all_has_no_rates() -> None:
    assert satisfaction_rate(Counts()) is None
    assert satisfaction_with_excluded(Counts()) is None
    assert excluded_answers(Counts(not_counted=(NotCounted("poster", 2, 3),))) is None
    assert dossier_satisfaction(Counts()) is None
    assert response_rate(Counts()) is None
    assert tied_answers(Counts(services=9, tied=3)) is None


def test_what_is_not_counted_leaves_the_rate_alone() -> None:
    counts = Counts(
        satisfied=9,
        unsatisfied=1,
        not_counted=(NotCounted("poster", 0, 50), NotCounted("repeat-1", 2, 8)),
    )

    with_rules, excluded = satisfaction_with_excluded(counts), excluded_answers(counts)

    share = satisfaction_rate(counts)
    assert share is not None
    assert (share.count, share.n) == (9, 10)
    assert with_rules is not None
    assert (with_rules.count, with_rules.n) == (11, 20)  # the unverified stay out even here
    assert excluded is not None
    assert (excluded.count, excluded.n) == (2, 10)


def test_where_rules_left_out_nothing_both_rates_are_the_same() -> None:
    counts = Counts(satisfied=9, unsatisfied=1, not_counted=(NotCounted("poster", 5, 5),))

    assert satisfaction_with_excluded(counts) == satisfaction_rate(counts)


def test_every_service_may_be_rated_and_every_dossier_be_bad() -> None:
    counts = Counts(services=10, failed=4, tied=10, tied_unsatisfied=6)

    assert response_rate(counts) == Share(10, 10)
    assert dossier_satisfaction(counts) == Share(0, 10)


@pytest.mark.parametrize(
    ("count", "n", "equal"), [(0, 5, True), (1, 5, False), (4, 5, False), (5, 5, True)]
)
def test_a_share_of_none_or_all_tells_what_each_one_was(count: int, n: int, equal: bool) -> None:
    assert Share(count, n).all_equal is equal


def test_ratings_of_services_recorded_elsewhere_give_no_rate() -> None:
    counts = Counts(services=1, tied=2, tied_unsatisfied=2)

    assert response_rate(counts) is None
    assert dossier_satisfaction(counts) is None


def test_silence_counts_as_satisfied_in_the_dossier_rate_only() -> None:
    silent = Counts(services=10)

    share = dossier_satisfaction(silent)

    assert share is not None
    assert share.value == 1.0
    assert satisfaction_rate(silent) is None


@pytest.mark.parametrize(
    ("rate", "points"),
    [(None, 0.0), (0.0, 0.0), (0.45, 3.0), (0.9, 6.0), (0.95, 6.0), (1.0, 6.0), (0.89, 5.9333)],
)
def test_dossier_points_rise_to_six_at_ninety_percent(rate: float | None, points: float) -> None:
    assert dossier_points(rate) == pytest.approx(points, abs=0.0001)


@pytest.mark.parametrize(
    ("good", "petitions", "points"), [(0, 0, 6.0), (0, 4, 0.0), (3, 4, 4.5), (4, 4, 6.0)]
)
def test_petition_points_are_full_without_petitions(good: int, petitions: int, points: float) -> None:
    assert petition_points(good, petitions) == pytest.approx(points)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_rate_never_has_fewer_points(a: float, b: float) -> None:
    low, high = sorted((a, b))

    assert 0 <= dossier_points(low) <= dossier_points(high) <= 6
