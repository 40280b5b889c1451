"""Parts of statements that add up pieces."""

from collections.abc import Sequence

from .periods import pieces_of
from .weeks import Period, Week


def months_of(period: Period) -> list[str] | None:
    """The months that part its weeks; None where the weeks are whole."""
    if isinstance(period, Week):
        return None
    return sorted({str(piece.month) for piece in pieces_of(period)})


def within(weeks: Sequence[Week], months: Sequence[str] | None) -> tuple[str, list[str]]:
    """A condition on iso_week and month, and the values for its marks."""
    chosen, values = f"iso_week IN ({marks(weeks)})", [str(week) for week in weeks]
    if months is not None:
        chosen, values = f"{chosen} AND month IN ({marks(months)})", [*values, *months]
    return chosen, values


def sums(names: Sequence[str]) -> str:
    """The sum of each column."""
    return ", ".join(f"sum({name})" for name in names)


def marks(values: Sequence[object]) -> str:
    """A mark for each value."""
    return ", ".join("?" * len(values))
