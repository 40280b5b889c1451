"""Made-up officers: honest months press by press, and the same months with fakes among them.

Nothing here looks at the rules. What is assumed is said in docs/integrity.md.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.integrity.days import NUMBERS, Day

OPEN = ((0.0, 14_400.0), (21_600.0, 34_200.0))  # seconds since 7:30: 7:30-11:30, 13:30-17:00
OPEN_SECONDS = 27_000.0
OFFER_SECONDS, LONE_SECONDS, CLOSE_SECONDS, REPEAT_SECONDS = 300.0, 120.0, 60.0, 5.0
LATE_SECONDS, FOLLOWED_SECONDS = 60.0, 120.0
RESPONSE = 0.20
WEEKLY = (1.35, 1.05, 0.95, 0.9, 0.95)  # Monday to Friday

LIST, ANNOUNCED, SOME_RECEIPTS, RECEIPTS = "nightly list", "announced", "receipts 85 %", "receipts"
SLIPS = {LIST: 0.0, ANNOUNCED: 0.0, SOME_RECEIPTS: 0.85, RECEIPTS: 0.98}  # presses that bring one
TOGETHER, APART, FOR_OTHERS = "together", "apart", "for the silent"
WAYS = (TOGETHER, APART, FOR_OTHERS)
UNTIED, BY_OFFER, BY_SLIP = range(3)

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Officer:
    """How one officer's counter works, month by month alike but for luck.

    people: a day. finishing: the share of them whose service ends there and then. response: of them
    who answer. phone: of the answers. rate: who are satisfied. habit: seconds from handing over to
    the announcement, at the median. in_batches: announces by the hour, not by the person.
    """

    name: str
    people: float
    finishing: float
    response: float
    phone: float
    rate: float
    at_home: float
    habit: float
    in_batches: bool


def officers(rng: np.random.Generator, number: int) -> list[Officer]:
    """Officers with about 1 to 25 ratings a day, most of them with few."""
    return [
        Officer(
            name=f"o{at}",
            people=float(np.exp(rng.uniform(np.log(5), np.log(125)))),
            finishing=float(rng.beta(8, 3)),
            response=float(min(0.6, RESPONSE * rng.lognormal(-0.045, 0.30))),
            phone=float(rng.beta(3, 7)),
            rate=float(rng.beta(27, 3)),
            at_home=float(rng.normal(-0.4, 0.3)),
            habit=float(rng.lognormal(np.log(15), 0.8)),
            in_batches=bool(rng.random() < 0.08),
        )
        for at in range(number)
    ]


@dataclass(frozen=True)
class Luck:
    """A month's own: how many more answer, and what its cases do to satisfaction (logarithmic odds)."""

    response: float
    cases: float


def luck(rng: np.random.Generator) -> Luck:
    """The luck of one month."""
    return Luck(float(rng.lognormal(-0.0072, 0.12)), float(rng.normal(0, 0.25)))


@dataclass
class Presses:
    """One day: presses by time, each with what it would be tied to; and what happened at the counter.

    served: seconds at which each service was handed over; told: announced (infinite: only by night);
    answered: whether its person answered. at, phone, bound, satisfied: of each press; bound: the
    service whose receipt its person holds, -1 for none.
    """

    served: Numbers
    told: Numbers
    answered: NDArray[np.bool_]
    busy: Numbers
    at: Numbers
    phone: NDArray[np.bool_]
    bound: NDArray[np.int64]
    satisfied: NDArray[np.bool_]


def honest_day(
    rng: np.random.Generator, one: Officer, setting: str, month: Luck, weekday: int
) -> Presses:
    """A day without fakes."""
    busy = rng.gamma(16, WEEKLY[weekday] / 16)
    number = max(1, rng.poisson(one.people * busy))
    ends = _ends(rng, number, one.people)
    finishes = rng.random(number) < one.finishing
    asked = finishes | (SLIPS[setting] == 0)
    response = min(0.9, one.response * month.response * rng.gamma(25, 1 / 25))
    answers = asked & (rng.random(number) < response)
    by_phone = answers & (rng.random(number) < one.phone)
    rate = _moved(one.rate, month.cases + np.where(by_phone, one.at_home, 0.0))
    satisfied = rng.random(number) < rate
    at = ends + 5 + np.minimum(rng.exponential(35, number), 235)
    service = np.cumsum(finishes) - 1
    has_slip = rng.random(number) < SLIPS[setting]
    knows = finishes & (has_slip | (by_phone & (setting != LIST)))
    bound = np.where(knows, service, -1)
    told = _told(rng, ends[finishes], one, setting)
    company = answers & ~by_phone & (rng.random(number) < 0.03)
    return Presses(
        served=ends[finishes],
        told=told,
        answered=answers[finishes],
        busy=ends,
        at=np.concatenate([at[answers], at[company] + rng.uniform(3, 50, company.sum())]),
        phone=np.concatenate([by_phone[answers], np.zeros(company.sum(), dtype=bool)]),
        bound=np.concatenate([bound[answers], np.full(company.sum(), -1)]),
        satisfied=np.concatenate([satisfied[answers], satisfied[company]]),
    )


