"""A refused file says how many lines are bad, names the first, and keeps its memory small."""

import pytest

from kiosk.errors import faults
from kiosk.errors.faults import Fault, Faults, ImportRefused


def test_without_bad_lines_nothing_is_refused() -> None:
    found = Faults()
    with found.at(2):
        pass
    found.refuse_if_any()


def test_bad_lines_come_back_in_the_order_of_the_file() -> None:
    found = Faults()
    for line in (7, 3):
        with found.at(line):
            raise Fault("bad {thing}", thing=line)
    with pytest.raises(ImportRefused) as refusal:
        found.refuse_if_any()
    assert [(line, str(fault)) for line, fault in refusal.value.lines] == [(3, "bad 3"), (7, "bad 7")]
    assert refusal.value.count == 2


def test_every_bad_line_is_counted_though_not_all_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_MOST_KEPT", 3)
    found = Faults()
    for line in range(10):
        found.add(line, Fault("bad"))
    with pytest.raises(ImportRefused) as refusal:
        found.refuse_if_any()
    assert (len(refusal.value.lines), refusal.value.count) == (3, 10)


def test_other_errors_are_not_taken_for_bad_lines() -> None:
    with pytest.raises(KeyError), Faults().at(2):
        raise KeyError("a mistake of ours")


def test_a_whole_file_can_be_refused_at_once() -> None:
    refusal = faults.refused("too {big}", big="big")
    assert refusal.count == 1
    assert refusal.lines[0][0] == 0
    assert str(refusal.lines[0][1]) == "too big"
