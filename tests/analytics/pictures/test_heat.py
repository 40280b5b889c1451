import pytest

from analytics.disclosure import Cell, State
from analytics.pictures.heat import HeatMap, Slot
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell
from tests.analytics.pictures.looking import NARROW, drawn, texts

VI, EN = Words("vi"), Words("en")


def a_map(*slots: Slot, words: Words = VI) -> HeatMap:
    return HeatMap("Phường Việt Trì", slots, words)


BUSY = a_map(
    Slot(1, 8, a_cell(30, 20), differs=-1),
    Slot(1, 9, a_cell(45, 5)),
    Slot(2, 8, a_cell(1, 2)),
    Slot(2, 9, a_cell(40, 0)),
)


def test_each_hour_has_its_share_in_whole_percent() -> None:
    found = texts(BUSY)

    assert "60" in found
    assert "90" in found
    assert "≥95" in found
    assert {"Thứ 2", "Thứ 3"} <= set(found)
    assert {"8", "9"} <= set(found)


def test_an_hour_with_few_ratings_is_grey_with_a_dash_and_no_number() -> None:
    found = texts(BUSY)

    assert "–" in found
    assert "33" not in found
    assert len(drawn(BUSY, "hl-fill-empty")) == 2  # the hour, and what the key says of grey


@pytest.mark.parametrize(
    ("satisfied", "ink"),
    [(96, "heat1"), (95, "heat1"), (94, "heat2"), (80, "heat3"), (70, "heat4"), (69, "heat5")],
)
def test_the_fewer_are_satisfied_the_darker_and_each_edge_belongs_to_the_lighter(
    satisfied: int, ink: str
) -> None:
    picture = a_map(Slot(1, 8, a_cell(satisfied, 100 - satisfied)))

    assert len(drawn(picture, f"hl-fill-{ink}")) == 2  # the hour and the key
    assert len(drawn(picture, "hl-fill-heat3")) == (2 if ink == "heat3" else 1)


def test_what_clearly_differs_is_framed_and_named() -> None:
    frames = [line for line in drawn(BUSY, "hl-stroke-ink") if len(line.get_xdata()) == 5]

    assert len(frames) == 1
    assert (
        "Thấp rõ rệt so với các giờ khác: Thứ 2 8–9 giờ 60,0\u00a0% (46,2–72,4), n = 50."
        in BUSY.description()
    )


def test_where_none_differs_it_says_so() -> None:
    calm = a_map(Slot(1, 8, a_cell(45, 5)), words=EN)

    assert "No hour clearly differs from the others." in calm.description()


def test_hours_without_enough_data_are_counted() -> None:
    assert "Số giờ không hiển thị: 1." in BUSY.description()


def test_an_hour_without_ratings_is_left_blank() -> None:
    closed = a_map(Slot(1, 8, a_cell(45, 5)), Slot(1, 9, a_cell(0, 0)))

    assert texts(closed).count("–") == 1  # in the key
    assert len(drawn(closed, "hl-fill-empty")) == 1


def test_sunday_has_its_own_name() -> None:
    assert "CN" in texts(a_map(Slot(7, 8, a_cell(45, 5))))
    assert "Sun" in texts(a_map(Slot(7, 8, a_cell(45, 5)), words=EN))


def test_an_hour_told_between_two_shares_has_both_and_the_ink_of_their_middle() -> None:
    slots = (Slot(1, 8, Cell(State.BETWEEN, 120, 10, least=0.81, most=0.86)), Slot(1, 9, a_cell(45, 5)))
    found = a_map(*slots)

    assert "81–86" in texts(found)
    assert len(drawn(found, "hl-fill-heat3")) == 2  # the hour, and the key
    assert "Số giờ không hiển thị" not in found.description()


def test_two_shares_that_are_one_whole_percent_are_written_once() -> None:
    found = a_map(
        Slot(1, 8, Cell(State.BETWEEN, 3000, 10, least=0.921, most=0.924)), Slot(1, 9, a_cell(45, 5))
    )

    assert "92" in texts(found)
    assert "92–92" not in texts(found)


def test_in_a_narrow_hour_the_two_ends_stand_below_each_other_and_in_a_wide_one_side_by_side() -> None:
    between = Cell(State.BETWEEN, 200, 10, least=0.92, most=0.93)
    picture = a_map(*(Slot(1, hour, between) for hour in range(7, 17)))

    narrow, wide = texts(picture, NARROW), texts(picture)

    assert (narrow.count("92–"), narrow.count("93"), narrow.count("92–93")) == (10, 10, 0)
    assert (wide.count("92–"), wide.count("92–93")) == (0, 10)
