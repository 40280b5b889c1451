"""What the pages read: editions, and of the running week only how many came."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from .. import rollup, schema, source, weekly
from ..breaks import as_marks, find_broken
from ..counts import TOTAL, UNKNOWN
from ..disclosure import Cell, State
from ..editions import Edition, Editions, Row, closing
from ..editions.codec import digest_of
from ..editions.comments import Readings
from ..editions.model import Trust
from ..editions.store import NoEdition, Reference
from ..errors import AnalyticsError, ContractBroken, RecordUnavailable, UnknownKey
from ..noted import Choice, beside, choices
from ..periods import Period, parse
from ..pictures.weekly import Event
from ..rollup import Clock
from ..simplify import Ranking, rank
from ..source import happened
from ..source.catalogue import unit_of
from ..source.happened import Noted
from ..source.versions import procedure_versions
from ..targets import Progress, progress_by, read_targets
from ..weeks import Week, civil_day
from ..words import Words

Point = tuple[Week, Cell]
Asked = tuple[Week, Trust | None]
_NOTHING = Cell(State.EMPTY, 0, 0)


@dataclass(frozen=True)
class Running:
    """How many ratings and services the running week has so far; never what they said."""

    week: Week
    ratings: int
    services: int


class Library:
    """The editions of an instance, what time it is, and the one refresh that may run at a time."""

    def __init__(self, instance: Path, clock: Clock) -> None:
        self.instance = instance
        self.record = instance / "kiosk.db"
        self.derived = instance / "analytics.db"
        self.editions = Editions(instance / "editions")
        self._texts = Readings(self.editions.folder)
        self.targets = instance / "targets.csv"
        self._clock = clock
        self._refreshing = threading.Lock()
        self._digests: dict[str, str] = {}
        self._rankings: dict[str, Ranking] = {}
        self._standings: tuple[object, tuple[Progress, ...]] = (None, ())
        self._noted: tuple[object, tuple[Noted, ...]] = (None, ())
        self._listed: tuple[int, dict[str, list[Reference]]] = (-1, {})

    def today(self) -> date:
        """The civil day in Viet Nam."""
        return civil_day(self._clock())

    def periods(self) -> dict[str, list[Reference]]:
        """The newest edition of every period, by kind, oldest first; read when the folder changes."""
        folder = self.editions.folder
        changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
        if self._listed[0] != changed:
            newest = {place.period: place for place in self.editions.listed()}
            kinds: dict[str, list[Reference]] = {}
            for place in newest.values():
                kinds.setdefault(place.kind, []).append(place)
            self._listed = changed, kinds
        return self._listed[1]

    def digest(self, edition: Edition) -> str:
        """What tells that the edition is the one that was published; worked out once."""
        if edition.name not in self._digests:
            self._digests[edition.name] = digest_of(edition)
        return self._digests[edition.name]

    def ranking(self, edition: Edition) -> Ranking:
        """Procedures by the citizens they hurt; worked out once, as an edition never changes."""
        if edition.name not in self._rankings:
            self._rankings[edition.name] = rank(edition.total.satisfaction, edition.rows("procedure"))
        return self._rankings[edition.name]

    def standings(self, edition: Edition) -> tuple[Progress, ...]:
        """How the commitments stood at the end of the edition's period; worked out when the edition,
        the file of targets or the folder is another. Raises WrongTargets.
        """
        if not self.targets.exists():
            return ()
        mark = (edition.name, self.targets.stat().st_mtime_ns, self.periods() and self._listed[0])
        if self._standings[0] != mark:
            found = progress_by(self.editions, read_targets(self.targets), edition)
            self._standings = mark, found
        return self._standings[1]

    def before(self, edition: Edition) -> Edition | None:
        """The edition of the period before; None where nothing was published of it."""
        try:
            return self.editions.of(str(parse(edition.period).before()))
        except NoEdition:
            return None

    def is_closing_known(self, edition: Edition) -> bool:
        """Whether all weeks from which its dossiers follow say what was answered later."""
        if edition.until is None:
            return False
        weeks = [*edition.total.covers, *map(str, closing.weeks_after(parse(edition.period)))]
        places = {place.period: place for place in self.periods().get("week", [])}
        found = (places[week] for week in weeks if week in places and week <= edition.until)
        return closing.is_known(self.editions.at(place.period, place.number) for place in found)

    def of_kind(self, kind: str, until: Period) -> Edition | None:
        """The newest edition of that kind whose period ended no later; None where there is none."""
        found = [
            place
            for place in self.periods().get(kind, [])
            if parse(place.period).end_day <= until.end_day
        ]
        return self.editions.at(found[-1].period, found[-1].number) if found else None

    def weeks(self, table: str, key: str, until: date, count: int) -> tuple[Point, ...]:
        """The published satisfaction of one row, week by week, from its first one on.

        until: the day after the last week may end. A week of which nothing was published is empty.
        """
        places = [
            place
            for place in self.periods().get("week", [])
            if Week.parse(place.period).end_day <= until
        ]
        return _points(self.editions, tuple(places[-count:]), table, key)

    def trust_weeks(self, table: str, key: str, until: date, count: int) -> tuple[Asked, ...]:
        """What the published weeks say of trust, oldest first, None of one in which it was not asked."""
        places = [
            place
            for place in self.periods().get("week", [])
            if Week.parse(place.period).end_day <= until
        ]
        return _asked(self.editions, tuple(places[-count:]), table, key)

    def breaks(self, until: date, count: int, words: Words) -> list[Event]:
        """Weeks from which on another series begins: another method, or another way of asking."""
        kinds = self.periods()
        weeks, months = kinds.get("week", []), kinds.get("month", [])
        return as_marks(find_broken(self.editions, weeks, months, until, count), words)

    def noted(self) -> tuple[Noted, ...]:
        """What staff noted, as of now: read again when the record's files have changed. Nothing where
        no record lies beside the editions."""
        mark = tuple(_changed(self.record.with_name(self.record.name + end)) for end in ("", "-wal"))
        if self._noted[0] != mark:
            try:
                with source.reading(self.record) as record:
                    self._noted = mark, happened.noted(record)
            except AnalyticsError:
                return ()
        return self._noted[1]

    def noted_beside(self, kind: str, key: str, until: date) -> list[Noted]:
        """Those of them that stand beside the figures of a row."""
        found = self.noted()
        unit = self._unit_of(kind, key, until) if any(one.unit for one in found) else ""
        return beside(found, kind, key, unit)

    def changes_of(self, procedure: str, until: date, words: Words) -> tuple[Choice, ...]:
        """The days before and after which a procedure may be compared, the newest first: its own new
        versions, and what was noted of it."""
        try:
            with source.reading(self.record) as record:
                versions = procedure_versions(record).get(procedure, ())
        except AnalyticsError:
            versions = ()
        return choices(self.noted(), procedure, versions, until, words)

    def _unit_of(self, kind: str, key: str, day: date) -> str:
        if kind not in ("centre", "counter", "officer"):
            return ""
        try:
            with source.reading(self.record) as record:
                return unit_of(record, day)[kind].get(key, "")
        except AnalyticsError:
            return ""

    def comments(self, edition: Edition, unit: str) -> tuple[str, ...]:
        """What citizens wrote and is in the record at this moment; none where that cannot be read."""
        try:
            with source.reading(self.record) as record:
                return self._texts.of_unit(edition, unit, record)
        except (RecordUnavailable, ContractBroken):
            return ()

    def running(self) -> Running | None:
        """As of the last refresh; None where nothing was counted yet, or it was published."""
        week = Week.of(self.today())
        if any(place.period == str(week) for place in self.periods().get("week", [])):
            return None
        try:
            with schema.reading(self.derived) as derived, source.reading(self.record) as record:
                if weekly.standing(derived).record_id != source.record_id(record):
                    return None
                counts = weekly.counts_of(derived, week, TOTAL).get(UNKNOWN)
        except AnalyticsError:
            return None
        return Running(week, counts.n, counts.services) if counts else Running(week, 0, 0)

    def refresh_if_needed(self) -> None:
        """Recompute what has changed; whoever comes meanwhile sees the counts as they were.

        Raises RecordUnavailable, ContractBroken or FiguresUnavailable.
        """
        must_wait = not self.derived.exists()
        if not self._refreshing.acquire(blocking=must_wait):
            return
        try:
            if not rollup.is_current(self.record, self.derived):
                rollup.refresh(self.record, self.derived, clock=self._clock)
        finally:
            self._refreshing.release()


def _changed(file: Path) -> tuple[int, int] | None:
    """What is another whenever the file is; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=1024)
