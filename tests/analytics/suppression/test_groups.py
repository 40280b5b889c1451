"""What two shown cells tell together."""

import numpy as np

from analytics.suppression import Answers, Rule, Table
from analytics.suppression.grid import Grid, make_grid
from analytics.suppression.groups import Group, overlaps, telling_groups, within
from analytics.suppression.primary import needed

UNITS, PROCEDURES = Table("unit", ("unit",)), Table("procedure", ("procedure",))


def grid_of(rows: list[tuple[str, str, int, int]], tables: list[Table]) -> Grid:
    """Rows of unit, procedure, satisfied and unsatisfied."""
    unit, procedure, satisfied, unsatisfied = (list(column) for column in zip(*rows, strict=True))
    return make_grid(Answers({"unit": unit, "procedure": procedure}, satisfied, unsatisfied), tables)


def groups_of(rows: list[tuple[str, str, int, int]], tables: list[Table]) -> list[Group]:
    """The groups that would be told were every cell shown."""
    grid, rule = grid_of(rows, tables), Rule()
    every = np.ones(grid.nowhere, dtype=np.bool_)
    return telling_groups(grid, overlaps(grid), every, needed(grid, tables, rule), rule)


def named(rows: list[tuple[str, str, int, int]], tables: list[Table]) -> set[tuple[str, ...]]:
    """Each group as its outer cell and what is taken away, by their last key or their table."""
    grid = grid_of(rows, tables)
    names = [keys[-1] if keys else table for table, keys in grid.cells]
    return {
        (names[group.outer], *(names[cell] for cell in group.without))
        for group in groups_of(rows, tables)
    }


def test_a_total_less_a_unit_tells_the_few_others() -> None:
    rows = [("a", "p", 40, 9), ("b", "p", 3, 1)]

    assert named(rows, [Table("total"), UNITS]) == {("total", "a")}


def test_a_total_less_all_units_but_the_small_one_tells_it() -> None:
    rows = [("a", "p", 40, 9), ("b", "p", 30, 5), ("c", "p", 4, 1)]
    only = Table("unit", ("unit",), {"unit": ["a", "b"]})

    assert ("total", "a", "b") in named(rows, [Table("total"), only])


def test_a_difference_of_many_who_are_all_alike_tells_each() -> None:
    rows = [("a", "p", 40, 9), ("b", "p", 50, 0)]

    assert named(rows, [Table("total"), UNITS]) == {("total", "a"), ("total", "b")} - {("total", "b")}


def test_a_difference_of_many_tells_nobody() -> None:
    assert named([("a", "p", 40, 9), ("b", "p", 50, 5)], [Table("total"), UNITS]) == set()


def test_filters_that_differ_by_a_few_on_both_sides_are_looked_at() -> None:
    rows = [("a", "p", 40, 9), ("a", "q", 1, 0), ("b", "p", 0, 1), ("b", "q", 30, 5)]

    assert {("a", "p"), ("p", "a")} <= named(rows, [UNITS, PROCEDURES])


def test_a_group_has_the_answers_that_are_left() -> None:
    (group,) = groups_of([("a", "p", 40, 9), ("b", "p", 3, 1)], [Table("total"), UNITS])
    grid = grid_of([("a", "p", 40, 9), ("b", "p", 3, 1)], [Table("total"), UNITS])

    assert grid.satisfied[group.atoms].tolist() == [3]


def test_what_lies_within_a_chosen_cell_is_found() -> None:
    rows = [("a", "p", 40, 1), ("a", "q", 9, 0), ("b", "p", 30, 5)]
    grid = grid_of(rows, [UNITS, PROCEDURES])
    chosen = np.array([cell == ("unit", ("a",)) for cell in grid.cells])

    assert [
        cell
        for cell, inside in zip(grid.cells, within(overlaps(grid), grid, chosen), strict=True)
        if inside
    ] == [
        ("unit", ("a",)),
        ("procedure", ("q",)),
    ]
