"""How many visits each dossier took: all of it is invented, and drawn apart from everything else."""

from collections.abc import Iterable
from random import Random

from .dossiers import Dossier

SILENT = 0.1  # share of units whose system does not tell
UNKNOWN = 0.02  # share of dossiers of which the others do not
UNIT = (0.6, 1.6)  # how often a unit sends papers back, against the average
SENT_BACK = 0.06  # chance for each point of the procedure's trouble
OVERDUE = 2.0  # times as likely where the dossier was overdue
MOST_LIKELY = 0.6
MOST = 6


def tell_visits(dossiers: Iterable[Dossier], random: Random) -> None:
    """Give a unit's dossiers their visits, or leave them unknown."""
    is_silent, often = random.random() < SILENT, random.uniform(*UNIT)
    for dossier in dossiers:
        chance = SENT_BACK * dossier.demand.trouble * often * (OVERDUE if dossier.overdue else 1.0)
        visits = 1
        while visits < MOST and random.random() < min(MOST_LIKELY, chance):
            visits += 1
        if random.random() >= UNKNOWN and not is_silent:
            dossier.visits = visits