def _points(editions: Editions, places: Sequence[Reference], table: str, key: str) -> tuple[Point, ...]:
    """Read once: an edition never changes, and a restatement is another one."""
    found = {Week.parse(p.period): _cell(editions.at(p.period, p.number), table, key) for p in places}
    if not found:
        return ()
    weeks, week = [], min(found)
    while week <= max(found):
        weeks.append((week, found.get(week, _NOTHING)))
        week = week.before(-1)
    first = next((at for at, (_week, cell) in enumerate(weeks) if cell.n), len(weeks) - 1)
    return tuple(weeks[first:])


@lru_cache(maxsize=1024)
def _asked(editions: Editions, places: Sequence[Reference], table: str, key: str) -> tuple[Asked, ...]:
    rows = [find_row(editions.at(place.period, place.number), table, key) for place in places]
    return tuple(
        (Week.parse(place.period), row.trust if row else None)
        for place, row in zip(places, rows, strict=True)
    )


def _cell(edition: Edition, table: str, key: str) -> Cell:
    try:
        return edition.row(table, key).satisfaction
    except UnknownKey:
        return _NOTHING


def find_row(edition: Edition, table: str, key: str) -> Row | None:
    """A row of the edition, or the total; None where there is none."""
    try:
        return edition.row(table, key)
    except UnknownKey:
        return None
