"""Fair comparison: each against what its own procedures let one expect; a verdict, never a rank. Pure.

    cases        what each was rated for, and what is usual for it
    expectation  observed and expected, what chance can do
    comparison   everybody at once: verdict, funnel, chances of a false alarm
    published    the same from published cells alone
    improvement  those who have become better and stayed so
    phrases      all of it in words

Nothing here sorts by a rate, and nothing may: rows stand in the order of their keys.

Disclosure: verdicts and figures follow from an officer's total, the number of ratings by
procedure, and the reference rates. `compare_published` takes them from published cells, so that
nothing new is told; whoever has no number of its own gets no verdict.
"""

from .cases import REST, UNKNOWN, Cases, Reference, gather, pooled
from .comparison import Compared, Comparison, Figure, Position, Verdict, compare, verdicts
from .expectation import Expectation, expectation
from .improvement import Improvement, Period, improvements, period
from .published import compare_published

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
    "compare_published",
    "expectation",
    "gather",
    "improvements",
    "period",
    "pooled",
    "verdicts",
]
