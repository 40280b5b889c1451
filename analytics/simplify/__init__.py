"""Procedures to simplify: where most citizens are hurt, by what, and whether a change has helped. Pure.

    hurt     how many citizens a procedure leaves unsatisfied beyond what others let one expect
    change   before and after a change of the procedure

Only published cells go in, so that nothing new is told. What is ranked is a procedure, which the
law can mend; never a person. Repeat visits are not recorded: a dossier is known by its receipt
and its end, not by how often somebody came. What is known is how many named them as a reason.
"""

from .change import BeforeAfter, before_after
from .hurt import Hurt, Ranking, rank

__all__ = ["BeforeAfter", "Hurt", "Ranking", "before_after", "rank"]
