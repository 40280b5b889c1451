"""Procedures to simplify: where most citizens are hurt, by what, and whether a change has helped. Pure.

    hurt      how many citizens a procedure leaves unsatisfied beyond what others let one expect
    change    before and after a change of the procedure
    evidence  all that is known of one procedure: these two, lateness, repeat visits, and where
    phrases   the same in plain words

Only published cells go in, so that nothing new is told. What is ranked is a procedure, which the
law can mend; never a person, and of units none but by name, where chance does not explain it.
"""

from .change import BeforeAfter, before_after
from .evidence import Changed, Evidence, changed, evidence_of
from .hurt import Hurt, Ranking, rank

__all__ = [
    "BeforeAfter",
    "Changed",
    "Evidence",
    "Hurt",
    "Ranking",
    "before_after",
    "changed",
    "evidence_of",
    "rank",
]
