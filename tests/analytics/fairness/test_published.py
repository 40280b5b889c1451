import numpy as np
import pytest

from analytics.disclosure import Cell, State
from analytics.fairness import REST, Verdict, compare, compare_published, gather, pooled
from analytics.indices import Share
from tests.analytics.fairness.offices import Counts, officers

TOTAL = Cell(State.SHOWN, 400, 10, Share(337, 400))
LAND = Cell(State.SHOWN, 170, 10, Share(118, 170))
HIDDEN = Cell(State.WITHHELD, 230, 10)


def cell(count: int, n: int, needed: int) -> Cell:
    return (
        Cell(State.SHOWN, n, needed, Share(count, n)) if n >= needed else Cell(State.TOO_FEW, n, needed)
    )


def published(
    counts: Counts,
) -> tuple[dict[str, Cell], dict[tuple[str, str], int], dict[str, Cell], Cell]:
    cases, reference = gather(counts)
    total = [sum(part) for part in zip(*reference.values(), strict=True)]
    return (
        {key: cell(own.satisfied, own.ratings, 30) for key, own in cases.items()},
        {key: n for key, (_, n) in counts.items()},
        {key: cell(good, n, 10) for key, (good, n) in reference.items()},
        cell(total[0], total[1], 10),
    )


def test_where_every_cell_is_shown_it_is_the_comparison_itself() -> None:
    counts = officers(np.random.default_rng(3), 25, drops={4: 0.3})

    assert compare_published(*published(counts)) == compare(*gather(counts))


def test_procedures_that_are_not_shown_count_as_one() -> None:
    counts = officers(np.random.default_rng(4), 25)
    cells, bases, procedures, total = published(counts)
    procedures["land"] = HIDDEN
    del procedures["build"]

    found = compare_published(cells, bases, procedures, total)

    assert found == compare(*pooled(*gather(counts), shown=["copies", "birth", "residence", "business"]))


def test_nothing_depends_on_what_is_hidden() -> None:
    one = officers(np.random.default_rng(5), 8, n=40)
    other = dict(one)
    few = {("few", "land"): (2, 9)}
    for counts, good in ((one, 2), (other, 7)):
        counts |= {key: (good, n) for key, (_, n) in few.items()}
    shown = [published(counts) for counts in (one, other)]
    # The same total is published of both: what 'few' said is hidden among the rest.
    same = [(cells, bases, shown[0][2], shown[0][3]) for cells, bases, *_ in shown]

    assert compare_published(*same[0]) == compare_published(*same[1])


def test_whoever_has_no_number_of_its_own_has_no_verdict() -> None:
    cells = {"A": Cell(State.AT_LEAST, 60, 30), "B": Cell(State.SHOWN, 170, 30, Share(118, 170))}
    bases = {("A", "x"): 60, ("B", "land"): 170}

    found = compare_published(cells, bases, {"land": LAND}, TOTAL)

    assert found is not None
    assert found.row("A").verdict is Verdict.NOT_ENOUGH_DATA
    assert found.row("A").figure is None
    assert [row.key for row in found.rows] == ["A", "B"]


def test_without_a_total_nothing_says_what_is_usual() -> None:
    assert compare_published({}, {}, {"land": LAND}, HIDDEN) is None


def test_numbers_that_contradict_each_other_are_refused() -> None:
    cells = {"B": Cell(State.SHOWN, 170, 30, Share(118, 170))}

    with pytest.raises(ValueError, match="160 ratings by procedure, but 170"):
        compare_published(cells, {("B", "land"): 160}, {"land": LAND}, TOTAL)
    with pytest.raises(ValueError, match="for the rest"):
        compare_published({}, {}, {"land": LAND, "birth": TOTAL}, TOTAL)


def test_the_rest_is_never_taken_for_a_procedure() -> None:
    assert REST not in {"", "1.001193"}
