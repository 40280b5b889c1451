"""The proof that is carried along: other answers, with which the same would be published."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import Thresholds
from analytics.suppression import Rule
from analytics.suppression.grid import make_grid
from analytics.suppression.primary import Status
from analytics.suppression.search import Suppression, suppress
from analytics.suppression.worlds import NOBODY, World

from .provinces import WEEKLY, a_province, merged

RULE = Rule(Thresholds(officer=9, other=5))


def suppressed(seed: int, ratings: int, trouble: float) -> Suppression:
    grid = make_grid(a_province(seed, ratings, trouble=trouble).answers, WEEKLY)
    return suppress(grid, WEEKLY, RULE)


CASES = given(
    seed=st.integers(0, 10**6),
    ratings=st.integers(1, 300),
    trouble=st.sampled_from([0.0, 0.02, 0.1, 0.4, 1.0]),
)


@settings(max_examples=20)
@CASES
def test_every_world_gives_the_same_edition(seed: int, ratings: int, trouble: float) -> None:
    found = suppressed(seed, ratings, trouble)
    grid, status = found.grid, found.status
    for world in found.worlds:
        atoms = np.zeros_like(grid.unsatisfied)
        for atom, by in world.raised:
            atoms[atom] = by
        unsatisfied = grid.unsatisfied + atoms
        assert (unsatisfied >= 0).all()
        assert (unsatisfied <= grid.satisfied + grid.unsatisfied).all()
        cells = grid.add_up(unsatisfied)
        assert (cells == grid.cell_unsatisfied)[status == Status.EXACT].all()
        assert (cells <= RULE.minority)[status == Status.HIGH].all()
        assert (grid.cell_n - cells <= RULE.minority)[status == Status.LOW].all()


@settings(max_examples=20)
@CASES
def test_worlds_differ_in_every_hidden_cell(seed: int, ratings: int, trouble: float) -> None:
    found = suppressed(seed, ratings, trouble)
    counts = [np.zeros(len(found.status), dtype=np.int64)]
    for world in found.worlds:
        atoms = np.zeros_like(found.grid.unsatisfied)
        for atom, by in world.raised:
            atoms[atom] = by
        counts.append(found.grid.add_up(atoms))
    width = np.max(counts, axis=0) - np.min(counts, axis=0)

    assert found.unproven == ()
    assert (width > 0)[found.status != Status.EXACT].all()


def test_an_exchange_back_is_the_truth() -> None:
    assert World().with_swap(1, 2).with_swap(2, 1) == World()
    assert World().with_swap(1, NOBODY) == World(((1, 1),))


def test_answers_that_no_table_tells_apart_are_one_atom() -> None:
    province = a_province(1, 200)
    grid, again = make_grid(province.answers, WEEKLY), make_grid(merged(province), WEEKLY)

    assert len(grid.satisfied) < 200
    assert (grid.ids == again.ids).all()
    assert (grid.satisfied == again.satisfied).all()


def test_cells_are_counted_as_one_would_by_hand() -> None:
    province = a_province(2, 200)
    grid = make_grid(province.answers, WEEKLY)
    by_hand = {
        (table.name, keys): rows for table in WEEKLY for keys, rows in province.cells_of(table).items()
    }

    assert set(grid.cells) == set(by_hand)
    for number, cell in enumerate(grid.cells):
        assert grid.cell_n[number] == len(by_hand[cell])
        assert grid.cell_satisfied[number] == sum(province.satisfied[row] for row in by_hand[cell])
        atoms = grid.atoms_of(number)
        assert (grid.satisfied[atoms] + grid.unsatisfied[atoms]).sum() == len(by_hand[cell])
