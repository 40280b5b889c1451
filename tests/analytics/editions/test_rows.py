"""A table that could not be published says how many answered, and not that nobody did."""

from analytics.disclosure import State
from analytics.editions import rows
from analytics.editions.rows import Decided
from analytics.editions.showing import Known, dossiers
from analytics.source.joint import COUNTED
from analytics.suppression import Answers, Table, freeze

COUNTERS, OFFICERS = ["a", "a", "b", "c"], ["x", "y", "y", "y"]
STATUS = [COUNTED, COUNTED, COUNTED, "excluded"]
ANSWERS = Answers(
    {"counter": COUNTERS, "officer": OFFICERS, "status": STATUS}, [50, 40, 4, 9], [10, 20, 2, 9]
)


def decided() -> Decided:
    """Officers are published; counters and what rules left out were planned, and could not be."""
    counted, left_out = {"status": [COUNTED]}, {"status": ["excluded"]}
    officers, counters = (Table(kind, (kind,), counted) for kind in ("officer", "counter"))
    excluded = Table("excluded officer", ("officer",), left_out)
    return Decided(freeze(ANSWERS, [officers]), ANSWERS, (officers, counters, excluded))


def cells_of(kind: str) -> dict[str, tuple[State, int]]:
    found = rows.table_of(kind, decided(), {}, {})
    return {row.key: (row.satisfaction.state, row.satisfaction.n) for row in found}


def test_of_a_published_table_each_cell_is_as_it_was_decided() -> None:
    assert cells_of("officer") == {"x": (State.SHOWN, 60), "y": (State.SHOWN, 66)}


def test_of_another_the_number_of_answers_is_told_and_nothing_else() -> None:
    assert cells_of("counter") == {"a": (State.WITHHELD, 120), "b": (State.TOO_FEW, 6)}


def test_so_is_what_the_rate_would_be_with_those_left_out() -> None:
    y = next(row for row in rows.table_of("officer", decided(), {}, {}) if row.key == "y")

    assert (y.with_excluded.state, y.with_excluded.n) == (State.TOO_FEW, 66 + 18)


def test_of_what_was_never_planned_nothing_is_told() -> None:
    assert decided().shown("channel", "tablet").n == 0


def test_dossiers_are_too_few_and_not_absent_where_the_answers_within_are_hidden() -> None:
    hidden = Known(5, 0, 5)

    assert dossiers(3, 0, hidden, 30).state is State.TOO_FEW
    assert dossiers(40, 0, hidden, 30).state is State.WITHHELD
    assert dossiers(0, 0, hidden, 30).state is State.EMPTY


def test_few_dossiers_are_few_though_more_would_be_subtracted_than_there_are() -> None:
    """Their number is public; that they were absent would tell what was answered."""
    too_much = Known(50, 5, 5)  # 45 were not satisfied

    assert [(c.state, c.n) for c in (dossiers(1, 0, too_much, 30),)] == [(State.TOO_FEW, 1)]
    assert [(c.state, c.n) for c in (dossiers(40, 0, too_much, 30),)] == [(State.EMPTY, 0)]
