"""Verifying: is each file what was published, does it follow from what stands behind it, and, if that
is asked for, would the same cells be hidden again?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..counts import TOTAL
from ..periods import Month, parse
from ..source import Name
from ..weeks import Week
from ..words import Words
from . import behind, following_up, monthly, redoing, spans, weekly
from .codec import DamagedEdition, digest_of
from .freezing import of_months
from .model import Edition, Row
from .restating import standing_of
from .sources import Sources
from .store import NoEdition, Reference
from .weekly import Parts


def verify(sources: Sources, words: Words, *, whole: bool = False) -> Iterator[str]:
    """One line for each thing that is not as it should be; none if all is well.

    whole: decide anew, too, which cells may be shown, which takes as long as freezing did. Else it is
    believed, of the files that bear the digests they should. What has come late is told by late.py.
    """
    digests = set()
    followed: dict[str, str] = {}
    for place in sources.editions.listed():
        name = f"{place.period}.{place.number}"
        try:
            edition = sources.editions.at(place.period, place.number)
            digests.add(digest_of(edition))
            if edition.previous is not None:
                followed[name] = edition.previous
            yield from _compare(sources, place, edition, words)
            if whole:
                yield from _decided_otherwise(sources, edition, words)
        except (DamagedEdition, NoEdition) as error:
            yield f"{name}: {error}"
    for name, digest in followed.items():
        if digest not in digests:
            yield f"{name}: " + words.gettext("the edition published before it is gone or was changed")


def _of_matters(sources: Sources, edition: Edition, words: Words) -> Iterator[str]:
    """They follow from the record for good; of a restatement, from the edition that it restates."""
    if edition.matters is None:
        return
    period = parse(edition.period)
    weeks = [week for week in spans.weeks_in(period) if str(week) not in edition.missing]
    names = {row.key: row.name for row in edition.matters if row.name is not None}
    ruled = replace(sources, rule=edition.rule)
    found = following_up.matters_of(ruled, period, weeks, names, edition.frozen_at)
    if found != edition.matters:
        yield f"{edition.name}: " + words.gettext(
            "what it tells of matters does not follow from the record"
        )


def _compare(sources: Sources, place: Reference, edition: Edition, words: Words) -> Iterator[str]:
    yield from _of_matters(sources, edition, words)
    period = parse(place.period)
    if edition.behind is None:
        weeks = [week for week in spans.weeks_in(period) if str(week) not in edition.missing]
        parts = of_months(sources, period, weeks, _last(edition), edition.frozen_at)
        yield from _told(edition, parts, words)
        return
    stands = standing_of(sources.editions, edition)
    yield from _told(edition, _again(sources, edition, stands), words)


def _decided_otherwise(sources: Sources, edition: Edition, words: Words) -> Iterator[str]:
    cells = list(redoing.otherwise(sources.editions, edition))
    if cells:
        table, keys = cells[0]
        yield f"{edition.name}: " + words.gettext(
            "{count} cells would be decided otherwise, among them {table} {key}",
            count=words.number(len(cells)),
            table=table,
            key=" ".join(keys),
        )


def _told(edition: Edition, parts: Parts, words: Words) -> Iterator[str]:
    for table, key in differing(edition, parts):
        yield f"{edition.name}: " + words.gettext(
            "{table} {key} does not follow from the answers it counted", table=table, key=key
        )


def _again(sources: Sources, edition: Edition, stands: behind.Behind) -> Parts:
    names = names_in(edition)
    period = parse(edition.period)
    if isinstance(period, Month):
        weeks = [week for week in spans.weeks_in(period) if str(week) not in edition.missing]
        last = _last(edition)
        return monthly.make_parts(sources.editions, stands, weeks, names, last, by=edition.frozen_at)
    return weekly.make_parts(stands, names)


def _last(edition: Edition) -> Week:
    """The week up to which it subtracts from its dossiers; its own last one where it does not say."""
    own = spans.weeks_in(parse(edition.period))[-1]
    return own if edition.until is None else Week.parse(edition.until)


def names_in(edition: Edition) -> dict[str, dict[str, Name]]:
    """What the edition calls its rows."""
    return {
        table: {row.key: row.name for row in rows if row.name is not None}
        for table, rows in edition.tables.items()
    }


def differing(edition: Edition, parts: Parts) -> list[tuple[str, str]]:
    """The rows that are not the same, as table and key."""
    one: Mapping[str, Sequence[object]] = {TOTAL: (edition.total,), **edition.tables}
    other: Mapping[str, Sequence[object]] = {TOTAL: (parts.total,), **parts.tables}
    found = []
    for table in sorted({*one, *other}):
        here = {getattr(row, "key", ""): row for row in one.get(table, ())}
        there = {getattr(row, "key", ""): row for row in other.get(table, ())}
        found += [
            (table, key)
            for key in sorted({*here, *there})
            if here.get(key) != _told_as(here.get(key), there.get(key))
        ]
    return found


def _told_as(published: object, again: object) -> object:
    """The row as it was told before months could be held against each other, if it was told then."""
    if not (isinstance(published, Row) and isinstance(again, Row)):
        return again
    one, other = published.comparison, again.comparison
    if one is None or other is None or one.variance is not None:
        return again
    return replace(again, comparison=replace(other, observed=None, pooled=None, variance=None))
