"""Who has become better and stayed so: a reason to commend, in the order of names."""

from collections.abc import Sequence
from dataclasses import replace

from ... import terms
from ...editions import Row
from ...fairness import Improvement
from ...fairness.improvement import PERIODS, false_alarm_rate
from ...fairness.phrases import improved as as_sentence
from ...listing import as_in_a_dictionary
from ...periods import parse
from ...words import Words
from ..parts import Line, Section, Table
from . import wording


def section(found: Sequence[Improvement], rows: Sequence[Row], by: str, words: Words) -> Section:
    """Those of the rows that have; how many of such signals chance alone brings is said with them."""
    _, named = words.gettext, {row.key: row for row in rows}
    lines = [
        Line(
            wording.name_of(named[one.key], words),
            (terms.period(parse(one.since), words), one.periods),
        )
        for one in found
        if one.key in named
    ]
    compared = sum(row.comparison is not None and row.comparison.variance is not None for row in rows)
    table = Table(
        terms.dimension(by, words),
        (_("Since"), _("Number of months")),
        tuple(sorted(lines, key=lambda line: as_in_a_dictionary(line.head))),
    )
    said = [
        _(
            "Held against their own months before and against what their procedures let expect, so that"
            " an easier desk is no improvement. It is seen after {months} months at the earliest.",
            months=words.number(PERIODS + 1),
        )
    ]
    by_chance = compared * false_alarm_rate()
    if not lines:
        said.append(_("So far the months show no improvement that has lasted."))
    elif compared:
        said.append(
            _(
                "A reason to commend and to learn from, and no rank. Of {count} compared, chance alone"
                " brings about {expected} new signals a month, which may stay here for many; more of"
                " them where months vary more than chance explains.",
                count=words.number(compared),
                expected=words.number(by_chance, 1 if by_chance >= 0.1 else 2),
            )
        )
    return Section("improved", _("Improved, and stayed so"), tuple(said), None, table if lines else None)


def of_own(one: Improvement | None, words: Words) -> tuple[Section, ...]:
    """What an officer reads of an improvement; nothing where there is none to tell."""
    if one is None:
        return ()
    since = terms.period(parse(one.since), words)
    said = as_sentence(replace(one, since=since), words)
    return (Section("improved", words.gettext("Improved, and stayed so"), (said,)),)
