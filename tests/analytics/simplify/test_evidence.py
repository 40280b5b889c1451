from dataclasses import replace
from datetime import date

import pytest

from analytics.disclosure import Cell, State
from analytics.editions import Edition, Row
from analytics.editions.model import Handled
from analytics.errors import UnknownKey
from analytics.handling import LATE, Place
from analytics.indices import Share
from analytics.simplify import Evidence, changed, evidence_of, phrases, rank
from analytics.stats.comparison import share_difference
from analytics.weeks import Week
from analytics.words import Words
from tests.analytics.editions_by_hand import a_row, an_edition
from tests.analytics.pictures.cells_by_hand import a_cell

LAND, BIRTH, RARE = "1.012791", "1.001193", "2.000815"
EN, VI = Words("en"), Words("vi")


def handled(n: int, late: int, known: int, repeated: int, *places: Place, units: int = 0) -> Handled:
    def share(count: int, base: int) -> Cell:
        return Cell(State.SHOWN, base, 10, Share(count, base))

    return Handled(share(late, n), share(repeated, known), known + repeated, units, places)


def edition(land: Handled | None = None, every: Handled | None = None) -> Edition:
    """A month of four weeks in which land leaves 60 of 200 unsatisfied, birth 20 of 400."""
    weeks = ("2026-W32", "2026-W33", "2026-W34", "2026-W35")
    rows = [
        replace(a_row("procedure", LAND, 140, 200), services=900, handling=land),
        a_row("procedure", BIRTH, 380, 400),
        a_row("procedure", RARE, 3, 5, state=State.TOO_FEW),
    ]
    total: Row = replace(a_row("total", "", 523, 605), covers=weeks, handling=every)
    return an_edition("2026-08", tables={"procedure": rows}, total=total)


def evidence(key: str = LAND, *of: Handled) -> Evidence:
    known = edition(*of)
    return evidence_of(known, rank(known.total.satisfaction, known.rows("procedure")), key)


def test_citizens_hurt_in_a_year_are_those_of_the_weeks_times_fifty_two_over_the_weeks() -> None:
    land = evidence()

    in_the_weeks = 900 * (60 / 200 - 22 / 405)
    assert land.is_clear
    assert land.weeks == 4
    assert land.a_year is not None
    assert land.a_year[0] == pytest.approx(in_the_weeks * 13)
    assert land.a_year[1] < land.a_year[0] < land.a_year[2]


def test_lateness_and_repeat_visits_are_held_against_all_other_procedures() -> None:
    land = evidence(LAND, handled(900, 450, 800, 160), handled(3000, 660, 2800, 260))

    assert land.late is not None
    assert (land.late.others.count, land.late.others.n) == (210, 2100)
    assert land.late.difference == share_difference(450, 900, 210, 2100)
    assert land.late.side == 1
    assert land.repeat is not None
    assert (land.repeat.own.n, land.repeat.others.n) == (800, 2000)
    assert land.visits == pytest.approx(960 / 800)
    assert land.visits_of_others == pytest.approx((3060 - 960) / 2000)


def test_what_was_never_told_is_not_told_and_no_number_stands_for_it() -> None:
    land = evidence()

    assert (land.late, land.repeat, land.visits) == (None, None, None)
    assert "not known" not in " ".join(phrases.conclusion(land, EN))
    assert "Of too few of its dossiers it is known" in " ".join(phrases.conclusion(land, EN))
    assert len(phrases.facts(land, EN)) == 3  # dissatisfaction, and citizens hurt twice


def test_the_sentences_say_what_follows_and_where() -> None:
    place = Place("H44.5", LATE, 30, 60, 6.0)
    land = handled(900, 450, 800, 160, place, units=12)
    said = phrases.conclusion(evidence(LAND, land, handled(3000, 660, 2800, 260)), EN)

    assert said[0] == (
        "Of those who answered 30.0\u00a0% (24.1–36.7; n = 200) were not satisfied; with all other"
        " procedures 5.4\u00a0% (3.6–8.1; n = 405): clearly more."
    )
    assert said[1].startswith("If a whole year goes like this period, about 2,900 citizens more")
    assert said[2].endswith("of all others 10.0\u00a0% (n = 2,100): clearly more.")
    assert said[-1].startswith("In 1 of 12 units its dossiers are late, or sent back, more often")


def test_where_no_unit_stands_out_it_says_of_how_many() -> None:
    everywhere = handled(900, 450, 800, 160, units=12)
    said = phrases.conclusion(evidence(LAND, everywhere, handled(3000, 660, 2800, 260)), EN)

    assert said[-1].startswith("In none of 12 units")
    nowhere = handled(900, 450, 800, 160)
    said = phrases.conclusion(evidence(LAND, nowhere, handled(3000, 660, 2800, 260)), EN)
    assert "units" not in said[-1]


def test_a_procedure_that_does_not_stand_out_is_not_said_to_hurt_anybody() -> None:
    birth = evidence(BIRTH)

    assert not birth.is_clear
    assert not any("whole year" in sentence for sentence in phrases.conclusion(birth, EN))
    assert phrases.conclusion(birth, EN)[0].endswith("clearly less.")


def test_of_few_answers_it_says_how_few() -> None:
    rare = evidence(RARE)

    assert rare.hurt is None
    assert phrases.conclusion(rare, EN)[0].endswith("not satisfied: n = 5.")
    assert phrases.facts(rare, EN) == ()


def test_a_procedure_that_is_not_there_has_no_evidence() -> None:
    with pytest.raises(UnknownKey):
        evidence("9.999999")


def test_a_change_is_told_with_what_it_does_not_prove() -> None:
    week = Week(2026, 31)
    points = [(week.before(at), a_cell(60, 40)) for at in (1, 2)]
    points += [(week.before(-at), a_cell(92, 8)) for at in (0, 1)]
    [better] = changed(points, [(week.first_day, "a new version of the procedure")])
    [unknown] = changed(points, [(date(2020, 1, 6), "other fees")])

    assert phrases.change(better, EN) == (
        "27/7/2026, a new version of the procedure: satisfaction is clearly higher since; whether the"
        " season explains it is not known."
    )
    assert phrases.change(unknown, EN).endswith("too little is told before or after it to compare.")


def test_projected_numbers_have_two_digits_and_small_ones_are_themselves() -> None:
    told = [phrases.roughly(count, EN) for count in (0.4, 7.2, 86.7, 432.1, 6868.0, -6868.0)]
    assert told == ["0", "7", "87", "430", "6,900", "-6,900"]
    assert phrases.roughly(6868, VI) == "6.900"
