from dataclasses import replace

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
    assert [bar.low for bar, _so_far in USUAL.ranked()] == [31, 18, 14, 11]


def test_mentions_are_cumulated_to_all_of_what_is_shown() -> None:
    assert [so_far for _bar, so_far in USUAL.ranked()] == pytest.approx([31 / 74, 49 / 74, 63 / 74, 1])


def test_the_vital_few_are_those_that_together_reach_four_fifths() -> None:
    assert [bar.low for bar in USUAL.vital()] == [31, 18, 14]
    assert [bar.low for bar in a_pareto(40, 10).vital()] == [40]  # exactly four fifths


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


def within(name: str, low: int, high: int) -> Bar:
    return Bar(name, Cell(State.BETWEEN, 74, 10, None, low / 74, high / 74), (low, high))


def withheld(name: str, most: int) -> Bar:
    return Bar(name, Cell(State.WITHHELD, 74, 10), ceiling=most)


def test_what_lies_between_two_numbers_ranks_by_the_lower_one() -> None:
    pareto = a_pareto(25, hidden=(within("Trong khoảng", 24, 40), within("Ít hơn", 10, 12)))

    assert [bar.text(pareto.words) for bar, _so_far in pareto.ranked()] == ["25", "24–40", "10–12"]
    # No less than: the first of 25 + 40 + 12, the first two of 25 + 24 + 12.
    assert [so_far for _bar, so_far in pareto.ranked()] == pytest.approx([25 / 77, 49 / 61, 1])
    assert {"24–40", "cộng dồn, từ"} <= set(texts(pareto))


def test_the_bar_of_a_step_reaches_its_lower_end_and_a_lighter_part_the_upper_one() -> None:
    pareto = a_pareto(hidden=(within("Trong khoảng", 20, 30),))
    [dark], [light] = drawn(pareto, "hl-fill-low"), drawn(pareto, "hl-fill-whisker")
    dark_xs, light_xs = dark.get_path().vertices[:, 0], light.get_path().vertices[:, 0]

    assert dark_xs.max() == pytest.approx(light_xs.min())
    assert (light_xs.max() - light_xs.min()) / (dark_xs.max() - dark_xs.min()) == pytest.approx(0.5)


def test_what_is_withheld_is_told_apart_from_what_too_few_named() -> None:
    told = a_pareto(30, hidden=(HIDDEN, withheld("Đúng hẹn", 60))).description()

    assert "Không công bố, vì sẽ làm lộ số liệu khác: Đúng hẹn. Quá ít, không nêu riêng: Phí." in told


@pytest.mark.parametrize(
    ("others", "first", "certain"),
    [
        ((), ["Lý do 0"], True),
        ((within("Bước", 20, 30),), ["Lý do 0"], True),
        ((within("Bước", 20, 31),), ["Lý do 0", "Bước"], True),
        ((withheld("Đúng hẹn", 30),), ["Lý do 0"], True),
        ((withheld("Đúng hẹn", 31),), ["Lý do 0"], False),
    ],
)
def test_the_first_is_certain_only_where_nothing_hidden_may_be_more(
    others: tuple[Bar, ...], first: list[str], certain: bool
) -> None:
    bars, is_certain = a_pareto(30, hidden=others).first()

    assert ([bar.name for bar in bars], is_certain) == (first, certain)


@given(st.lists(st.integers(1, 74), min_size=1, max_size=12))
def test_the_vital_few_reach_four_fifths_and_with_one_less_they_would_not(counts: list[int]) -> None:
    vital = [bar.low for bar in a_pareto(*counts).vital()]

    assert sum(vital) >= 0.8 * sum(counts)
    assert sum(vital[:-1]) < 0.8 * sum(counts)


def test_what_is_not_even_listed_may_be_what_is_named_most() -> None:
    named = a_pareto(8, 3)

    assert named.first()[1]
    assert not replace(named, unlisted=9).first()[1]
    assert replace(a_pareto(12, 3), unlisted=9).first()[1]
    assert "dưới 10 người dân" in replace(named, unlisted=9).description()
