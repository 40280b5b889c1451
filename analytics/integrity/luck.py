"""The luck of a month, as other counts of the same month tell it. Pure.

More people answer in one month than in another, on phones and on the tablet alike. So what is counted
on one side says what to expect on the other; what remains is not luck.
"""

from collections.abc import Sequence

from .spread import Counted, Expected, Given, Spread, expect


def told_by(expected: Expected, count: float) -> Counted:
    """The luck of a month in which the others were so many: the factor, 1.0 for none, and its blur.

    The luck is taken to be gamma distributed with mean 1 and the variation of what was expected; given
    a Poisson count it is so again, only narrower [Gelman et al. (2013), Bayesian Data Analysis, 2.6].

    >>> told_by(Expected(40.0, 0.025), 60)
    Counted(number=60, exposure=1.25, blur=0.01)
    """
    if expected.mean <= 0 or expected.variation <= 0:
        return Counted(count, 1.0)
    prior = 1 / expected.variation
    return Counted(count, (prior + count) / (prior + expected.mean), 1 / (prior + count))


def by_others(
    month: Counted, others: float, spread: Spread, own: Sequence[tuple[Counted, float]]
) -> Counted:
    """The month with the luck in its exposure that the others' count tells.

    spread: of the others. own: the key's months that tell what is usual for it, each with its others.
    """
    usual: list[Given] = [Counted(theirs, one.exposure) for one, theirs in own]
    luck = told_by(expect(spread, month.exposure, usual), others)
    return Counted(month.number, month.exposure * luck.exposure, luck.blur)
