"""What an officer gains who has every edition, his queue with minutes, and copies of files."""

import numpy as np
import numpy.typing as npt
import pytest

from analytics import contract
from analytics.suppression import Frozen, Rule
from tests.analytics.suppression import attacker

from . import intruder
from .made_up import Sequence, rows_of_a_month

MOST = 1.0  # percentage point: what he may gain


@pytest.fixture(scope="module")
def sequence() -> Sequence:
    """Two weeks, their month and a restatement, under the real thresholds, and citizens as satisfied as
    in the demonstration: of those served late a quarter is not."""
    return Sequence(rows_of_a_month(7, 700, units=4, trouble=(0.03, 0.27)), Rule())


def kinds_of(known: attacker.Knowledge, persons: int) -> npt.NDArray[np.int64]:
    """Which kind of knowledge.members each person is."""
    every = np.zeros((len(known.cells), persons), dtype=np.int64)
    for number, cell in enumerate(known.cells):
        every[number, list(cell.rows)] = 1
    place = {column.tobytes(): kind for kind, column in enumerate(np.ascontiguousarray(known.members.T))}
    return np.array([place[column.tobytes()] for column in np.ascontiguousarray(every.T)])


def gain_of(sequence: Sequence) -> intruder.Gain:
    """Over everybody's queue: each officer knows as much of his own as is taken to be known of all."""
    province = sequence.province
    known = attacker.learn(sequence.as_json, province)
    kinds = kinds_of(known, len(province.rows))
    return intruder.gain_from_published(known, kinds, province.satisfied)


def test_from_all_editions_he_gains_at_most_a_point(sequence: Sequence) -> None:
    found = gain_of(sequence)

    assert 0.85 < found.base < 0.97
    assert found.points <= MOST


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 24))
def test_nor_does_he_in_larger_provinces(seed: int) -> None:
    rows = rows_of_a_month(seed, 2500, units=8, trouble=(0.03, 0.27))
    found = gain_of(Sequence(rows, Rule()))

    assert found.points <= MOST


def test_he_would_gain_from_cells_that_were_not_hidden(sequence: Sequence) -> None:
    """Else the guesser would be too stupid to prove anything: here a table by hour and officer."""
    province = sequence.province
    cells: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(province.rows):
        cells.setdefault((row["week"], row["officer"], row["slot"], row["procedure"]), []).append(number)
    naive = [
        attacker.Cell(
            "naive", keys, tuple(rows), "exact", *[sum(province.satisfied[r] for r in rows)] * 2
        )
        for keys, rows in cells.items()
    ]
    members = np.zeros((len(naive), len(naive)), dtype=np.int64)
    np.fill_diagonal(members, 1)
    sizes = np.array([len(cell.rows) for cell in naive])
    kinds = np.zeros(len(province.rows), dtype=np.int64)
    for kind, cell in enumerate(naive):
        kinds[list(cell.rows)] = kind
    known = attacker.Knowledge(tuple(naive), members, sizes)

    assert intruder.gain_from_published(known, kinds, province.satisfied).points > 2


def test_two_copies_of_the_editions_a_day_tell_no_more_than_the_editions(sequence: Sequence) -> None:
    """Between two freezings the folder is the same, and afterwards what was there is still there."""
    names = [f"{table.name}" for table in sequence.everything.tables]
    earlier = sequence.everything.of(*(name for name in names if not name.startswith("2026-W33.2")))
    kept = Frozen.from_json(earlier.as_json())

    for key, shown in kept.cells.items():
        assert sequence.everything.cells[key] == shown


def test_copies_of_the_record_with_its_key_would_tell_nearly_all(sequence: Sequence) -> None:
    """Which is why they are locked (test_copies.py): in the record each answer stands beside its hour,
    counter and procedure, and whoever reads it twice a day matches rows to his own queue."""
    rows = [
        ((row["week"], row["slot"], row["officer"], row["procedure"], row["channel"]), answer)
        for row, answer, _ in sequence.rows
    ]

    assert intruder.gain_from_copies(rows, lambda key: key).points > MOST
    assert intruder.gain_from_copies(rows, lambda key: key[0]).points <= MOST


def test_what_citizens_wrote_stands_beside_nothing_but_its_unit_and_week() -> None:
    """No answer, officer, procedure, day or name; what pages show of them is in test_comments.py."""
    columns = {(view, column.name) for view, columns in contract.VIEWS.items() for column in columns}
    beside = {column for view, column in columns if view == "comments_v1"}

    assert beside == {"unit_id", "iso_week", "comment", "counted"}
    assert [view for view, column in columns if "comment" in column] == ["comments_v1"]
