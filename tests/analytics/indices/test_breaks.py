import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analytics.indices import find_breaks, unbroken
from analytics.periods import Period
from analytics.weeks import Week, span

WEEKS = span(Week.of(date(2026, 8, 19)), 12)
Series = list[tuple[Period, dict[str, int]]]

mixes = st.lists(
    st.dictionaries(st.sampled_from(["tablet", "receipt", "rotating"]), st.integers(0, 400)),
    min_size=1,
    max_size=12,
)


def a_series(*mixes: dict[str, int]) -> Series:
    return list(zip(WEEKS, mixes, strict=False))


def test_slips_that_take_over_from_tablets_break_the_series_once() -> None:
    tablets, slips = {"tablet": 300, "receipt": 5}, {"tablet": 40, "receipt": 260}

    found = find_breaks(a_series(tablets, tablets, slips, slips))

    assert [one.period for one in found] == [WEEKS[2]]
    assert found[0].way in {"tablet", "receipt"}
    assert abs(found[0].change.value) > 0.8


def test_a_slow_drift_breaks_it_once_it_has_gone_far_enough() -> None:
    drift = [{"tablet": 1000 - 70 * week, "receipt": 70 * week} for week in range(12)]

    found = find_breaks(a_series(*drift))

    assert found
    assert found[0].period in WEEKS[3:]
    assert abs(found[0].change.value) < 0.5


def test_a_few_answers_break_nothing() -> None:
    assert find_breaks(a_series({"tablet": 300}, {"receipt": 2}, {"tablet": 300})) == []


def test_periods_without_answers_are_passed_over() -> None:
    found = find_breaks(a_series({"tablet": 200}, {}, {}, {"receipt": 200}))

    assert [one.period for one in found] == [WEEKS[3]]


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 50)), st.lists(st.integers(0, 9), max_size=12)
)
def test_the_same_mix_never_breaks_however_much_of_it_comes(
    mix: dict[str, int], times: list[int]
) -> None:
    series = a_series(*({way: n * factor for way, n in mix.items()} for factor in times))

    assert find_breaks(series) == []


@given(mixes)
def test_a_way_that_breaks_a_series_changed_by_more_than_the_least(
    given_mixes: list[dict[str, int]],
) -> None:
    for one in find_breaks(a_series(*given_mixes)):
        assert abs(one.change.value) > 0.2
        assert one.change.excludes_zero


@given(mixes)
def test_stretches_hold_every_period_once_and_begin_at_the_breaks(
    given_mixes: list[dict[str, int]],
) -> None:
    series = a_series(*given_mixes)
    periods, breaks = [period for period, _ in series], find_breaks(series)

    stretches = unbroken(periods, breaks)

    assert [period for stretch in stretches for period in stretch] == periods
    assert [stretch[0] for stretch in stretches[1:]] == [one.period for one in breaks]


def test_chance_alone_breaks_none_of_a_thousand_series() -> None:
    draw = random.Random(5)  # noqa: S311
    weeks = [Week.of(date(2026, 1, 7) + timedelta(weeks=number)) for number in range(10)]

    for _ in range(1000):
        n = draw.choice([5, 20, 80])
        tablets = [sum(draw.random() < 0.6 for _ in range(n)) for _ in weeks]
        series = [
            (week, {"tablet": k, "receipt": n - k}) for week, k in zip(weeks, tablets, strict=True)
        ]
        assert find_breaks(series) == []
