"""p-charts against the worked examples of Montgomery's textbook."""

import pytest

from analytics.stats.pchart import p_chart

# Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., section 7.2.1: leaking
# cans of frozen orange juice among 50, in 30 samples.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11]
CANS += [20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
SAMPLES = [(count, 50) for count in CANS]

# The same, section 7.2.2: purchase orders with errors, in 25 weeks of different size.
ERRORS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDERS = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120]
ORDERS += [110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90]
WEEKS = list(zip(ERRORS, ORDERS, strict=True))


def test_the_orange_juice_cans_have_montgomerys_chart() -> None:
    chart = p_chart(SAMPLES)

    assert round(chart.centre, 4) == 0.2313
    assert tuple(round(limit, 4) for limit in chart.limits(0)) == (0.0524, 0.4102)
    assert [at + 1 for at in chart.outside] == [15, 23]


def test_without_the_two_samples_the_cans_have_montgomerys_revised_chart() -> None:
    usual = [sample for at, sample in enumerate(SAMPLES, 1) if at not in (15, 23)]

    chart = p_chart(SAMPLES, reference=usual)

    assert round(chart.centre, 4) == 0.2150
    assert tuple(round(limit, 4) for limit in chart.limits(0)) == (0.0407, 0.3893)
    assert [at + 1 for at in chart.outside] == [15, 21, 23]


@pytest.mark.parametrize(
    ("orders", "upper"), [(80, 0.194), (90, 0.189), (100, 0.184), (110, 0.180), (120, 0.176)]
)
def test_orders_have_montgomerys_limits_for_each_weeks_own_size(orders: int, upper: float) -> None:
    chart = p_chart(WEEKS)
    # He rounds the centre, 234 / 2450 = 0.0955, to 0.096 before he computes the limits.
    assert round(chart.centre, 4) == 0.0955

    assert chart.limits(ORDERS.index(orders))[1] == pytest.approx(upper, abs=0.0011)


def test_the_eleventh_week_of_orders_alone_is_out() -> None:
    assert [at + 1 for at in p_chart(WEEKS).outside] == [11]
