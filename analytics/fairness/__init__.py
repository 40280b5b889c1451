"""Fair comparison: each against what its own procedures let one expect; a verdict, never a rank. Pure.

    cases        what each was rated for, and what is usual for it
    expectation  observed and expected, what chance can do
    comparison   everybody at once: verdict, funnel, chances of a false alarm
    improvement  those who have become better and stayed so
    phrases      all of it in words

Nothing here sorts by a rate, and nothing may: rows stand in the order of their keys.

Disclosure: verdicts and figures follow from an officer's total, the number of ratings by
procedure, and the reference rates. Where these are published, or pooled where they are not (see
pooled), nothing new is told. So show a figure or verdict only where the one's own cell is shown as
a number: a verdict beside a hidden cell would tell about it.
"""

from .cases import REST, UNKNOWN, Cases, Reference, gather, pooled
from .comparison import Compared, Comparison, Figure, Position, Verdict, compare, verdicts
from .expectation import Expectation, expectation
from .improvement import Improvement, Period, improvements, period

__all__ = [
    "REST",
    "UNKNOWN",
    "Cases",
    "Compared",
    "Comparison",
    "Expectation",
    "Figure",
    "Improvement",
    "Period",
    "Position",
    "Reference",
    "Verdict",
    "compare",
    "expectation",
    "gather",
    "improvements",
    "period",
    "pooled",
    "verdicts",
]
