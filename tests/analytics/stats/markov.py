"""Run lengths of zone rules by Markov chain: the states are what the rules must remember.

After Champ and Woodall (1987), Technometrics 29:393-399. Knows the rules by name only.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

# One point in each zone between the whole deviations, and the chance of that zone.
ZONES = [(at + 0.5, float(norm.cdf(at + 1) - norm.cdf(at))) for at in range(-3, 3)]
ZONES += [(3.5, float(norm.sf(3))), (-3.5, float(norm.sf(3)))]


class Memory(NamedTuple):
    """Sides of the last points beyond two and one, and the lengths of runs (signed by side)."""

    twos: tuple[int, ...] = ()
    ones: tuple[int, ...] = ()
    side: int = 0
    hugging: int = 0
    away: int = 0
    away_side: int = 0


def side_beyond(bound: float, point: float) -> int:
    return int(point > bound) - int(point < -bound)


def longer(run: int, side: int, most: int) -> int:
    """The run with one more point of this side."""
    if not side:
        return 0
    return max(-most, min(most, run + side)) if run * side > 0 else side


def step(memory: Memory, point: float, names: set[str]) -> Memory | None:
    """What is remembered after one more point; None if a rule signals."""
    twos = (*memory.twos, side_beyond(2, point))[-3:]
    ones = (*memory.ones, side_beyond(1, point))[-5:]
    side = longer(memory.side, side_beyond(0, point), 9)
    hugging = memory.hugging + 1 if abs(point) < 1 else 0
    away = min(8, memory.away + 1) if abs(point) > 1 else 0
    away_side = longer(memory.away_side, side_beyond(1, point), 8)
    signals = {
        "beyond three": abs(point) > 3,
        "two of three beyond two": bool(twos[-1]) and twos.count(twos[-1]) >= 2,
        "four of five beyond one": bool(ones[-1]) and ones.count(ones[-1]) >= 4,
        "eight on a side": abs(side) >= 8,
        "nine on a side": abs(side) >= 9,
        "fifteen within one": hugging >= 15,
        "eight beyond one on both sides": away >= 8 and abs(away_side) < 8,
    }
    if any(signals[name] for name in names):
        return None
    return Memory(
        twos[-2:] if "two of three beyond two" in names else (),
        ones[-4:] if "four of five beyond one" in names else (),
        side if names & {"eight on a side", "nine on a side"} else 0,
        hugging if "fifteen within one" in names else 0,
        *((away, away_side) if "eight beyond one on both sides" in names else (0, 0)),
    )


def transitions(names: set[str], states: dict[Memory, int]) -> Iterator[tuple[int, int, float]]:
    """Every move between states, which are numbered as they are first reached."""
    waiting = list(states)
    while waiting:
        state = waiting.pop()
        for point, chance in ZONES:
            following = step(state, point, names)
            if following is None:
                continue
            if following not in states:
                states[following] = len(states)
                waiting.append(following)
            yield states[state], states[following], chance


def zone_run_length(names: set[str]) -> float:
    """Points, on average, to the first signal of any of these rules, if nothing changes."""
    states = {Memory(): 0}
    moves = list(transitions(names, states))
    matrix = np.eye(len(states))
    for before, after, chance in moves:
        matrix[before, after] -= chance
    return float(np.linalg.solve(matrix, np.ones(len(states)))[0])
