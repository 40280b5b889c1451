import pytest

from analytics.disclosure import Cell, State
from analytics.pictures.silence import Silence, parts
from analytics.words import Words
from tests.analytics.pictures.cells_by_hand import a_cell
from tests.analytics.pictures.looking import drawn, texts


def silence(satisfied: int, unsatisfied: int, services: int, lang: str = "en") -> Silence:
    return Silence("Week 34", a_cell(satisfied, unsatisfied), services, Words(lang))


KEPT = Silence("Week 34", Cell(State.WITHHELD, 40, 10), 1000, Words("en"))
STEP = Silence("Week 34", Cell(State.BETWEEN, 200, 10, None, 0.88, 0.92), 1000, Words("en"))
WORKED = silence(180, 20, 1000)  # DOMAIN.md section 2: 18.0-98.0


def test_the_bounds_are_those_of_the_worked_example() -> None:
    assert WORKED.bounds is not None
    assert (WORKED.bounds.low, WORKED.bounds.high) == (0.18, 0.98)
    assert (
        "Of all served between 18.0\u00a0% and 98.0\u00a0% are satisfied: 80.0\u00a0% are silent."
        in (WORKED.description())
    )


def test_the_bar_is_split_as_the_services_are() -> None:
    [satisfied, _key] = drawn(WORKED, "hl-fill-high")
    [silent, _key] = drawn(WORKED, "hl-fill-empty")

    wide = [
        box.get_path().vertices[:, 0].max() - box.get_path().vertices[:, 0].min()
        for box in (satisfied, silent)
    ]
    assert wide[1] / wide[0] == pytest.approx(0.8 / 0.18)
    assert "silent: 800" in texts(WORKED)


def test_answers_told_within_bounds_widen_what_is_not_known() -> None:
    assert STEP.bounds is not None
    assert (STEP.bounds.low, STEP.bounds.high) == (0.176, 0.984)
    assert "80.0\u00a0% are silent. The answers themselves are told" in STEP.sentence()
    assert {"satisfied: 176", "told only within bounds: 8", "silent: 800", "unsatisfied: 16"} <= set(
        texts(STEP)
    )
    assert sum(count for _name, count, _share in parts(STEP.bounds, Words("en"))) == 1000
    assert len(parts(STEP.bounds, Words("en"))) == 4


def test_all_alike_are_told_by_their_bound() -> None:
    alike = silence(40, 0, 1000).bounds

    assert alike is not None
    assert (alike.satisfied, alike.hidden, alike.unsatisfied) == (38, 2, 0)


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (silence(3, 1, 1000), "Not enough answers to say."),
        (KEPT, "Not shown, since it would tell other figures or single answers."),
        (silence(0, 0, 0), "Not enough answers to say."),
        (silence(90, 20, 100), "Not enough answers to say."),
    ],
    ids=["too few", "withheld", "nobody", "more answers than services"],
)
def test_what_may_not_be_told_or_makes_no_sense_is_not_drawn(hidden: Silence, why: str) -> None:
    assert hidden.bounds is None
    assert drawn(hidden, "hl-fill-high") == []
    assert texts(hidden) == [why]


def test_it_speaks_vietnamese() -> None:
    told = silence(180, 20, 1000, "vi").description()

    assert "từ 18,0\u00a0% đến 98,0\u00a0%" in told


def test_the_unsatisfied_are_striped_so_that_they_are_told_from_the_satisfied_in_grey() -> None:
    stripes = drawn(WORKED, "hl-stroke-paper")

    assert stripes
    [unsatisfied, key] = drawn(WORKED, "hl-fill-low")
    left = unsatisfied.get_path().vertices[:, 0].min()
    assert {min(stripe.get_xdata()) for stripe in stripes} == {
        left,
        key.get_path().vertices[:, 0].min(),
    }
