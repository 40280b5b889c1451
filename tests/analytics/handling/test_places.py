from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom

from analytics.handling import (
    LATE,
    REPEAT,
    Compared,
    Handling,
    Place,
    add_up,
    by_procedure,
    worse_places,
)

BIRTH, LAND = "1.001193", "1.012791"


def went(dossiers: int, overdue: int, known: int = 0, repeated: int = 0) -> Handling:
    return Handling(dossiers, overdue, known, repeated, known + repeated)


def test_a_unit_in_which_more_dossiers_are_late_than_in_all_others_is_named_with_what_was_expected() -> (
    None
):
    found = worse_places(
        {(LAND, "H44.1"): went(60, 30), (LAND, "H44.2"): went(200, 20), (LAND, "H44.3"): went(100, 10)},
        needed=10,
    )

    assert found == {LAND: Compared(3, (Place("H44.1", LATE, 30, 60, 6.0),))}


def test_repeat_visits_are_judged_among_the_dossiers_of_which_they_are_known() -> None:
    found = worse_places(
        {(LAND, "H44.1"): went(500, 0, 40, 20), (LAND, "H44.2"): went(500, 0, 400, 40)}, needed=10
    )

    assert found == {LAND: Compared(2, (Place("H44.1", REPEAT, 20, 40, 4.0),))}


def test_procedures_are_judged_each_by_itself() -> None:
    """All of land is slow everywhere; whoever handles land alone is no worse for that."""
    found = worse_places(
        {
            (LAND, "H44.1"): went(100, 40),
            (LAND, "H44.2"): went(100, 38),
            (BIRTH, "H44.2"): went(300, 3),
            (BIRTH, "H44.3"): went(300, 4),
        },
        needed=10,
    )

    assert found == {LAND: Compared(2, ()), BIRTH: Compared(2, ())}


def test_of_few_dossiers_and_beside_few_others_nothing_is_said() -> None:
    few = {(LAND, "H44.1"): went(9, 9), (LAND, "H44.2"): went(400, 4)}
    alone = {(LAND, "H44.1"): went(400, 200), (LAND, "H44.2"): went(29, 0)}
    unknown = {("", "H44.1"): went(60, 50), ("", "H44.2"): went(400, 4)}

    assert worse_places(few, 10) == worse_places(unknown, 10) == {}
    assert worse_places(alone, 10) == {LAND: Compared(1, ())}  # the smaller, beside enough others


def test_the_chance_is_that_of_fishers_exact_test() -> None:
    """17 late of 60 where 30 of 200 others are: one-sided 0.0196 alone, and so a signal alone."""
    table = [[17, 43], [30, 170]]
    assert 0.01 < fisher_exact(table, alternative="greater").pvalue < 0.025

    found = worse_places({(LAND, "H44.1"): went(60, 17), (LAND, "H44.2"): went(200, 30)}, 10)
    assert [place.unit for place in found[LAND].worse] == ["H44.1"]
    crowd = {(BIRTH, f"H44.{at}"): went(100, 10) for at in range(3, 60)}
    found = worse_places({(LAND, "H44.1"): went(60, 17), (LAND, "H44.2"): went(200, 30), **crowd}, 10)
    assert found[LAND].worse == ()


def test_among_units_that_are_all_alike_hardly_any_stands_out() -> None:
    draws = hypergeom.rvs(4000, 400, 50, size=(60, 40), random_state=1)
    months = [{(LAND, f"H44.{at}"): went(50, int(k)) for at, k in enumerate(row)} for row in draws]
    signals = sum(bool(worse_places(month, 10)[LAND].worse) for month in months)
    assert signals <= 8  # 5 % of 60 months, and some luck


HANDLINGS = st.builds(
    lambda n, late, known, repeated: went(n, min(n, late), min(n, known), min(n, known, repeated)),
    *([st.integers(0, 80)] * 4),
)


@given(st.dictionaries(st.tuples(st.sampled_from([BIRTH, LAND]), st.sampled_from("abcd")), HANDLINGS))
def test_whoever_is_named_had_more_than_expected_and_two_halves_make_the_whole(
    found: dict[tuple[str, str], Handling],
) -> None:
    for compared in worse_places(found, 10).values():
        assert all(place.count > place.expected and place.n >= 10 for place in compared.worse)
        assert len({place.unit for place in compared.worse}) <= compared.units
    once = add_up([found, found])
    assert {key: one.dossiers for key, one in once.items()} == {
        key: 2 * one.dossiers for key, one in found.items()
    }
    assert sum((*by_procedure(found).values(),), Handling()) == sum(found.values(), Handling())
