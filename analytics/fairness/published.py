"""The comparison from published cells alone, so that it can be published too."""

from collections.abc import Mapping

from ..disclosure import Cell
from .cases import REST, Cases
from .comparison import NEEDED, Compared, Comparison, Verdict, compare


def compare_published(
    cells: Mapping[str, Cell],
    bases: Mapping[tuple[str, str], int],
    procedures: Mapping[str, Cell],
    total: Cell,
    needed: int = NEEDED,
) -> Comparison | None:
    """Hold everybody whose cell is shown as a number against the published rates of procedures.

    Args:
        cells: satisfaction of each officer, unit or centre, as it is published.
        bases: their counted ratings by (whom, procedure): numbers of ratings are no secret.
        procedures: satisfaction of each procedure over all, as published. Those that are not shown
            as a number count as one, REST: the total less those that are.
        total: satisfaction of all together.
        needed: as for compare.

    Returns:
        Comparison. Whoever has no number of its own is NOT_ENOUGH_DATA, whatever is behind it. None
        where the total is not shown as a number: then nothing says what is usual.

    Raises:
        ValueError: bases do not add up to the cells', or procedures exceed the total.
    """
    if total.share is None:
        return None
    shown = {key: cell.share for key, cell in procedures.items() if cell.share is not None}
    reference = {key: (share.count, share.n) for key, share in shown.items()}
    good = total.share.count - sum(share.count for share in shown.values())
    n = total.share.n - sum(share.n for share in shown.values())
    if not 0 <= good <= n:
        raise ValueError(f"procedures leave {good} satisfied of {n} for the rest of the total")
    if n:
        reference[REST] = (good, n)
    parted = _parted(bases, reference)
    cases = {
        key: Cases(cell.share.count, _checked(key, cell.n, parted.get(key, {})))
        for key, cell in cells.items()
        if cell.share is not None
    }
    found = compare(cases, reference, needed)
    silent = [Compared(key, cells[key].n, Verdict.NOT_ENOUGH_DATA) for key in cells if key not in cases]
    by_key = {row.key: row for row in (*found.rows, *silent)}
    rows = tuple(by_key[key] for key in sorted(by_key))
    return Comparison(rows, found.overall, found.phi, found.false_signals)


def _parted(
    bases: Mapping[tuple[str, str], int], reference: Mapping[str, tuple[int, int]]
) -> dict[str, dict[str, int]]:
    """Whom to kind of case to ratings; the procedures that are not shown together."""
    parted: dict[str, dict[str, int]] = {}
    for (whom, procedure), n in bases.items():
        if n:
            kind = procedure if procedure in reference else REST
            own = parted.setdefault(whom, {})
            own[kind] = own.get(kind, 0) + n
    return parted


def _checked(key: str, n: int, own: dict[str, int]) -> dict[str, int]:
    if sum(own.values()) != n:
        raise ValueError(f"{sum(own.values())} ratings by procedure, but {n} in all, of '{key}'")
    return own
