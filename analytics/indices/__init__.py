"""From counts to rates, points and profiles, each with base, interval, method and components. Pure.

Shares are 0 to 1. Nothing here is called SIPAS, which asks households.

    shares    the three rates that must never be mixed
    model     what every index carries, and the versions of the methods
    offered   the three rates as indices
    points    Decision 766/QD-TTg
    splits    late against on time, businesses against citizens
    elements  the five elements of service, from reasons
    trust     the optional question, where it is asked
    breaks    where a series of them breaks
"""

from .breaks import Break, asking_breaks, find_breaks, unbroken
from .elements import Profile, element_profile
from .model import METHODS, Index
from .offered import dossier_index, response_index, satisfaction_index
from .points import (
    FULL_POINTS,
    FULL_POINTS_FROM,
    Petitions,
    ServicePoints,
    dossier_points,
    petition_points,
    service_points,
)
from .shares import (
    Share,
    dossier_satisfaction,
    excluded_answers,
    response_rate,
    satisfaction_rate,
    satisfaction_with_excluded,
    tied_answers,
)
from .splits import Split, timeliness_split, user_kind_split
from .trust import trust_answered, trust_index

__all__ = [
    "FULL_POINTS",
    "FULL_POINTS_FROM",
    "METHODS",
    "Break",
    "Index",
    "Petitions",
    "Profile",
    "ServicePoints",
    "Share",
    "Split",
    "asking_breaks",
    "dossier_index",
    "dossier_points",
    "dossier_satisfaction",
    "element_profile",
    "excluded_answers",
    "find_breaks",
    "petition_points",
    "response_index",
    "response_rate",
    "satisfaction_index",
    "satisfaction_rate",
    "satisfaction_with_excluded",
    "service_points",
    "tied_answers",
    "timeliness_split",
    "trust_answered",
    "trust_index",
    "unbroken",
    "user_kind_split",
]
