"""From the wishes of an address to the page that answers them. No Flask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .. import source
from ..editions import Edition, Row
from ..editions.comments import units as comment_units
from ..editions.store import NoEdition
from ..errors import AnalyticsError, UnknownKey
from ..fairness import Improvement
from ..improving import improved
from ..noted import as_events
from ..periods import parse
from ..pictures.weekly import Event, WeeklyChart
from ..picturing import weekly_of
from ..simplify import Ranking, before_after, changed, evidence_of
from ..simplify.evidence import TWO_YEARS
from ..source.versions import procedure_versions
from ..targets import WrongTargets
from ..weeks import Week
from ..words import Words
from .address import Choice, choose, find_other
from .library import Library, find_row
from .pages import (
    comments,
    commitments,
    compare,
    exclusions,
    fair,
    hours,
    operations,
    overview,
    own,
    points,
    procedure,
    procedures,
    reasons,
    series,
    silence,
    tables,
    trust,
    wall,
    wording,
)
from .parts import Page, Section

MONTHS_BACK = 12
CHANGES = 12  # procedures whose change is told; each reads two years of weeks
_DIGITS = 6  # of an edition's number


@dataclass(frozen=True)
class Desk:
    """One request: what may be read, what is wished, in which language.

    Wrong wishes raise UnknownKey, WrongPeriod, WrongWeek or NoEdition.
    """

    library: Library
    wishes: Mapping[str, str]
    words: Words

    def edition(self) -> Edition:
        """The one in the address, else the newest week (before there is one, the newest of all); of a
        period its newest edition."""
        period, number = self.wishes.get("period"), self.wishes.get("edition")
        if not period:
            kinds = self.library.periods()
            return self.library.editions.newest("week" if "week" in kinds else next(iter(kinds), "week"))
        parse(period)
        if number is None:
            return self.library.editions.of(period)
        if not number.isdecimal() or len(number) > _DIGITS:
            raise NoEdition(f"there is no edition {number[:_DIGITS]!r} of {period}")
        return self.library.editions.at(period, int(number))

    def page(self, name: str) -> Page:
        """One of PAGES. Raises UnknownKey for any other."""
        if name not in PAGES:
            raise UnknownKey(f"there is no page '{name}'")
        return PAGES[name](self)

    def choice(self) -> Choice:
        """The row that is looked at."""
        return choose(self.wishes, self.edition())

    def overview_page(self) -> Page:
        """The answer within a minute."""
        choice = self.choice()
        month = self.library.of_kind("month", parse(choice.edition.period))
        ranking = self.library.ranking(month or choice.edition) if choice.key is None else None
        before = self.library.before(choice.edition)
        known = self.library.is_closing_known(choice.edition)
        news = overview.News(choice, before, ranking, self.chart(choice), self.words, known)
        return overview.page(news, self._commitments(choice), self._trust(choice))

    def _trust(self, choice: Choice) -> Section | None:
        if choice.row.kind not in trust.TOLD_OF:
            return None
        until = parse(choice.edition.period).end_day
        weeks = self.library.trust_weeks(*choice.scope, until, trust.WEEKS)
        return trust.section(choice.row.trust, weeks, self.words)

    def _commitments(self, choice: Choice) -> Section | None:
        try:
            found = self.library.standings(choice.edition)
        except WrongTargets:
            return commitments.faulty(self.words)
        return commitments.section(found, choice, self.words)

    def chart(self, choice: Choice, *, is_public: bool = False) -> WeeklyChart | None:
        """The weeks of the row until the end of the period.

        is_public: what staff noted is left out; it was written for those who answer for the figures.
        """
        row, until = choice.row, parse(choice.edition.period).end_day
        points = self.library.weeks(*choice.scope, until, series.WEEKS)
        events = self.library.breaks(until, series.WEEKS, self.words)
        if row.kind == "procedure":
            events += [
                Event(Week.of(day), self.words.gettext("a new version of the procedure"))
                for day in self._versions().get(row.key, ())[1:]
            ]
        if not is_public:
            noted = self.library.noted_beside(*choice.scope, until)
            events += as_events(noted, choice.scope[0], self.words)
        return weekly_of(wording.name_of(row, self.words), points, self.words, events)

    def hours_page(self) -> Page:
        """Of the month, where a week is asked for."""
        return self._from_a_month_on("hour_weekday", lambda edition: hours.page(edition, self.words))

    def fair_page(self) -> Page:
        """Officers unless another table is asked for."""
        by = self.wishes.get("by") or fair.TABLES[0]
        if by not in fair.TABLES:
            raise UnknownKey(f"nobody is compared by '{by}'")
        every = self.wishes.get("rows") == "all"
        return self._from_a_month_on(
            by,
            lambda edition: fair.page(edition, by, self.words, every, self._improved(by, edition)),
        )

    def _improved(self, table: str, edition: Edition) -> tuple[Improvement, ...]:
        months = self.library.periods().get("month", ())
        return improved(self.library.editions, months, table, parse(edition.period).end_day)

    def points_page(self) -> Page:
        """Of the month, where a week is asked for and there is one: a week tells no satisfaction with
        the handling of matters."""
        edition = self.edition()
        month = self.library.of_kind("month", parse(edition.period))
        wider = month if month and edition.kind == "week" else edition
        found = points.page(wider, self.words, every_row=self.wishes.get("rows") == "all")
        return replace(found, edition=wider)

    def comments_page(self) -> Page:
        """The units of which texts may be read, or those of one; of a month, never of a week."""
        edition = self._month()
        if edition is None:
            title = self.words.gettext("Told from the first month on")
            return Page(title, wording.days_of(self.edition(), self.words), ())
        key = self.wishes.get("key")
        if key:
            row = edition.row("unit", key)
            texts, leaf = self.library.comments(edition, key), self.wishes.get("leaf", "1")
            found = comments.of_unit(edition, row, texts, self.words, leaf)
        else:
            keys = comment_units(self.library.editions.folder, edition)
            rows = [edition.row("unit", key) for key in keys]
            found = comments.choose(edition, rows, self.words)
        return replace(found, edition=edition)

    def _month(self) -> Edition | None:
        edition = self.edition()
        return (
            edition if edition.kind == "month" else self.library.of_kind("month", parse(edition.period))
        )

    def procedures_page(self) -> Page:
        """Of the month, where a week is asked for and there is one."""
        wider, ranking = self._ranked()
        every = self.wishes.get("rows") == "all"
        found = procedures.page(wider, ranking, self._changes(wider), self.words, every=every)
        return replace(found, edition=wider)

    def procedure_page(self) -> Page:
        """The evidence of one procedure, of the month where a week is asked for and there is one.

        Without a key it is the one that hurts most.
        """
        wider, ranking = self._ranked()
        ranked = [one.row.key for one in (*ranking.clear, *ranking.unclear)]
        key = self.wishes.get("key") or next(iter(ranked), "")
        choice = choose({**self.wishes, "by": "procedure", "key": key}, wider)
        until = parse(wider.period).end_day
        days = [(one.day, one.text) for one in self.library.changes_of(key, until, self.words)]
        points = self.library.weeks("procedure", key, until, TWO_YEARS) if days else ()
        found = evidence_of(wider, ranking, key, changed(points, days))
        return replace(procedure.page(wider, found, self.chart(choice), self.words), edition=wider)

    def _ranked(self) -> tuple[Edition, Ranking]:
        """The month, where a week is asked for and there is one, with its procedures ranked."""
        edition = self.edition()
        month = self.library.of_kind("month", parse(edition.period))
        wider = month if month and edition.kind == "week" else edition
        return wider, self.library.ranking(wider)

    def compare_page(self) -> Page:
        """With another period, or with another row of the same table."""
        choice, other = self.choice(), self.wishes.get("with")
        if not other:
            return compare.alone(choice.edition, choice.row, self.words)
        if choice.key is not None and (row := find_other_row(choice, other)):
            return compare.rows(choice.edition, choice.row, row, self.words)
        earlier = self.library.editions.of(other)
        old = find_row(earlier, *choice.scope)
        if old is None:
            raise UnknownKey(f"{other} has no such row")
        return compare.periods(choice.edition, choice.row, earlier, old, self.words)

    def own_page(self, officer: str) -> Page | None:
        """An officer's own page; None before the first month was published."""
        edition = self.edition() if self.wishes.get("period") else None
        if edition is None or "officer" not in edition.tables:
            edition = self.library.of_kind("month", Week.of(self.library.today()))
        if edition is None:
            return None
        better = {one.key: one for one in self._improved("officer", edition)}.get(officer)
        found = own.page(edition, officer, self._earlier(edition), self.words, better)
        return replace(found, edition=edition)

    def wall_page(self) -> Page:
        """Unit or centre, by its key; everything together without one."""
        edition, by = self.edition(), self.wishes.get("by") or wall.LEVELS[0]
        if by not in wall.LEVELS:
            raise UnknownKey(f"a wall tells nothing by '{by}'")
        choice = choose({**self.wishes, "by": by}, edition)
        return wall.page(edition, choice.row, self.chart(choice, is_public=True), self.words)

    def operations_page(self) -> Page:
        """Everything together and the units; of the tables below them nothing is read."""
        whole = self.edition()
        before = self.library.before(whole)
        choice = operations.chosen(operations.of_units(whole))
        earlier = operations.of_units(before) if before else None
        known = self.library.is_closing_known(whole)
        news = overview.News(choice, earlier, None, self.chart(choice), self.words, known)
        try:
            targets = self.library.standings(whole)
        except WrongTargets:
            targets = ()
        return operations.page(news, targets, self.words)

    def _from_a_month_on(self, table: str, page: Callable[[Edition], Page]) -> Page:
        edition = self.edition()
        if table not in edition.tables:
            month = self.library.of_kind("month", parse(edition.period))
            if month is None or table not in month.tables:
                title = self.words.gettext("Told from the first month on")
                return Page(title, wording.days_of(edition, self.words), ())
            edition = month
        return replace(page(edition), edition=edition)

    def _earlier(self, edition: Edition) -> list[Edition]:
        found, period = [], parse(edition.period)
        for back in range(1, MONTHS_BACK):
            try:
                found.append(self.library.editions.of(str(period.before(back))))
            except NoEdition:
                continue
        return found

    def _versions(self) -> dict[str, tuple[date, ...]]:
        try:
            with source.reading(self.library.record) as record:
                return procedure_versions(record)
        except AnalyticsError:  # no record beside the editions: they are told all the same
            return {}

    def _changes(self, edition: Edition) -> list[procedures.Changed]:
        until = parse(edition.period).end_day
        found: list[procedures.Changed] = []
        rows = {row.key: row for row in edition.rows("procedure")}
        for key, days in self._versions().items():
            since = procedures.latest_change(days, until)
            if key in rows and since is not None and len(found) < CHANGES:
                points = self.library.weeks("procedure", key, until, TWO_YEARS)
                told = before_after(points, since)
                if told is not None:
                    found.append((wording.name_of(rows[key], self.words), told))
        return found


def find_other_row(choice: Choice, key: str) -> Row | None:
    """The other row of the table, or None where the wish names a period."""
    try:
        parse(key)
    except AnalyticsError:
        return find_other(key, choice.edition.rows(choice.by))
    return None


PAGES: dict[str, Callable[[Desk], Page]] = {
    "overview": Desk.overview_page,
    "procedures": Desk.procedures_page,
    "procedure": Desk.procedure_page,
    "reasons": lambda desk: reasons.page(desk.choice(), desk.words),
    "comments": Desk.comments_page,
    "points": Desk.points_page,
    "hours": Desk.hours_page,
    "fair": Desk.fair_page,
    "tables": lambda desk: tables.page(desk.choice(), desk.words),
    "silence": lambda desk: silence.page(desk.choice(), desk.words),
    "exclusions": lambda desk: exclusions.page(desk.choice(), desk.words),
    "compare": Desk.compare_page,
}
