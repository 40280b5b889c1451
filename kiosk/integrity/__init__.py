"""The rules that mark a rating as not counted, and the marks that only ask a person to look.

None of them looks at the answer. Rules are versioned and go forward only: the name stored with a
rating says which version marked it. What a rule marks is kept, and shown beside every figure.
"""

from .bursts import BURST_PRESSES, BURST_SECONDS, BurstRule
from .names import BURST, CLOCK, CLONE, CLOSED, CROWD, REPEAT, RULES
from .recent import REMEMBERED
from .repeats import RepeatRule

__all__ = [
    "BURST",
    "BURST_PRESSES",
    "BURST_SECONDS",
    "CLOCK",
    "CLONE",
    "CLOSED",
    "CROWD",
    "REMEMBERED",
    "REPEAT",
    "RULES",
    "BurstRule",
    "RepeatRule",
]
