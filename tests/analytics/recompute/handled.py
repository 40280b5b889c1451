"""How dossiers went, counted from the record's services a second time: nothing of the program is used.

Whether a unit stands out is Fisher's exact test in whole numbers, and Benjamini and Hochberg's rule as
its authors wrote it: the largest rank k whose chance is at most k q / m, and all before it.
"""

from fractions import Fraction
from math import comb

from .sums import Record

OTHERS, FALSE_SIGNALS = 30, 0.05
Went = list[int]  # dossiers, overdue, with known visits, with more than one visit, visits
Worse = tuple[str, str, int, int, float]  # unit, late or repeat, count, n, expected


def places_of(record: Record, weeks: list[str]) -> dict[tuple[str, str], Went]:
    """By procedure and resolving unit."""
    found: dict[tuple[str, str], Went] = {}
    for row in record.services.values():
        if row["iso_week"] in weeks:
            own = found.setdefault((row["procedure_id"], row["resolving_unit_id"]), [0] * 5)
            visits = row["visits"]
            told = [visits is not None, (visits or 0) > 1, visits or 0]
            for at, more in enumerate([1, row["overdue"], *told]):
                own[at] += more
    return found


def worse_places(places: dict[tuple[str, str], Went], needed: int) -> dict[str, tuple[int, list[Worse]]]:
    """By procedure, how many units are compared, and those that stand out, by key and question."""
    tests = []
    for (procedure, unit), own in sorted(places.items()):
        others = [one for key, one in places.items() if key[0] == procedure and key[1] != unit]
        for what, part, of in (("late", 1, 0), ("repeat", 3, 2)):
            count, n = own[part], own[of]
            bad, base = sum(one[part] for one in others), sum(one[of] for one in others)
            if n >= needed and base >= OTHERS:
                expected = Fraction(n * bad, base)
                chance = _tail(count, n, count + bad, n + base) if count > expected else Fraction(1)
                tests.append((chance, procedure, (unit, what, count, n, float(expected))))
    ranked = sorted(chance for chance, *_ in tests)
    limits = [
        chance
        for at, chance in enumerate(ranked, 1)
        if float(chance) <= FALSE_SIGNALS * at / len(ranked)
    ]
    found: dict[str, tuple[int, list[Worse]]] = {}
    for procedure in {procedure for _, procedure, _ in tests}:
        asked = [(chance, place) for chance, other, place in tests if other == procedure]
        worse = [place for chance, place in asked if limits and chance <= limits[-1] and chance < 1]
        found[procedure] = len({place[0] for _, place in asked}), worse
    return found


def _tail(count: int, n: int, bad: int, base: int) -> Fraction:
    """The chance of so many bad ones or more among n, of bad ones in base dealt out at random."""
    ways = sum(comb(bad, k) * comb(base - bad, n - k) for k in range(count, min(n, bad) + 1))
    return Fraction(ways, comb(base, n))
