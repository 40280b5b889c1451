"""How dossiers went: late, or sent back for more papers, by procedure and the unit that resolved them.

    counts   what one procedure in one unit adds up to
    places   units where a procedure goes worse than in the others, by more than chance explains

None of it is an answer of a citizen. Pure.
"""

from .counts import ByPlace, Handling, add_up, by_procedure
from .places import LATE, REPEAT, Compared, Place, worse_places

__all__ = [
    "LATE",
    "REPEAT",
    "ByPlace",
    "Compared",
    "Handling",
    "Place",
    "add_up",
    "by_procedure",
    "worse_places",
]
