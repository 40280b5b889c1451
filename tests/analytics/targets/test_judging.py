import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analytics.disclosure import Cell, State, disclose
from analytics.editions.model import Edition
from analytics.indices import Share
from analytics.periods import parse
from analytics.stats.intervals import wilson_interval
from analytics.targets import Commitment, TargetVerdict, judge, judged
from tests.analytics.targets.editions import an_edition

PASS, FAIL = TargetVerdict.PASS, TargetVerdict.FAIL
TOO_EARLY, NOT_SHOWN = TargetVerdict.TOO_EARLY, TargetVerdict.NOT_SHOWN


def shown(count: int, n: int) -> Cell:
    return Cell(State.SHOWN, n, 10, Share(count, n, wilson_interval(count, n)))


@pytest.mark.parametrize(
    ("count", "n", "verdict"),
    [
        (190, 200, PASS),  # Wilson 91.0 to 97.3
        (184, 200, TOO_EARLY),  # 87.4 to 95.0: above the target, but not for certain
        (160, 200, FAIL),  # 73.9 to 85.0
        (19, 20, TOO_EARLY),
    ],
)
def test_answers_meet_a_target_of_90_percent_only_with_the_whole_interval(
    count: int, n: int, verdict: TargetVerdict
) -> None:
    assert judge(shown(count, n), 0.90) is verdict


@given(st.integers(10, 400), st.data())
def test_scipys_interval_gives_the_same_verdict(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    interval = binomtest(count, n).proportion_ci(method="wilson")

    verdict = judge(shown(count, n), 0.85)

    assert (verdict is PASS) == (interval.low >= 0.85)
    assert (verdict is FAIL) == (interval.high < 0.85)


@given(st.integers(10, 300), st.integers(1, 100), st.data())
def test_more_satisfied_never_make_a_verdict_worse(n: int, percent: int, data: st.DataObject) -> None:
    order = [FAIL, TOO_EARLY, PASS]
    count = data.draw(st.integers(0, n - 1))

    before, after = (judge(shown(k, n), percent / 100) for k in (count, count + 1))

    assert order.index(before) <= order.index(after)


def test_what_was_counted_is_decided_by_the_share_itself_but_only_at_the_end() -> None:
    cell = Cell(State.SHOWN, 1000, 10, Share(900, 1000))

    assert judge(cell, 0.90, sampled=False) is PASS
    assert judge(cell, 0.901, sampled=False) is FAIL
    assert judge(cell, 0.80, sampled=False, ended=False) is TOO_EARLY


@pytest.mark.parametrize("state", [State.TOO_FEW, State.EMPTY, State.WITHHELD])
def test_a_cell_that_is_not_shown_has_no_verdict(state: State) -> None:
    assert judge(Cell(state, 25, 30), 0.5) is NOT_SHOWN


@given(st.integers(1, 60), st.data(), st.integers(1, 100))
def test_counts_that_are_published_alike_have_the_same_verdict(
    n: int, data: st.DataObject, percent: int
) -> None:
    one, other = (data.draw(st.integers(0, n)) for _ in range(2))
    cells = [disclose("officer", Share(count, n, wilson_interval(count, n))) for count in (one, other)]

    if cells[0] == cells[1]:
        assert judge(cells[0], percent / 100) is judge(cells[1], percent / 100)
    for cell in cells:
        if cell.share is None and cell.state is not State.AT_LEAST and cell.state is not State.AT_MOST:
            assert judge(cell, percent / 100) is NOT_SHOWN


@given(st.integers(20, 400), st.integers(1, 99), st.data())
def test_a_bound_has_a_verdict_exactly_if_all_counts_within_it_have_the_same(
    n: int, percent: int, data: st.DataObject
) -> None:
    fewest = data.draw(st.integers(0, n))
    most = data.draw(st.integers(fewest, n))
    cell = Cell(State.BETWEEN, n, 10, None, fewest / n, most / n)

    each = {judge(shown(count, n), percent / 100) for count in range(fewest, most + 1)}

    assert judge(cell, percent / 100) is (each.pop() if len(each) == 1 else NOT_SHOWN)


def test_at_least_95_percent_meets_90_with_many_answers_and_leaves_99_open() -> None:
    cell = Cell(State.AT_LEAST, 300, 10)

    assert judge(cell, 0.90) is PASS
    assert judge(cell, 0.99) is NOT_SHOWN
    assert judge(Cell(State.AT_MOST, 300, 10), 0.90) is FAIL


@pytest.mark.parametrize("target", [0.0, 1.1])
def test_a_target_that_cannot_be_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="target"):
        judge(shown(5, 10), target)


def of_august(*commitments: Commitment) -> list[TargetVerdict]:
    edition: Edition = an_edition("2026-08", {"H44.5": shown(190, 200)}, total=shown(1500, 2000))
    return [it.verdict for it in judged(edition, commitments)]


def test_an_edition_judges_units_and_the_total_from_their_own_cells() -> None:
    august = parse("2026-08")

    found = of_august(
        Commitment("H44.5", "satisfaction", august, 0.9),
        Commitment("total", "satisfaction", august, 0.9),
        Commitment("H44.9", "satisfaction", august, 0.9),
    )

    assert found == [PASS, FAIL, NOT_SHOWN]


def test_a_target_of_the_year_is_held_against_a_month_of_it_and_not_of_another() -> None:
    commitments = [
        Commitment("H44.5", "satisfaction", parse(text), 0.9) for text in ("2026", "2026-Q3", "2025")
    ]
    edition = an_edition("2026-08", {"H44.5": shown(190, 200)}, total=shown(1500, 2000))

    found = judged(edition, commitments)

    assert [(str(it.commitment.period), it.ended) for it in found] == [
        ("2026", False),
        ("2026-Q3", False),
    ]
