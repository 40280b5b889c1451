"""The motivated intruder: an officer who knows his own queue to the minute, has every edition, and wants
to know what each citizen said. He reasons as well as anybody can from what he has.

His best guess needs each person's chance: people who cannot be told apart have the same, and of all
that agree with the published cells he takes the least presuming (largest entropy), by fitting the
cells in turn (Deming and Stephan 1940). He says "satisfied" where that is likelier.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.analytics.suppression.attacker import Knowledge

Chances = npt.NDArray[np.float64]
_ROUNDS = 12


@dataclass(frozen=True)
class Gain:
    """How often he is right, and how often one who knows only the overall rate; shares 0 to 1."""

    right: float
    base: float

    @property
    def points(self) -> float:
        """What he gains, in percentage points."""
        return 100 * (self.right - self.base)


def chances(known: Knowledge, prior: float) -> Chances:
    """Of each kind of persons, the chance that one of them was satisfied, (kinds,)."""
    fitted = np.full(len(known.sizes), prior)
    places = [np.flatnonzero(row) for row in known.members]
    for _ in range(_ROUNDS):
        for cell, place in zip(known.cells, places, strict=True):
            weight, own = known.sizes[place], fitted[place]
            target = min(max(float(weight @ own), cell.least), cell.most)
            fitted[place] = _shifted(own, weight, target)
    return fitted


def _shifted(fitted: Chances, weight: npt.NDArray[np.int64], target: float) -> Chances:
    """The same chances with their odds raised alike, so that so many are expected."""
    if abs(float(weight @ fitted) - target) < 1e-6:
        return fitted
    fitted = np.clip(fitted, 1e-9, 1 - 1e-9)
    odds, low, high = np.log(fitted / (1 - fitted)), -40.0, 40.0
    for _ in range(40):
        middle = (low + high) / 2
        expected = float(weight @ (1 / (1 + np.exp(-(odds + middle)))))
        low, high = (middle, high) if expected < target else (low, middle)
    shifted: Chances = 1 / (1 + np.exp(-(odds + (low + high) / 2)))
    return shifted


def gain_from_published(
    known: Knowledge, of_kind: npt.NDArray[np.int64], satisfied: Sequence[int]
) -> Gain:
    """His gain over all persons; of_kind: (persons,) which kind each is."""
    answers = np.array(satisfied)
    base = max(answers.mean(), 1 - answers.mean())
    fitted = chances(known, float(answers.mean()))
    guesses = fitted[of_kind] >= 0.5
    return Gain(float((guesses == (answers == 1)).mean()), float(base))


def gain_from_copies(
    rows: Sequence[tuple[tuple[str, ...], int]], seen: Callable[[tuple[str, ...]], object]
) -> Gain:
    """His gain from a file that he copies: seen says what of a row he can match a person by; among
    those who match alike he says of all what most of them said."""
    groups: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    for key, answer in rows:
        groups[seen(key)][answer] += 1
    n = len(rows)
    satisfied = sum(group[1] for group in groups.values())
    return Gain(sum(max(group) for group in groups.values()) / n, max(satisfied, n - satisfied) / n)
