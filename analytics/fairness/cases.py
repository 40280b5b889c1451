"""What each was rated for, and what is usual for it: all that a fair comparison needs. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

UNKNOWN = ""  # ratings of whom, or of what, nobody knew
REST = "*"  # procedures that are not shown by themselves, as one

Reference = Mapping[str, tuple[int, int]]  # procedure to (satisfied, n) of everybody together


@dataclass(frozen=True)
class Cases:
    """The counted ratings of one officer, unit or centre in a period.

    satisfied: over all procedures together. n: ratings by procedure, each above 0; UNKNOWN is a
    kind of its own.

    How satisfied they were by procedure is not asked for: what follows from these numbers follows
    from published ones, and tells nothing new.
    """

    satisfied: int
    n: Mapping[str, int]

    @property
    def ratings(self) -> int:
        """All of them."""
        return sum(self.n.values())


def gather(
    counts: Mapping[tuple[str, str], tuple[int, int]],
) -> tuple[dict[str, Cases], dict[str, tuple[int, int]]]:
    """From counts of (whom, procedure) to the cases of each and the reference of all.

    Args:
        counts: (satisfied, n) by (officer or unit or centre, procedure), 0 <= satisfied <= n. With
            everybody in them, also those of whom nobody knew (UNKNOWN): they are in the reference
            and are not compared.

    Raises:
        ValueError: counts contradict each other.

    >>> cases, reference = gather({("A", "land"): (6, 10), ("B", "land"): (112, 160)})
    >>> cases["A"], reference
    (Cases(satisfied=6, n={'land': 10}), {'land': (118, 170)})
    """
    satisfied: dict[str, int] = {}
    bases: dict[str, dict[str, int]] = {}
    reference: dict[str, tuple[int, int]] = {}
    for (whom, procedure), (good, n) in counts.items():
        if not 0 <= good <= n:
            raise ValueError(f"{good} satisfied of {n} is impossible")
        if n:
            _add(reference, procedure, good, n)
        if n and whom != UNKNOWN:
            satisfied[whom] = satisfied.get(whom, 0) + good
            bases.setdefault(whom, {})[procedure] = n
    return {whom: Cases(satisfied[whom], bases[whom]) for whom in sorted(bases)}, reference


def pooled(
    cases: Mapping[str, Cases], reference: Reference, shown: Collection[str]
) -> tuple[dict[str, Cases], dict[str, tuple[int, int]]]:
    """The same with all procedures that are not shown taken together as REST.

    An expectation made of procedures whose rate is withheld would tell about it; REST is the total
    less what is shown, which everybody can compute.

    >>> pooled({"A": Cases(3, {"land": 2, "birth": 2})}, {"land": (5, 9), "birth": (4, 4)}, ["land"])[1]
    {'land': (5, 9), '*': (4, 4)}
    """

    def kind(procedure: str) -> str:
        return procedure if procedure in shown else REST

    together: dict[str, tuple[int, int]] = {}
    for procedure, (good, n) in reference.items():
        _add(together, kind(procedure), good, n)
    merged = {}
    for whom, own in cases.items():
        n_of: dict[str, int] = {}
        for procedure, n in own.n.items():
            n_of[kind(procedure)] = n_of.get(kind(procedure), 0) + n
        merged[whom] = Cases(own.satisfied, n_of)
    return merged, together


def _add(reference: dict[str, tuple[int, int]], procedure: str, satisfied: int, n: int) -> None:
    so_far, base = reference.get(procedure, (0, 0))
    reference[procedure] = (so_far + satisfied, base + n)
