import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure import Cell, State
from analytics.pictures.pareto import Bar, Pareto
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_share
from tests.analytics.pictures.looking import NARROW, drawn, texts

HIDDEN = Bar("Phí", Cell(State.TOO_FEW, 4, 10))


def a_pareto(*counts: int, hidden: tuple[Bar, ...] = ()) -> Pareto:
    bars = tuple(Bar(f"Lý do {at}", a_share(count, 74)) for at, count in enumerate(counts))
    return Pareto("Vì sao không hài lòng", 74, bars + hidden, Words("vi"))


USUAL = a_pareto(14, 31, 18, 11, hidden=(HIDDEN,))


def test_the_most_frequent_comes_first_whatever_the_order_given() -> None:
    assert [bar.count for bar, _so_far in USUAL.ranked()] == [31, 18, 14, 11]


def test_mentions_are_cumulated_to_all_of_what_is_shown() -> None:
    assert [so_far for _bar, so_far in USUAL.ranked()] == pytest.approx([31 / 74, 49 / 74, 63 / 74, 1])


def test_the_vital_few_are_those_that_together_reach_four_fifths() -> None:
    assert [bar.count for bar in USUAL.vital()] == [31, 18, 14]
    assert [bar.count for bar in a_pareto(40, 10).vital()] == [40]  # exactly four fifths


def test_a_bar_is_as_long_as_its_share_and_has_its_interval_on_it() -> None:
    bars, whiskers = drawn(USUAL, "hl-fill-low"), drawn(USUAL, "hl-stroke-whisker")

    lengths = [bar.get_path().vertices[:, 0].max() - bar.get_path().vertices[:, 0].min() for bar in bars]
    assert lengths[0] / lengths[1] == pytest.approx(31 / 18)
    assert len(whiskers) == 3 * len(bars)


def test_a_reason_that_few_named_is_told_by_name_alone() -> None:
    assert "Phí" not in texts(USUAL)
    assert USUAL.description().endswith("Quá ít, không nêu riêng: Phí.")


def test_the_description_tells_each_share_with_its_interval_and_base() -> None:
    assert "Lý do 1: 41,9\u00a0% (31,3–53,3), n = 74" in USUAL.description()


def test_on_a_phone_names_stand_above_their_bars() -> None:
    assert {"Lý do 0", "31"} <= set(texts(USUAL, NARROW))


def test_without_reasons_there_is_an_empty_picture_and_nobody_stumbles() -> None:
    assert a_pareto().vital() == []
    assert drawn(a_pareto(), "hl-fill-low") == []


@given(st.lists(st.integers(1, 74), min_size=1, max_size=12))
def test_the_vital_few_reach_four_fifths_and_with_one_less_they_would_not(counts: list[int]) -> None:
    vital = [bar.count for bar in a_pareto(*counts).vital()]

    assert sum(vital) >= 0.8 * sum(counts)
    assert sum(vital[:-1]) < 0.8 * sum(counts)
