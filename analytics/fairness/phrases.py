"""Verdicts in words: what was found, what it may mean, how often chance alone says the same."""

from ..words import Words
from .comparison import Compared, Comparison, Figure, Position, Verdict
from .improvement import Improvement

RARE = 0.0001  # a smaller chance is not told in figures: nobody can picture it


def verdict(of: Verdict, words: Words) -> str:
    """The verdict's short name."""
    _ = words.gettext
    return {
        Verdict.ABOVE_EXPECTATION: _("above expectation"),
        Verdict.AS_EXPECTED: _("as expected"),
        Verdict.BELOW_EXPECTATION: _("below expectation"),
        Verdict.NOT_ENOUGH_DATA: _("not enough data"),
    }[of]


def position(of: Position, words: Words) -> str:
    """Where in the funnel."""
    _ = words.gettext
    return {
        Position.BELOW_ALARM: _("below the 99.8 % limits"),
        Position.BELOW_WARNING: _("below the 95 % limits, within the 99.8 % limits"),
        Position.WITHIN: _("within the limits"),
        Position.ABOVE_WARNING: _("above the 95 % limits, within the 99.8 % limits"),
        Position.ABOVE_ALARM: _("above the 99.8 % limits"),
    }[of]


def explained(row: Compared, words: Words) -> str:
    """The verdict as a sentence or two, for a page or a report."""
    _ = words.gettext
    if row.figure is None:
        return _(
            "Not enough data to compare: {n} ratings. That says nothing good and nothing bad.",
            n=words.number(row.n),
        )
    found = _(
        "{observed} of {n} were satisfied; for the same procedures {expected} were to be expected.",
        observed=words.number(row.figure.observed),
        n=words.number(row.figure.compared),
        expected=words.number(row.figure.expected, 1),
    )
    return f"{found} {_meaning(row, row.figure, words)}"


def _meaning(row: Compared, figure: Figure, words: Words) -> str:
    _ = words.gettext
    if row.verdict is Verdict.AS_EXPECTED:
        return _("The difference is no larger than chance explains.")
    if row.verdict is Verdict.ABOVE_EXPECTATION:
        return _("More than chance explains: worth asking what others can learn from it.")
    return _(
        "Fewer than chance explains. By chance alone such a result would come with a probability of"
        " {chance}. A reason to look for causes together, no judgement of a person.",
        chance=chance(figure.false_alarm, words),
    )


def of_all(found: Comparison, words: Words) -> str:
    """What holds for the set: how many signals, and how many of them may be false."""
    _ = words.gettext
    above, below = (
        len(found.signals(of)) for of in (Verdict.ABOVE_EXPECTATION, Verdict.BELOW_EXPECTATION)
    )
    if not above + below:
        return _(
            "{n} compared, no signal. Were all of them alike, at most {share} of such comparisons would"
            " still bring one.",
            n=words.number(len(found.rows)),
            share=words.percent(found.false_signals, 0),
        )
    return _(
        "{n} compared: {above} above expectation, {below} below. Of all such signals, on average at"
        " most {share} are false alarms.",
        n=words.number(len(found.rows)),
        above=words.number(above),
        below=words.number(below),
        share=words.percent(found.false_signals, 0),
    )


def improved(it: Improvement, words: Words) -> str:
    """The reason for a commendation."""
    return words.gettext(
        "Citizens have been more satisfied than before since {since}, for {periods} periods. Where"
        " nothing changed, such a signal comes in {chance} of periods.",
        since=it.since,
        periods=words.number(it.periods),
        chance=chance(it.false_alarm, words),
    )


def chance(of: float, words: Words) -> str:
    """A small probability in percent, never as 0."""
    if of < RARE:
        return words.gettext("less than {share}", share=words.percent(RARE, 2))
    return words.percent(of, 2 if of < 0.01 else 1)
