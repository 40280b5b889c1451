"""What speaks for and against simplifying one procedure, from one edition's published figures. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..disclosure import Cell
from ..editions.model import Edition, Row
from ..handling import Place
from ..indices import Share
from ..periods import parse, weeks_of
from ..stats.comparison import Difference, share_difference
from ..weeks import Week
from .change import BeforeAfter, before_after
from .hurt import Hurt, Ranking

WEEKS_OF_A_YEAR = 52
TWO_YEARS = 108  # weeks that a comparison with the year before may need


@dataclass(frozen=True)
class Against:
    """A share of the procedure's dossiers beside that of all other procedures together."""

    own: Share
    others: Share
    difference: Difference

    @property
    def side(self) -> int:
        """1 where it is clearly more here, -1 where clearly less, 0 where chance may explain it."""
        return (self.difference.low > 0) - (self.difference.high < 0)


@dataclass(frozen=True)
class Changed:
    """A day on which the procedure changed, how that is called, and what figures say of it; None where
    they say nothing."""

    day: date
    text: str
    found: BeforeAfter | None


@dataclass(frozen=True)
class Evidence:
    """All that is known of a procedure.

    hurt: it against all others; None where too little is told of it. is_clear: it stands out by more
    than chance explains. weeks: that the figures count. late, repeat: of its dossiers, of those whose
    visits are known; None where not told. visits, visits_of_others: for each dossier, on average.
    """

    row: Row
    hurt: Hurt | None
    is_clear: bool
    weeks: int
    late: Against | None
    repeat: Against | None
    visits: float | None
    visits_of_others: float | None
    changes: tuple[Changed, ...] = ()

    @property
    def a_year(self) -> tuple[float, float, float] | None:
        """Citizens hurt in a year like these weeks, with the bounds of the 95 % interval."""
        if self.hurt is None:
            return None
        (low, high), years = self.hurt.interval, self.weeks / WEEKS_OF_A_YEAR
        return self.hurt.citizens / years, low / years, high / years

    @property
    def places(self) -> tuple[Place, ...]:
        """Units in which dossiers of it are late, or sent back, more often than in the others."""
        return self.row.handling.places if self.row.handling else ()


def evidence_of(
    edition: Edition, ranking: Ranking, key: str, changes: Sequence[Changed] = ()
) -> Evidence:
    """The evidence of one procedure. Raises UnknownKey where the edition has no such row."""
    row, total = edition.row("procedure", key), edition.total
    hurt = next((one for one in (*ranking.clear, *ranking.unclear) if one.row.key == key), None)
    own, every = row.handling, total.handling
    visits = visits_of_others = None
    if own and every and own.visits is not None and every.visits is not None:
        visits = own.visits / own.repeat.n
        others = every.repeat.n - own.repeat.n
        visits_of_others = (every.visits - own.visits) / others if others else None
    return Evidence(
        row=row,
        hurt=hurt,
        is_clear=hurt in ranking.clear,
        weeks=len(total.covers) or len(weeks_of(parse(edition.period))),
        late=_against(own.overdue, every.overdue) if own and every else None,
        repeat=_against(own.repeat, every.repeat) if own and every else None,
        visits=visits,
        visits_of_others=visits_of_others,
        changes=tuple(changes),
    )


def changed(
    points: Iterable[tuple[Week, Cell]], days: Iterable[tuple[date, str]]
) -> tuple[Changed, ...]:
    """What the weeks of a procedure say of each day on which it changed."""
    known = tuple(points)
    return tuple(Changed(day, text, before_after(known, day)) for day, text in days)


def _against(own: Cell, every: Cell) -> Against | None:
    one, all_of = own.share, every.share
    if one is None or all_of is None or all_of.n <= one.n:
        return None
    others = Share(all_of.count - one.count, all_of.n - one.n)
    return Against(one, others, share_difference(one.count, one.n, others.count, others.n))
