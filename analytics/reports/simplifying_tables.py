"""Tables of the report on procedures to simplify, with numbers that a spreadsheet can work on."""

from collections.abc import Sequence
from textwrap import shorten

from ..editions import Edition
from ..indices import Share
from ..pictures.difference import difference_text
from ..simplify import Evidence, phrases
from ..simplify.evidence import Against
from ..stats.intervals import wilson_interval
from ..terms import name_of
from ..words import Words
from .model import Column, Item, Kind, Table
from .paper_tables import LONGEST_NAME
from .tables import count_item

_NOTHING = Item("–")
_IN_A_ROW = 36  # letters of a name


def ranking_table(evidence: Sequence[Evidence], words: Words) -> Table:
    """Most citizens first, short enough for the first page; headings below tell whole names."""
    _ = words.gettext
    columns = (
        Column(_("Procedure"), Kind.TEXT, wide=True, below=_("Key")),
        Column(_("Citizens hurt in a year"), Kind.RANGE, below=_("95 % interval")),
        Column(_("Dossiers"), Kind.COUNT),
        Column(_("Not satisfied"), Kind.SHARE),
        Column(_("Late"), Kind.SHARE, below="n"),
        Column(_("More than one visit"), Kind.SHARE, below="n"),
    )
    rows = tuple(
        (
            _numbered(at, one, words),
            _a_year(one, words),
            count_item(one.hurt.dossiers, words) if one.hurt else _NOTHING,
            _unsatisfied(one, words),
            _of(one.late, words),
            _of(one.repeat, words),
        )
        for at, one in enumerate(evidence, start=1)
    )
    return Table("simplify", "", columns, rows, sheet=_("Ranking"))


def evidence_table(evidence: Sequence[Evidence], words: Words) -> Table:
    """A procedure a row, beside all other procedures."""
    _ = words.gettext
    others = _("all others")
    columns = (
        Column(_("Procedure"), Kind.TEXT, wide=True, below=_("Key")),
        Column(_("Answers"), Kind.COUNT),
        Column(_("Not satisfied"), Kind.SHARE),
        Column(_("Not satisfied: {others}", others=others), Kind.SHARE),
        Column(_("Citizens hurt in this period"), Kind.COUNT, below=_("95 % interval")),
        Column(_("Late"), Kind.SHARE, below="n"),
        Column(_("Late: {others}", others=others), Kind.SHARE, below="n"),
        Column(_("Visits known of"), Kind.COUNT),
        Column(_("More than one visit"), Kind.SHARE, below="n"),
        Column(_("More than one visit: {others}", others=others), Kind.SHARE, below="n"),
        Column(_("Units compared"), Kind.COUNT),
        Column(_("Units that stand out"), Kind.COUNT),
    )
    rows = tuple(_evidence(one, words) for one in evidence)
    return Table("simplify-evidence", _("Evidence"), columns, rows)


def places_table(
    edition: Edition, evidence: Sequence[Evidence], words: Words, *, named: bool = True
) -> Table | None:
    """Units that stand out, in the order of procedures and names; None where none does.

    named: with the procedure's name, which a heading may tell already.
    """
    _ = words.gettext
    found = [
        (at, phrases.unit_name(edition, place.unit, words), place, one)
        for at, one in enumerate(evidence)
        for place in one.places
    ]
    if not found:
        return None
    found.sort(key=lambda part: (part[0], part[1], part[2].what))
    columns = (
        *((Column(_("Procedure"), Kind.TEXT, wide=True),) if named else ()),
        Column(_("Unit"), Kind.TEXT, wide=True),
        Column(_("What"), Kind.TEXT),
        Column(_("Dossiers"), Kind.COUNT),
        Column(_("To be expected"), Kind.MEAN),
        Column(_("Of dossiers"), Kind.COUNT),
    )
    rows = tuple(
        (
            *((_name(one, words),) if named else ()),
            Item(unit, unit),
            Item(what := phrases.what_is_worse(place.what, words), what),
            count_item(place.count, words),
            Item(words.number(place.expected, 1), round(place.expected, 1)),
            count_item(place.n, words),
        )
        for _at, unit, place, one in found
    )
    note = _("In the order of names: this is no ranking.")
    return Table("simplify-where", _("Where it goes worse"), columns, rows, note=note)


def changes_table(evidence: Sequence[Evidence], words: Words) -> Table | None:
    """Before and after each change; None where none is known."""
    _ = words.gettext
    columns = (
        Column(_("Procedure"), Kind.TEXT, wide=True, below=_("Key")),
        Column(_("Changed on"), Kind.DAY),
        Column(_("What"), Kind.TEXT),
        Column(_("Since then"), Kind.TEXT),
        Column(_("Beside the year before"), Kind.TEXT),
    )
    rows = tuple(
        (
            _name(one, words),
            Item(words.day(change.day), change.day),
            Item(change.text, change.text),
            Item(since := difference_text(change.found.difference, words), since),
            Item(season := phrases.season(change, words), season),
        )
        for one in evidence
        for change in one.changes
        if change.found is not None
    )
    return Table("simplify-changes", _("Before and after"), columns, rows) if rows else None


def _evidence(one: Evidence, words: Words) -> tuple[Item, ...]:
    hurt, handling = one.hurt, one.row.handling
    period = _NOTHING
    if hurt is not None:
        low, high = (words.number(round(bound)) for bound in hurt.interval)
        citizens = round(hurt.citizens)
        period = Item(words.number(citizens), citizens, below=f"{low}–{high}")
    return (
        _name(one, words),
        count_item(one.row.satisfaction.n, words),
        _unsatisfied(one, words),
        _sampled(hurt.excess.other_satisfied, hurt.excess.other_n, words) if hurt else _NOTHING,
        period,
        _of(one.late, words),
        _share(one.late.others, words) if one.late else _NOTHING,
        count_item(handling.repeat.n, words) if handling else _NOTHING,
        _of(one.repeat, words),
        _share(one.repeat.others, words) if one.repeat else _NOTHING,
        count_item(handling.units, words) if handling else _NOTHING,
        count_item(len({place.unit for place in one.places}), words) if handling else _NOTHING,
    )


def _numbered(at: int, one: Evidence, words: Words) -> Item:
    name = name_of(one.row, words)
    return Item(f"{at}. {shorten(name, _IN_A_ROW, placeholder=' …')}", name, below=one.row.key)


def _name(one: Evidence, words: Words) -> Item:
    name = name_of(one.row, words)
    return Item(shorten(name, LONGEST_NAME, placeholder=" …"), name, below=one.row.key)


def _a_year(one: Evidence, words: Words) -> Item:
    if one.a_year is None:
        return _NOTHING
    count, low, high = (phrases.roughly(n, words) for n in one.a_year)
    return Item(count, phrases.two_digits(one.a_year[0]), below=f"{low}–{high}")


def _unsatisfied(one: Evidence, words: Words) -> Item:
    if one.hurt is None:
        return _NOTHING
    return _sampled(one.hurt.excess.satisfied, one.hurt.excess.n, words)


def _sampled(bad: int, n: int, words: Words) -> Item:
    return _share(Share(bad, n, wilson_interval(bad, n)), words)


def _of(one: Against | None, words: Words) -> Item:
    return _share(one.own, words) if one else _NOTHING


def _share(share: Share, words: Words) -> Item:
    n = "" if share.interval else f"n = {words.number(share.n)}"
    return Item(words.percent(share.value), share.value, share.interval, below=n)
