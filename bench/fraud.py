"""Faked satisfied ratings put into made-up months: how many officer-months are found out, and how many
honest ones are flagged. Thresholds were set on TUNED_ON; what is printed comes of other seeds."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from analytics.integrity.days import Month, month
from analytics.integrity.review import review, usual_of
from analytics.stats.intervals import wilson_interval

from . import fraud_world as world

TUNED_ON, REPORTED_ON = (11, 12), 2033
DAYS, EARLIER, NUMBER = 22, 6, 400  # as many months before as the review looks at
LATER = date(2027, 1, 1)  # every list of services has come
OTHERS_WHO_CHEAT = 0.05  # always have, and so are part of what looks usual
SIZES = ((0.0, 3.0, "under 3 a day"), (3.0, 8.0, "3 to 8"), (8.0, np.inf, "8 and more"))
SETTINGS = (world.LIST, world.ANNOUNCED, world.SOME_RECEIPTS, world.RECEIPTS)
Frauds = Sequence[tuple[str, int]]
FRAUDS: Frauds = (
    (world.TOGETHER, 2),
    *((how, n) for how in (world.APART, world.FOR_OTHERS) for n in (1, 2, 3, 4)),
)
ALWAYS = 2  # fakes a day of those who always have


@dataclass(frozen=True)
class Judged:
    """One officer-month: whose, how many honest ratings a day, which rules flagged it, and by how much
    the fakes raised its satisfaction rate."""

    officer: str
    a_day: float
    rules: frozenset[str]
    gain: float


@dataclass(frozen=True)
class Measured:
    """What one setting gave: honest months, and months with fakes by (how, fakes a day, always)."""

    setting: str
    honest: tuple[Judged, ...]
    faked: dict[tuple[str, int, bool], tuple[Judged, ...]]


def measure(setting: str, seed: int, number: int, frauds: Frauds = FRAUDS) -> Measured:
    """Honest months of so many officers; each again with fakes, new this month or always there."""
    rng = np.random.default_rng(seed)
    officers = world.officers(rng, number)
    days = {
        one.name: [_month_of_presses(rng, one, setting) for _ in range(EARLIER + 1)] for one in officers
    }
    clean = {name: _months(name, months) for name, months in days.items()}
    cheats = [one.name for one in officers[: int(number * OTHERS_WHO_CHEAT)]]
    dirty = {name: _months(name, _faked(rng, days[name], world.APART, 2)) for name in cheats}
    earlier = {name: months[:EARLIER] for name, months in (clean | dirty).items()}
    usual = usual_of(earlier)

    def judge(one: world.Officer, now: Month, before: Sequence[Month]) -> Judged:
        honest = clean[one.name][EARLIER].total
        rules = frozenset(found.rule for found in review(now, before, usual, today=LATER))
        gain = now.total.satisfied / max(1, now.total.n) - honest.satisfied / max(1, honest.n)
        return Judged(one.name, honest.n / DAYS, rules, gain)

    faked = defaultdict(list)
    for how, fakes in frauds:
        if (how, setting) == (world.FOR_OTHERS, world.LIST):
            continue  # nobody's service stands on the screen there
        for one in officers:
            since = 0 if fakes == ALWAYS else EARLIER
            months = _months(one.name, _faked(rng, days[one.name][since:], how, fakes), since)
            faked[how, fakes, False].append(judge(one, months[-1], clean[one.name][:EARLIER]))
            if fakes == ALWAYS:
                faked[how, fakes, True].append(judge(one, months[-1], months[:EARLIER]))
    honest = tuple(judge(one, clean[one.name][-1], clean[one.name][:EARLIER]) for one in officers)
    return Measured(setting, honest, {key: tuple(found) for key, found in faked.items()})


def flagged(judged: Iterable[Judged]) -> float:
    """The share of these months that at least one rule flagged."""
    return float(np.mean([bool(one.rules) for one in judged]))


def _month_of_presses(rng: np.random.Generator, one: world.Officer, setting: str) -> list[world.Presses]:
    luck = world.luck(rng)
    return [world.honest_day(rng, one, setting, luck, day % 5) for day in range(DAYS)]


def _faked(
    rng: np.random.Generator, months: list[list[world.Presses]], how: str, fakes: int
) -> list[list[world.Presses]]:
    return [[world.with_fakes(rng, day, how, fakes) for day in days] for days in months]


def _months(name: str, months: list[list[world.Presses]], first: int = 0) -> list[Month]:
    return [
        month(
            name,
            f"2026-{at:02d}",
            [world.as_day(day, name, f"2026-{at:02d}-{on:02d}") for on, day in enumerate(days, start=1)],
        )
        for at, days in enumerate(months, start=first + 1)
    ]


def run(_: Path, number: int = NUMBER, seed: int = REPORTED_ON) -> None:
    """Print the table of docs/integrity.md."""
    print(f"\nfaked ratings: {number} officers, {DAYS} days, seed {seed}")
    for setting in SETTINGS:
        start = time.process_time()
        show(measure(setting, seed, number))
        print(f"  {time.process_time() - start:.0f} s")


def show(found: Measured) -> None:
    """A line of false alarms, and one for each kind of fraud."""
    print(f"\n{found.setting}\n  honest months flagged: {_share(found.honest)} {_rules(found.honest)}")
    print(f"  {'faked':28}{'all':>22}" + "".join(f"{name:>16}" for *_, name in SIZES) + "   unseen gain")
    for (how, fakes, always), judged in found.faked.items():
        parts = "".join(
            f"{flagged([one for one in judged if low <= one.a_day < high]):16.1%}"
            for low, high, _ in SIZES
        )
        since = "always" if always else "new"
        unseen = [one.gain for one in judged if not one.rules]
        gain = f"{100 * np.mean(unseen):+.1f} points" if unseen else "-"
        print(f"  {fakes} a day, {how + ', ' + since:19}{_share(judged):>22}{parts}   {gain}")


def _share(judged: Sequence[Judged]) -> str:
    interval = wilson_interval(sum(bool(one.rules) for one in judged), len(judged))
    return f"{flagged(judged):.1%} ({interval.low:.1%}-{interval.high:.1%})"


def _rules(judged: Iterable[Judged]) -> dict[str, int]:
    names = [rule for one in judged for rule in one.rules]
    return {rule: names.count(rule) for rule in sorted(set(names))}