def _moved(rate: float, by: Numbers) -> Numbers:
    """A rate with its logarithmic odds moved."""
    return 1 / (1 + (1 - rate) / rate * np.exp(-by))


def _ends(rng: np.random.Generator, number: int, people: float) -> Numbers:
    """When each person is done: one queue, in opening hours, the mornings fuller."""
    come = np.sort(rng.beta(1.1, 1.4, number)) * OPEN_SECONDS
    takes = rng.gamma(4, min(720.0, 0.7 * OPEN_SECONDS / people) / 4, number)
    done = np.cumsum(takes)
    ends = done + np.maximum.accumulate(come - (done - takes))
    return np.where(ends < OPEN[0][1], ends, ends - OPEN[0][1] + OPEN[1][0])


def _told(rng: np.random.Generator, served: Numbers, one: Officer, setting: str) -> Numbers:
    if setting == LIST:
        return np.full(len(served), np.inf)
    if one.in_batches and setting == ANNOUNCED:
        return np.ceil(served / 3_600) * 3_600
    return served + one.habit * rng.lognormal(0, 0.7, len(served)) - 10


def with_fakes(rng: np.random.Generator, day: Presses, how: str, number: int) -> Presses:
    """The day with so many satisfied presses by the officer."""
    if how == FOR_OTHERS:
        silent = day.told[~day.answered & np.isfinite(day.told)]
        chosen = rng.permutation(silent)[:number]
        at = chosen + rng.uniform(30, 200, len(chosen))
    else:
        at = _quiet(rng, day.busy, 1 if how == TOGETHER else number)
        if how == TOGETHER:
            at = at[0] + np.concatenate([[0.0], np.cumsum(rng.uniform(6, 40, number - 1))])
    more = len(at)
    return replace(
        day,
        at=np.concatenate([day.at, at]),
        phone=np.concatenate([day.phone, np.zeros(more, dtype=bool)]),
        bound=np.concatenate([day.bound, np.full(more, -1)]),
        satisfied=np.concatenate([day.satisfied, np.ones(more, dtype=bool)]),
    )


def _quiet(rng: np.random.Generator, busy: Numbers, number: int) -> Numbers:
    """Moments at which nobody has been at the counter for a minute, while it is open."""
    tries = np.concatenate([rng.uniform(*part, 400) for part in OPEN])
    before = np.searchsorted(busy, tries)
    last = np.where(before > 0, busy[np.maximum(before - 1, 0)], -1e9)
    following = np.where(before < len(busy), busy[np.minimum(before, len(busy) - 1)], 1e9)
    free = tries[(tries - last > 60) & (following - tries > 120)]
    if len(free) < number:
        free = np.concatenate([free, busy[-1] + rng.uniform(60, 600, number)])
    return rng.permutation(free)[:number]


def as_day(day: Presses, key: str, name: str) -> Day:
    """What the record and its marks hold of the day."""
    told = sorted(at for at in day.told.tolist() if at < np.inf)
    counts = dict.fromkeys(NUMBERS, 0) | {"services": len(day.served)}
    last = -np.inf
    for at, is_phone, is_satisfied, tie in _ties(day):
        gap = at - last
        if is_phone:
            kind = "phone"
        else:
            last = at
            if gap < REPEAT_SECONDS:
                counts["repeats"] += 1
                continue
            kind = "untied" if tie == UNTIED else "tied"
            counts["close"] += gap < CLOSE_SECONDS
            if tie != BY_SLIP:
                counts["slipless"] += 1
                for mark in _timed(at, told):
                    counts[mark] += 1
        counts[kind] += 1
        counts[f"{kind}_satisfied"] += is_satisfied
    return Day(key, name, **counts)


def _timed(at: float, told: list[float]) -> list[str]:
    """What is known of a press without a slip by the services announced before and after it."""
    following = bisect_right(told, at)
    if not following:
        return []
    since = at - told[following - 1]
    is_late = since > LATE_SECONDS
    is_followed = following < len(told) and told[following] - at <= FOLLOWED_SECONDS
    found = {
        "timed": True,
        "lone": since > LONE_SECONDS,
        "late": is_late,
        "followed": is_late and is_followed,
    }
    return [name for name, holds in found.items() if holds]


def _ties(day: Presses) -> Iterator[tuple[float, bool, bool, int]]:
    """Of each press by time: when, whether by phone, whether satisfied, and what ties it."""
    services = np.argsort(day.told).tolist()
    told = [float(day.told[service]) for service in services]
    spent = set(day.bound[day.phone & (day.bound >= 0)].tolist())
    order = np.argsort(day.at)
    columns = (day.at, day.phone, day.satisfied, day.bound)
    for at, is_phone, is_satisfied, slip in zip(*(one[order].tolist() for one in columns), strict=True):
        last = bisect_right(told, at) - 1
        offered = services[last] if last >= 0 and at - told[last] < OFFER_SECONDS else -1
        service = slip if slip >= 0 and slip not in spent else offered
        tie = UNTIED
        if not is_phone and service >= 0 and service not in spent:
            spent.add(service)
            tie = BY_SLIP if service == slip else BY_OFFER
        yield at, is_phone, is_satisfied, tie
