import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.control import LEAST_WEEKS, control
from analytics.disclosure import Cell
from analytics.stats.pchart import p_chart
from tests.analytics.pictures.cells_by_hand import a_cell


def weeks(*answers: tuple[int, int]) -> list[Cell]:
    return [a_cell(*pair) for pair in answers]


CALM = [(90, 10), (88, 12), (91, 9), (89, 11), (90, 10), (87, 13), (92, 8), (89, 11), (90, 10)]


def test_the_newest_week_is_judged_by_those_before_it() -> None:
    found = control(weeks(*CALM, (60, 40)))

    assert found is not None
    assert found.centre == pytest.approx(sum(good for good, _bad in CALM) / 900)
    assert found.signals == (9,)
    judged = found.weeks[9]
    assert judged is not None
    assert (judged.rule, judged.side) == ("beyond three", -1)


def test_a_rise_stands_out_upwards() -> None:
    found = control(weeks(*[(60, 40), (63, 37)] * 5, (95, 5)))

    assert found is not None
    assert [week.side for week in found.weeks if week and week.rule] == [1]


def test_steady_weeks_do_not_stand_out() -> None:
    found = control(weeks(*CALM, (86, 14)))

    assert found is not None
    assert found.signals == ()
    assert not found.widened


def test_limits_are_never_narrower_than_shewharts_even_where_weeks_are_all_alike() -> None:
    found = control(weeks(*[(90, 10)] * 12))

    plain = p_chart([(90, 100)] * 12)
    assert found is not None
    assert found.weeks[0] is not None
    assert (found.weeks[0].low, found.weeks[0].high) == pytest.approx(plain.limits(0))


def test_where_thousands_answer_a_week_limits_are_widened_to_how_weeks_vary() -> None:
    found = control(weeks(*[(9000, 1000), (9200, 800), (8900, 1100)] * 4, (8800, 1200)))

    assert found is not None
    assert found.widened
    assert found.signals == ()  # on a plain p-chart it would be out: 2 points below, sigma 0.3


@pytest.mark.parametrize("known", [0, 1, LEAST_WEEKS])
def test_too_few_weeks_have_no_limits(known: int) -> None:
    assert control(weeks(*[(90, 10)] * known)) is None


def test_weeks_all_of_one_kind_have_no_limits() -> None:
    assert control(weeks(*[(100, 0)] * 12)) is None


def test_what_is_withheld_goes_into_no_limit_and_has_none() -> None:
    with_gap = control(weeks(*CALM[:4], (1, 3), *CALM[4:], (89, 11)))
    without = control(weeks(*CALM, (89, 11)))

    assert with_gap is not None
    assert without is not None
    assert with_gap.weeks[4] is None
    assert with_gap.centre == without.centre
    assert [week for week in with_gap.weeks if week] == list(without.weeks)


def test_weeks_before_another_way_of_asking_are_not_judged_and_say_nothing() -> None:
    found = control(weeks(*[(50, 50)] * 5, *CALM, (89, 11)), begin=5)

    assert found is not None
    assert found.weeks[:5] == (None,) * 5
    assert found.signals == ()


@given(st.lists(st.integers(20, 95), min_size=LEAST_WEEKS + 1, max_size=20))
def test_every_shown_week_has_limits_around_the_centre(good: list[int]) -> None:
    found = control(weeks(*[(k, 100 - k) for k in good]))

    assert found is not None
    assert all(week and 0 <= week.low <= found.centre <= week.high <= 1 for week in found.weeks)
