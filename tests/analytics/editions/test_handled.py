"""How dossiers went, in editions: shares of counted dossiers, and where nobody can tell, nothing."""

from dataclasses import replace

from analytics.disclosure import State, Thresholds
from analytics.editions.codec import from_bytes, to_bytes
from analytics.editions.handled import together, with_handling
from analytics.handling import LATE, Handling, Place
from tests.analytics.editions_by_hand import a_row, an_edition

LAND, BIRTH, RARE = "1.012791", "1.001193", "2.000815"
FOUND = {
    (LAND, "H44.1"): Handling(60, 30, 40, 10, 55),
    (LAND, "H44.2"): Handling(300, 30, 0, 0, 0),
    (RARE, "H44.1"): Handling(9, 9, 9, 9, 18),
}
TABLES = {"procedure": tuple(a_row("procedure", key, 90, 100) for key in (LAND, BIRTH, RARE))}
TOTAL = a_row("total", "", 270, 300)


def test_procedures_and_the_total_tell_how_many_were_late_and_sent_back() -> None:
    total, tables = with_handling(TOTAL, TABLES, FOUND, Thresholds())
    land = tables["procedure"][0].handling

    assert land is not None
    assert (land.overdue.share.count, land.overdue.n) == (60, 360)  # type: ignore[union-attr]
    assert (land.repeat.value, land.repeat.n, land.visits) == (0.25, 40, 55)
    assert land.units == 2
    assert land.places == (Place("H44.1", LATE, 30, 60, 6.0),)
    assert total.handling is not None
    assert (total.handling.overdue.n, total.handling.visits) == (369, 73)
    assert tables["procedure"][1].handling is None  # no dossier of it ended


def test_of_few_dossiers_their_number_alone_is_told() -> None:
    _total, tables = with_handling(TOTAL, TABLES, FOUND, Thresholds())
    rare = tables["procedure"][2].handling

    assert rare is not None
    assert (rare.overdue.state, rare.overdue.n, rare.overdue.share) == (State.TOO_FEW, 9, None)
    assert rare.visits is None


def test_a_part_of_a_month_is_not_told_as_the_whole() -> None:
    assert together([FOUND, None]) is None
    assert together([FOUND, FOUND]) == {place: one + one for place, one in FOUND.items()}
    assert with_handling(TOTAL, TABLES, None, Thresholds()) == (TOTAL, TABLES)


def test_an_edition_keeps_it_and_one_from_before_has_the_bytes_it_had() -> None:
    total, tables = with_handling(TOTAL, TABLES, FOUND, Thresholds())
    edition = an_edition(tables=tables, total=total)

    assert from_bytes(to_bytes(edition), "x") == edition
    before = replace(edition, tables=TABLES, total=TOTAL)
    assert b"handling" not in to_bytes(before)
    assert from_bytes(to_bytes(before), "x") == before
