"""An excerpt in sentences: what changed, what it rests on, what to do about it."""

from collections.abc import Sequence

from ..breaks import as_marks
from ..changes import Change, Moved, compare, moved_rows
from ..counts import POSTER, TOTAL
from ..disclosure import Cell, State
from ..editions import Row, find_matters
from ..editions.phrases import points_together
from ..editions.spans import weeks_in
from ..fairness.phrases import chance
from ..listing import cell_text, full_name, interval_text
from ..pictures.cells import week_text
from ..pictures.pareto import Pareto
from ..picturing import pareto_of
from ..tables import Row as LiveRow
from ..targets import Progress, phrases
from ..terms import cause, dimension, name_of, period, verdict
from ..weeks import Week
from ..words import Words
from . import unit_procedures
from .excerpt import Excerpt
from .tables import is_not_compared

MOST_MOVED, MOST_TO_DO = 8, 4
_MOST_NAMED = 2  # reasons of which each may be the one named most; more are no answer
_LEFT_OUT = 0.1  # from such a share of ratings not counted, it is worth asking why
_TOLD = ("unit", "centre", "counter", "field", "procedure")


def headline(excerpt: Excerpt, words: Words) -> str:
    """The answer in one sentence."""
    _ = words.gettext
    when = period(excerpt.period, words)
    if excerpt.place.satisfaction.state is State.WITHHELD:
        return _("{period}: the rate may not be shown, since it would tell other figures", period=when)
    texts = {
        Change.HIGHER: _("{period}: clearly more satisfied than before", period=when),
        Change.LOWER: _("{period}: clearly less satisfied than before", period=when),
        Change.UNCLEAR: _("{period}: no clear change", period=when),
        Change.NO_DATA: _("{period}: not enough ratings to say", period=when),
        Change.NOTHING_BEFORE: _("{period}: nothing before it to compare with", period=when),
    }
    change, before = _change(excerpt), excerpt.before
    if change is Change.NOTHING_BEFORE and before and before.satisfaction.state is State.WITHHELD:
        return _("{period}: the rate before it may not be shown, so nothing is compared", period=when)
    return texts[change]


def points_headline(excerpt: Excerpt, words: Words) -> str:
    """The points after Decision 766, as far as they are told."""
    found, when = points_together(excerpt.edition, excerpt.place, words), period(excerpt.period, words)
    if found is None:
        return words.gettext("{period}: no points may be told", period=when)
    points, out_of = found
    return words.gettext(
        "{period}: {points} of {out_of} points for satisfaction (Decision 766)",
        period=when,
        points=points,
        out_of=out_of,
    )


def basis(excerpt: Excerpt, words: Words) -> tuple[str, ...]:
    """What the headline rests on, and what the figures count where that is not the period."""
    _ = words.gettext
    here = weeks_in(excerpt.period)
    found = [
        _(
            "{text}, from {week} on: what was before is not to be compared with it.",
            text=mark.text[:1].upper() + mark.text[1:],
            week=week_text(mark.week, words),
        )
        for mark in as_marks(excerpt.broken, words)
        if mark.week in here
    ]
    change, before = _change(excerpt), excerpt.before
    if before is not None and change in (Change.UNCLEAR, Change.HIGHER, Change.LOWER):
        now, then = figure(excerpt.place.satisfaction, words), figure(before.satisfaction, words)
        text = (
            _("{now} after {then} before: chance alone may explain it.", now=now, then=then)
            if change is Change.UNCLEAR
            else _("{now} after {then} before: the intervals do not overlap.", now=now, then=then)
        )
        found.append(text)
    if excerpt.place.covers:
        found.append(
            _(
                "The satisfaction rate counts the whole weeks {weeks}: figures of the calendar period"
                " itself, beside those of the weeks, would tell what single citizens answered.",
                weeks=runs_of(excerpt.place.covers),
            )
        )
    if excerpt.edition.missing:
        missing = runs_of(excerpt.edition.missing)
        found.append(_("Not contained, since never published: {weeks}.", weeks=missing))
    return tuple(found)


