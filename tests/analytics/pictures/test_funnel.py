import pytest

from analytics.pictures.funnel import Funnel, Mark
from analytics.stats.funnel import exact_limits
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell
from tests.analytics.pictures.looking import drawn, share_at, texts

EN = Words("en")


def an_officer(satisfied: int, n: int, own: bool = False) -> Mark:
    return Mark(a_cell(satisfied, n - satisfied, "officer"), own)


def a_funnel(*marks: Mark, tau_squared: float = 0.0) -> Funnel:
    return Funnel("Officers", marks, 0.9, EN, tau_squared)


MANY = a_funnel(
    an_officer(90, 100), an_officer(60, 100), an_officer(150, 188, own=True), an_officer(9, 12)
)


def test_others_are_rings_and_ones_own_is_a_full_diamond() -> None:
    [rings], [own, _key] = drawn(MANY, "hl-hollow-accent"), drawn(MANY, "hl-mark-low")

    assert [round(share_at(MANY, height), 3) for height in rings.get_ydata()] == [0.9, 0.6]
    assert own.get_marker() == "D"
    assert share_at(MANY, own.get_ydata()[0]) == pytest.approx(150 / 188)
    assert "yours" in texts(MANY)


def test_nobody_is_named_and_few_ratings_make_no_point() -> None:
    assert "Without enough data: 1." in MANY.description()
    assert len(MANY.shown()) == 3
    assert not [text for text in texts(MANY) if "officer" in text.lower()]


def test_without_an_own_one_nothing_is_called_yours() -> None:
    assert "yours" not in texts(a_funnel(an_officer(90, 100)))


def test_those_outside_the_limits_are_counted() -> None:
    assert MANY.outside() == (2, 0)  # 60 of 100, and 150 of 188: 79.8 below 82.1
    assert "Below the limits of 99.8 %: 2; above: 0." in MANY.description()


def test_where_true_shares_differ_the_limits_are_wider() -> None:
    assert a_funnel(*MANY.marks, tau_squared=0.0016).outside() == (1, 0)


def test_the_curves_are_the_exact_limits() -> None:
    low_95, _high_95, low_998, _high_998, _usual = [
        line
        for line in drawn(MANY, "hl-stroke-soft")
        if len(line.get_xdata()) > 2 or line.get_linewidth() == 0.8
    ][-5:]

    smallest = round(100 * 0.85)
    assert share_at(MANY, low_95.get_ydata()[0]) == pytest.approx(
        exact_limits(smallest, 0.9).low, abs=0.002
    )
    assert share_at(MANY, low_998.get_ydata()[0]) == pytest.approx(
        exact_limits(smallest, 0.9, 0.998).low, abs=0.002
    )


def test_a_funnel_of_none_can_be_drawn() -> None:
    assert "ratings (n)" in texts(a_funnel())
    assert "Shown: 0" in a_funnel().description()


def test_a_standardised_rate_stands_for_the_raw_one_where_the_cell_is_shown() -> None:
    easy = Mark(a_cell(95, 5, "officer"), standardised=0.7)
    hidden = Mark(a_cell(9, 1, "officer"), standardised=0.5)
    funnel = a_funnel(easy, hidden)

    [ring] = drawn(funnel, "hl-hollow-accent")
    assert [round(share_at(funnel, height), 3) for height in ring.get_ydata()] == [0.7]
    assert funnel.outside() == (1, 0)
