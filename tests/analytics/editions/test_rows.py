"""A table that could not be published says how many answered, and not that nobody did."""

from analytics.disclosure import State
from analytics.editions import rows
from analytics.editions.rows import Decided
from analytics.source.joint import COUNTED
from analytics.suppression import Answers, Table, freeze

COUNTERS, OFFICERS = ["a", "a", "b", "c"], ["x", "y", "y", "y"]
STATUS = [COUNTED, COUNTED, COUNTED, "repeat-1"]
ANSWERS = Answers(
    {"counter": COUNTERS, "officer": OFFICERS, "status": STATUS}, [50, 40, 4, 9], [10, 20, 2, 9]
)


def cells_of(kind: str) -> dict[str, tuple[State, int]]:
    counted = {"status": [COUNTED]}
    frozen = freeze(ANSWERS, [Table("officer", ("officer",), counted)])
    found = rows.table_of(kind, Decided(frozen), {}, {}, ANSWERS)
    return {row.key: (row.satisfaction.state, row.satisfaction.n) for row in found}


def test_of_a_published_table_each_cell_is_as_it_was_decided() -> None:
    assert cells_of("officer") == {"x": (State.SHOWN, 60), "y": (State.SHOWN, 66)}


def test_of_another_the_number_of_answers_is_told_and_nothing_else() -> None:
    assert cells_of("counter") == {"a": (State.WITHHELD, 120), "b": (State.TOO_FEW, 6)}
