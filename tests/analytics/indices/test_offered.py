import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.counts import Counts
from analytics.indices import (
    METHODS,
    Index,
    Petitions,
    dossier_index,
    response_index,
    satisfaction_index,
    service_points,
)
from tests.analytics.worked_example import WORKED


@st.composite
def possible(draw: st.DrawFn) -> Counts:
    """Counts of some dossiers, of which each was answered once at most."""
    satisfied, unsatisfied, silent, failed = draw(st.tuples(*[st.integers(0, 50)] * 4))
    answered_failed = draw(st.integers(0, failed))
    return Counts(
        satisfied=satisfied,
        unsatisfied=unsatisfied,
        services=satisfied + unsatisfied + silent + failed,
        overdue=failed,
        failed=failed,
        tied=satisfied + unsatisfied + answered_failed,
        tied_satisfied=satisfied,
        tied_unsatisfied=unsatisfied,
    )


def test_the_worked_example_has_its_three_figures_and_the_bounds_of_silence() -> None:
    satisfaction, dossiers = satisfaction_index(WORKED), dossier_index(WORKED)

    assert satisfaction.value == pytest.approx(0.90)
    assert satisfaction.interval is not None
    assert satisfaction.interval.rounded(4).low == 0.8506
    assert dossiers.value == pytest.approx(0.95)
    assert (satisfaction.n, dossiers.n) == (200, 1000)
    assert dossiers.bounds == pytest.approx((0.18, 0.95))
    assert response_index(WORKED).value == pytest.approx(0.20)


def test_the_response_rate_has_the_interval_that_scipy_gives() -> None:
    index = response_index(WORKED)

    theirs = binomtest(200, 1000).proportion_ci(method="wilson")
    assert index.interval is not None
    assert (index.interval.low, index.interval.high) == pytest.approx((theirs.low, theirs.high))


def test_dossiers_are_counted_and_not_sampled_so_that_they_have_no_interval() -> None:
    assert dossier_index(WORKED).interval is None


def test_without_any_answer_the_dossiers_tell_of_failures_alone() -> None:
    index = dossier_index(Counts(services=10, overdue=3, failed=3, tied=1))

    assert index.value == pytest.approx(0.7)
    assert index.absent == ("rated_unsatisfied",)
    assert index.bounds == pytest.approx((0.0, 0.7))


def test_nothing_gives_indices_without_a_share() -> None:
    for index in (satisfaction_index(Counts()), response_index(Counts()), dossier_index(Counts())):
        assert (index.share, index.value, index.interval, index.n) == (None, None, None, 0)
        assert index.absent
        assert index.present == ()


@given(possible())
def test_every_index_names_its_method_and_lies_within_its_interval_or_bounds(counts: Counts) -> None:
    indices: list[Index] = [satisfaction_index(counts), response_index(counts), dossier_index(counts)]

    for index in indices:
        assert index.method in METHODS
        assert bool(index.share) == bool(index.present)
        if index.value is not None and index.interval is not None:
            assert index.interval.low <= index.value <= index.interval.high
        if index.value is not None and index.bounds is not None:
            assert 0 <= index.bounds[0] <= index.value == index.bounds[1] <= 1


@given(possible())
def test_whatever_the_silent_had_said_the_dossier_rate_lies_within_its_bounds(counts: Counts) -> None:
    index = dossier_index(counts)
    silent = counts.services - counts.failed - counts.tied_satisfied - counts.tied_unsatisfied

    if index.bounds is not None:
        had_all_been_unsatisfied = counts.services - counts.failed - counts.tied_unsatisfied - silent
        assert index.bounds[0] == pytest.approx(had_all_been_unsatisfied / counts.services)


def test_the_points_of_a_kiosk_alone_are_six_at_most_and_say_what_is_missing() -> None:
    found = service_points(WORKED)

    assert (found.points, found.out_of) == (6.0, 6.0)
    assert found.absent == ("petitions_on_time", "petitions_satisfied")
    assert (found.dossiers, found.method in METHODS) == (1000, True)


def test_no_dossiers_have_no_points_and_no_petitions_all_of_them() -> None:
    found = service_points(Counts(), Petitions(0, 0, 0))

    assert found.parts == {"dossiers": 0.0, "petitions_on_time": 6.0, "petitions_satisfied": 6.0}


def test_dossiers_that_contradict_their_answers_have_no_points() -> None:
    found = service_points(Counts(services=1, tied=2, tied_unsatisfied=2), Petitions(2, 1, 1))

    assert found.absent == ("dossiers",)
    assert (found.points, found.out_of) == (6.0, 12.0)
