"""What of the editions concerns one place: its row, what belongs to it, and how it was before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..breaks import Broken, find_broken, newest
from ..counts import TOTAL
from ..disclosure import Cell, State
from ..editions import Edition, Editions, Row, closing
from ..editions.spans import weeks_in
from ..editions.store import NoEdition
from ..errors import UnknownKey
from ..periods import parse
from ..source.happened import Noted
from ..targets import Commitment, Progress, progress_by
from ..weeks import Period, Week, span
from .history import History

WEEKS = 26  # of the chart
OFFICER = "officer"  # whose rows are for one reader: in no report that does not ask for them
WITHIN_A_UNIT = ("centre", "counter", OFFICER)
_EMPTY = Cell(State.EMPTY, 0, 0)


@dataclass(frozen=True)
class Belonging:
    """The unit of each centre, counter and officer, by key, as the catalogue has it."""

    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def unit_of(self, kind: str, key: str) -> str | None:
        """None for a key of which no unit is known."""
        return self.units.get(kind, {}).get(key)


@dataclass(frozen=True)
class Excerpt:
    """One place in one edition.

    place: the total, or the unit's row. before: the same a period earlier; None where there is no
    edition of it or figures are made in another way since. tables, tables_before: of all that
    belongs to the place. weeks: the satisfaction rate of the weeks up to the period's end. targets:
    how the commitments stand, of the place and, of everything together, of all units. history: when
    procedures changed, for the report on these. noted: what staff noted that stands beside the place.
    broken: where the series of weeks breaks. tells_later: whether each week from which its dossiers
    follow could say what was answered in it about earlier ones.
    """

    edition: Edition
    place: Row
    tables: Mapping[str, tuple[Row, ...]]
    weeks: tuple[tuple[Week, Cell], ...]
    before: Row | None = None
    tables_before: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    targets: tuple[Progress, ...] = ()
    history: History = field(default_factory=History)
    noted: tuple[Noted, ...] = ()
    broken: tuple[Broken, ...] = ()
    tells_later: bool = True

    @property
    def period(self) -> Period:
        """The period of the edition."""
        return parse(self.edition.period)

    @property
    def is_week(self) -> bool:
        """Whether it is about one week, of which a page or two are read."""
        return self.edition.kind == "week"

    @property
    def is_total(self) -> bool:
        """Whether it is about everything together."""
        return self.place.kind == TOTAL


def take(
    editions: Editions,
    edition: Edition,
    key: str | None,
    belonging: Belonging,
    commitments: Sequence[Commitment] = (),
    *,
    officers: bool = False,
) -> Excerpt:
    """What an edition says of a unit, or of everything together for None.

    officers: with the rows of the unit's officers, for their head alone; everything together has none.

    Raises UnknownKey where the edition has no row of that unit, DamagedEdition.
    """
    earlier = _earlier(editions, edition)
    kinds = WITHIN_A_UNIT if officers else tuple(kind for kind in WITHIN_A_UNIT if kind != OFFICER)
    its_own = [one for one in commitments if key in (None, one.unit_id)]
    return Excerpt(
        edition=edition,
        place=_place(edition, key),
        tables=_tables(edition, key, belonging, kinds),
        weeks=_weeks(editions, edition, key),
        before=None if earlier is None else _find(earlier, key),
        tables_before={} if earlier is None else _tables(earlier, key, belonging, kinds),
        targets=progress_by(editions, its_own, edition),
        broken=_broken(editions, edition),
        tells_later=closing.is_known(_weeks_behind(editions, edition)),
    )


def units_of(edition: Edition) -> list[str]:
    """The units of which the edition says anything, in the order of their keys."""
    return sorted(row.key for row in edition.tables.get("unit", ()) if row.key)


def _place(edition: Edition, key: str | None) -> Row:
    found = _find(edition, key)
    if found is None:
        raise UnknownKey(f"the edition {edition.name} says nothing of a unit '{key}'")
    return found


def _find(edition: Edition, key: str | None) -> Row | None:
    if key is None:
        return edition.total
    return next((row for row in edition.tables.get("unit", ()) if row.key == key), None)


def _tables(
    edition: Edition, key: str | None, belonging: Belonging, kinds: Sequence[str]
) -> dict[str, tuple[Row, ...]]:
    if key is None:
        return {name: rows for name, rows in edition.tables.items() if name != OFFICER}
    return {
        name: tuple(row for row in rows if belonging.unit_of(name, row.key) == key)
        for name, rows in edition.tables.items()
        if name in kinds
    }


def _earlier(editions: Editions, edition: Edition) -> Edition | None:
    try:
        found = editions.of(str(parse(edition.period).before()))
    except NoEdition:
        return None
    return found if found.method == edition.method else None


def _weeks(editions: Editions, edition: Edition, key: str | None) -> tuple[tuple[Week, Cell], ...]:
    """Begins with the first week of which there is an edition; one without is a gap."""
    published = set(editions.periods("week"))
    wanted = span(weeks_in(parse(edition.period))[-1], WEEKS)
    known = [week for week in wanted if str(week) in published]
    if not known:
        return ()
    return tuple(
        (week, _cell(editions, edition, week, key) if week in known else _EMPTY)
        for week in _from(wanted, known[0])
        if week <= known[-1]
    )


def _weeks_behind(editions: Editions, edition: Edition) -> list[Edition]:
    """The weeks from which its dossiers follow: itself, or those it covers and those after them."""
    if edition.kind == "week":
        return [edition]
    period = parse(edition.period)
    weeks = [*edition.total.covers, *map(str, closing.weeks_after(period))]
    until = edition.until or str(weeks_in(period)[-1])
    return [editions.of(week) for week in weeks if week <= until and editions.numbers(week)]


def _broken(editions: Editions, edition: Edition) -> tuple[Broken, ...]:
    weeks, months = newest(editions, "week"), newest(editions, "month")
    period = parse(edition.period)
    until = max(period.end_day, weeks_in(period)[-1].end_day)
    return find_broken(editions, weeks, months, until, WEEKS)


def _from(weeks: Iterable[Week], first: Week) -> list[Week]:
    return [week for week in weeks if week >= first]


def _cell(editions: Editions, edition: Edition, week: Week, key: str | None) -> Cell:
    its_own = edition.period == str(week)
    row = _find(edition if its_own else editions.of(str(week)), key)
    return _EMPTY if row is None else row.satisfaction