def runs_of(weeks: Sequence[str]) -> str:
    """Weeks, in order, of which three and more in a row are told by their ends: a year has 52.

    >>> runs_of(["2026-W27", "2026-W28", "2026-W31", "2026-W32", "2026-W33"])
    '2026-W27, 2026-W28, 2026-W31 – 2026-W33'
    """
    runs: list[list[Week]] = []
    for week in map(Week.parse, weeks):
        if runs and runs[-1][-1] == week.before():
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(
        f"{run[0]} – {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def figure(cell: Cell, words: Words) -> str:
    """A rate with its interval and base."""
    interval = interval_text(cell, words)
    inside = f"{interval}; " if interval else ""
    return f"{cell_text(cell, words)} ({inside}n = {words.number(cell.n)})"


def changes(excerpt: Excerpt, words: Words) -> tuple[str, ...]:
    """Which rows have clearly changed, those that fell first; at most MOST_MOVED of them."""
    found = [(by, moved) for by in _TOLD for moved in _moved(excerpt, by)]
    found.sort(key=lambda pair: pair[1].change is Change.HIGHER)
    texts = [
        f"{dimension(by, words)}: {_called(moved.after, words)} {_move(moved, words)}"
        for by, moved in found[:MOST_MOVED]
    ]
    if len(found) > MOST_MOVED:
        texts.append(words.gettext("and {count} more", count=words.number(len(found) - MOST_MOVED)))
    return tuple(texts)


def compared(by: str, rows: Sequence[Row], words: Words) -> str:
    """How the verdicts of some rows divide."""
    _, verdicts = words.gettext, [row.comparison.verdict for row in rows if row.comparison is not None]
    kept = sum(is_not_compared(row) for row in rows)
    text = _(
        "{dimension}: {above} above expectation, {below} below, {as_expected} as expected,"
        " {unknown} without enough data.",
        dimension=dimension(by, words),
        above=words.number(verdicts.count("above")),
        below=words.number(verdicts.count("below")),
        as_expected=words.number(verdicts.count("as_expected")),
        unknown=words.number(verdicts.count("not_enough_data") - kept),
    )
    if not kept:
        return text
    more = _(
        "Another {count} cannot be compared: the rate may not be told, or only within bounds.",
        count=words.number(kept),
    )
    return f"{text} {more}"


def standing(row: Row, words: Words) -> str:
    """How a place itself stands against expectation; '' where nothing is said of it."""
    _, comparison = words.gettext, row.comparison
    if comparison is None:
        return ""
    if is_not_compared(row):
        return _(
            "{name}: not compared, since the rate may not be told, or only within bounds.",
            name=name_of(row, words),
        )
    told = verdict(comparison.verdict, words)
    ends = comparison.low, comparison.high
    if comparison.rate is None or comparison.expected is None or None in ends:
        return _("{name}: {verdict}.", name=name_of(row, words), verdict=told)
    low, high = (words.number(100 * (end or 0), 1) for end in ends)
    return _(
        "{name}: {verdict}. Comparable rate {rate}, where its procedures lead one to expect {expected}.",
        name=name_of(row, words),
        verdict=told,
        rate=f"{words.percent(comparison.rate)} ({low}–{high})",
        expected=words.percent(comparison.expected),
    )


def is_signal(row: Row) -> bool:
    """Whether a row stands clearly above or below what is to be expected."""
    return row.comparison is not None and row.comparison.verdict in ("above", "below")


def nothing_changed(excerpt: Excerpt, words: Words) -> str:
    """Why no change is told: there was none, or nothing before it."""
    _ = words.gettext
    if excerpt.before is None:
        return _("There is no edition before this one to compare with.")
    if _change(excerpt) in (Change.HIGHER, Change.LOWER):
        return _("Nothing else has clearly changed against the period before.")
    return _("Nothing has clearly changed against the period before, neither in whole nor in part.")


def targets(excerpt: Excerpt, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A line for each commitment of the place, and how those of the units stand, counted."""
    own, name = own_targets(excerpt), name_of(excerpt.place, words)
    lines = tuple(phrases.line(name, one, words) for one in own)
    verdicts = [one.judged.verdict for one in excerpt.targets if one not in own]
    return lines, (phrases.counted(verdicts, words),) if verdicts else ()


def own_targets(excerpt: Excerpt) -> tuple[Progress, ...]:
    """The commitments of the place itself."""
    if not excerpt.is_total:
        return excerpt.targets
    return tuple(one for one in excerpt.targets if one.judged.commitment.unit_id == TOTAL)


def to_do(excerpt: Excerpt, words: Words) -> tuple[str, ...]:
    """What follows from the figures: never more than they can say."""
    _ = words.gettext
    found = [
        *_below_expectation(excerpt, words),
        *_fallen(excerpt, words),
        *unit_procedures.to_do(excerpt, words),
        *_reasons(excerpt, words),
    ]
    found += [text for text in (_overdue(excerpt, words), _left_out(excerpt.place, words)) if text]
    if not found:
        return (_("Nothing calls for action: what differs is no more than chance explains."),)
    return tuple(found[:MOST_TO_DO])


def named_most(picture: Pareto, words: Words) -> str:
    """The reason named most, or those that may be it; '' where too many may be."""
    _, (found, certain) = words.gettext, picture.first()
    if not 0 < len(found) <= _MOST_NAMED:
        return ""
    topics = _(" or ").join(f"{bar.name} ({bar.text(words)})" for bar in found)
    if certain:
        return _("Most named by the {n} unsatisfied: {topics}.", n=picture.base, topics=topics)
    return _(
        "Of the reasons that may be shown, most named by the {n} unsatisfied: {topics}.",
        n=picture.base,
        topics=topics,
    )


def left_out(row: Row, words: Words) -> tuple[str, ...]:
    """How many ratings were not counted and why, and the rate both ways."""
    _ = words.gettext
    texts = [
        _("{count} ratings: {cause}", count=words.number(part.n), cause=cause(part.cause, words))
        for part in row.not_counted
        if part.n
    ]
    both = row.with_excluded
    if both.share is not None:
        rate = figure(both, words)
        texts.append(_("The rate would be {rate} if what rules left out were counted.", rate=rate))
    elif both.state in (State.TOO_FEW, State.WITHHELD):
        texts.append(
            _("The rate with what rules left out is not shown: it would tell what single ones answered.")
        )
    return tuple(texts)


def _change(excerpt: Excerpt) -> Change:
    before = None if excerpt.before is None else excerpt.before.satisfaction
    return compare(before, excerpt.place.satisfaction)


def _moved(excerpt: Excerpt, by: str) -> Sequence[Moved]:
    return moved_rows(excerpt.tables_before.get(by, ()), excerpt.tables.get(by, ()))


def _called(row: LiveRow, words: Words) -> str:
    return name_of(row, words) if row.name is None else full_name(row.name, words)


def _move(moved: Moved, words: Words) -> str:
    _ = words.gettext
    now, then = figure(moved.after.satisfaction, words), cell_text(moved.before.satisfaction, words)
    if moved.change is Change.LOWER:
        return _("fell to {now} from {then}", now=now, then=then)
    return _("rose to {now} from {then}", now=now, then=then)


def _below_expectation(excerpt: Excerpt, words: Words) -> list[str]:
    """Signals, the least likely by chance first; no officer by name in a sentence like that."""
    rows = [excerpt.place, *excerpt.tables.get("unit", ())]
    found = [
        (row.comparison.false_alarm or 0.0, row)
        for row in rows
        if row.comparison is not None and row.comparison.verdict == "below" and row.satisfaction.share
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].key))
    return [_look_for_causes(row, words) for _chance, row in found]


def _look_for_causes(row: Row, words: Words) -> str:
    _ = words.gettext
    comparison = row.comparison
    expected = comparison.expected if comparison else None
    false_alarm = comparison.false_alarm if comparison else None
    return _(
        "{name}: look for causes together. {figure}, where its procedures lead one to expect {expected}."
        " By chance alone: {chance}.",
        name=_called(row, words),
        figure=figure(row.satisfaction, words),
        expected="–" if expected is None else words.percent(expected),
        chance="–" if false_alarm is None else chance(false_alarm, words),
    )


def _fallen(excerpt: Excerpt, words: Words) -> list[str]:
    _ = words.gettext
    return [
        _(
            "{dimension}: ask what changed at {name}, which fell to {rate}.",
            dimension=dimension(by, words),
            name=_called(moved.after, words),
            rate=figure(moved.after.satisfaction, words),
        )
        for by in _TOLD
        for moved in _moved(excerpt, by)
        if moved.change is Change.LOWER
    ]


def _reasons(excerpt: Excerpt, words: Words) -> list[str]:
    """The topic that most of the unsatisfied named, where that is certain."""
    picture = pareto_of(excerpt.place, words)
    found, certain = picture.first() if picture else ([], False)
    if picture is None or len(found) != 1 or not certain:
        return []
    return [
        words.gettext(
            "Begin with “{topic}”: {named} of the {n} unsatisfied answers name it, more than any other.",
            topic=found[0].name,
            named=found[0].text(words),
            n=picture.base,
        )
    ]


def _overdue(excerpt: Excerpt, words: Words) -> str:
    """The matters that were not answered by their day: a deed, told whatever its number."""
    matters = find_matters(excerpt.edition, excerpt.place.key)
    if matters is None or matters.on_time >= matters.due:
        return ""
    return words.gettext(
        "Ask why {count} of {all} matters that citizens left were not answered by their day.",
        count=words.number(matters.due - matters.on_time),
        all=words.number(matters.due),
    )


def _left_out(row: Row, words: Words) -> str:
    n = sum(part.n for part in row.not_counted if part.cause != POSTER)
    if not n or n < _LEFT_OUT * (n + row.satisfaction.n):
        return ""
    return words.gettext(
        "Find out why {count} ratings were not counted: that is {share} of all.",
        count=words.number(n),
        share=words.percent(n / (n + row.satisfaction.n)),
    )
