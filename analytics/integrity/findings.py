"""What a rule says to the person who reviews it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that chance explains badly; a person looks into it, no figure changes by itself.

    rule: its name with its version. key, period: whose, and when. n: the base: services, presses or
    ratings, as the rule says. observed, expected: of what it counts, or shares from 0 to 1.
    chance: of at least as much where nothing was tampered with, 0 to 1: the false alarm.
    """

    rule: str
    key: str
    period: str
    n: int
    observed: float
    expected: float
    chance: float
