"""From a unit's published month to single dossiers: the split that is invented, and its model.

Of N dossiers the published figure subtracts B. B dossiers are drawn, likelier where the
procedure, the officer or the week is troublesome. Of these a few are rated unsatisfied though
nothing else was wrong, as many as were complained about carry a petition, and the rest are
overdue. docs/demonstration.md gives the numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from .demand import LAND, Demand
from .hours import FIRST, Slot, drifted
from .month import Unit
from .places import Desk, Roster

RESPONSE = (0.16, 0.24)  # share of dossiers that are rated; each unit has its own
GRUMBLE = (0.008, 0.03)  # share of clean, rated dossiers that are rated unsatisfied
ANGER = (0.18, 0.34)  # share of overdue, rated dossiers that are
ONLINE = {"commune": 0.45, "department": 0.4}  # of what is not done while one waits
POST = 0.03
ELSEWHERE = 0.03  # received at another commune's counter
LAND_ELSEWHERE = 0.4  # land is received near the land
PETITION_ALSO_LATE = 0.5

_CALENDAR = [day for day in (FIRST + timedelta(days=n) for n in range(-120, 121)) if day.weekday() < 5]
_INDEX = {day: index for index, day in enumerate(_CALENDAR)}


@dataclass(slots=True)
class Dossier:
    """A finished dossier of the demonstration; `desk` is None where no counter took part."""

    unit_id: str
    demand: Demand
    finished: datetime
    desk: Desk | None
    officer_id: str | None
    channel: str
    outcome: str
    code: str = ""
    received: date = FIRST
    due: date = FIRST
    overdue: bool = False
    petitioned: bool = False
    satisfied: bool | None = None  # None: not rated
    visits: int | None = None  # None: nobody told

    def row(self) -> dict[str, str]:
        """As a row for the import of services."""
        desk = self.desk
        return {
            "dossier": self.code,
            "procedure": self.demand.procedure_id,
            "receiving_unit": desk.receiving_unit_id if desk else self.unit_id,
            "resolving_unit": self.unit_id,
            "counter": desk.counter_id if desk else "",
            "officer": self.officer_id or "",
            "received": self.received.isoformat(),
            "due": f"{self.due.isoformat()} 17:00",
            "finished": self.finished.isoformat(" ", "minutes")[:16],
            "outcome": self.outcome,
            "channel": self.channel,
            "petitioned": "1" if self.petitioned else "0",
            "visits": str(self.visits or ""),
        }


@dataclass(frozen=True)
class Scene:
    """What all units share: the demand, the desks, who sat there, the crowd, and officers' manner."""

    demands: Mapping[str, Sequence[Demand]]
    desks: Mapping[str, Sequence[Desk]]
    hosts: Sequence[str]  # communes that receive for others, in the order of the province
    host_weights: Sequence[float]
    roster: Roster
    slots: Sequence[Slot]
    manner: Callable[[str | None], float]


def make_manner(seed: str) -> Callable[[str | None], float]:
    """How much likelier than the average people are to leave an officer displeased."""

    @cache
    def manner(officer_id: str | None) -> float:
        return Random(f"{seed}:manner:{officer_id}").uniform(0.6, 1.5) if officer_id else 1.0  # noqa: S311

    return manner


def make_dossiers(unit: Unit, scene: Scene, random: Random) -> list[Dossier]:
    """The unit's dossiers, in order of their codes.

    Exactly `unit.failed` of them are overdue, petitioned or rated unsatisfied.
    """
    dossiers = _draw(unit, scene, random)
    failed = _draw_failed(dossiers, unit.failed, scene, random)
    _answer(unit, dossiers, failed, scene, random)
    _date(unit, dossiers, random)
    return dossiers


def _draw(unit: Unit, scene: Scene, random: Random) -> list[Dossier]:
    """What is asked for, when it is finished, and through which door."""
    demands = scene.demands[unit.unit_id]
    crowds = drifted(list(scene.slots), random)
    wanted = random.choices(
        demands, cum_weights=list(accumulate(demand.weight for demand in demands)), k=unit.dossiers
    )
    moments = random.choices(scene.slots, cum_weights=list(accumulate(crowds)), k=unit.dossiers)
    found = []
    for demand, slot in zip(wanted, moments, strict=True):
        channel = _channel(unit, demand, random)
        desk = _desk(unit, demand, scene, random) if channel == "counter" else None
        finished = slot.instant(random.random())
        officer_id = scene.roster[desk.counter_id, finished.date(), slot.half_day] if desk else None
        outcome = random.choices(("granted", "returned", "refused"), (0.96, 0.025, 0.015))[0]
        found.append(Dossier(unit.unit_id, demand, finished, desk, officer_id, channel, outcome))
    return found


def _channel(unit: Unit, demand: Demand, random: Random) -> str:
    if demand.days == 0:  # done while one waits
        return "counter"
    chance = random.random()
    online = ONLINE[unit.kind]
    return "online" if chance < online else "post" if chance < online + POST else "counter"


def _desk(unit: Unit, demand: Demand, scene: Scene, random: Random) -> Desk:
    """A counter for the procedure's field, else the counter that is least asked for."""
    away = LAND_ELSEWHERE if unit.kind == "department" and demand.field_id == LAND else ELSEWHERE
    host = unit.unit_id
    if random.random() < away and scene.hosts:
        host = _host(unit, scene, random)
    desks = scene.desks[host]
    fitting = [desk for desk in desks if desk.field_id == demand.field_id]
    return random.choice(fitting) if fitting else desks[-1]


def _host(unit: Unit, scene: Scene, random: Random) -> str:
    """For a commune one of its neighbours in the published order, else any commune by its size."""
    if unit.kind == "department":
        return random.choices(scene.hosts, cum_weights=scene.host_weights)[0]
    place = scene.hosts.index(unit.unit_id)
    near = [*scene.hosts[max(0, place - 3) : place], *scene.hosts[place + 1 : place + 4]]
    return random.choice(near)


def _draw_failed(dossiers: Sequence[Dossier], count: int, scene: Scene, random: Random) -> list[Dossier]:
    """`count` dossiers drawn without replacement by weight (Efraimidis and Spirakis 2006, A-Res)."""
    weeks: dict[int, float] = {}
    keyed = []
    for place, dossier in enumerate(dossiers):
        week = dossier.finished.isocalendar().week
        if week not in weeks:
            weeks[week] = random.uniform(0.75, 1.25)
        weight = dossier.demand.trouble * scene.manner(dossier.officer_id) * weeks[week]
        keyed.append((random.random() ** (1 / weight), place))
    keyed.sort(reverse=True)
    return [dossiers[place] for _, place in keyed[:count]]


def _answer(
    unit: Unit, dossiers: Sequence[Dossier], failed: Sequence[Dossier], scene: Scene, random: Random
) -> None:
    """Which dossiers are late, complained about and rated, and how."""
    rated = round(unit.dossiers * random.uniform(*RESPONSE))
    petitions = min(unit.petitions, len(failed))
    at_desk = [dossier for dossier in failed if dossier.desk is not None]
    wanted = round(unit.satisfied * rated / unit.dossiers * random.uniform(*GRUMBLE))
    grumbles = min(wanted, (len(failed) - petitions) // 2, len(at_desk), rated)
    at_desk.sort(key=lambda dossier: random.random() ** (1 / scene.manner(dossier.officer_id)))
    for dossier in at_desk[len(at_desk) - grumbles :]:
        dossier.satisfied = False
    rest = [dossier for dossier in failed if dossier.satisfied is None]
    for place, dossier in enumerate(random.sample(rest, len(rest))):
        dossier.petitioned = place < petitions
        dossier.overdue = not dossier.petitioned or random.random() < PETITION_ALSO_LATE
    _rate(dossiers, rated - grumbles, scene, random)


def _rate(dossiers: Sequence[Dossier], count: int, scene: Scene, random: Random) -> None:
    """Give `count` more dossiers a rating: clean ones satisfied, failed ones often not."""
    anger = random.uniform(*ANGER)
    open_to_it = [d for d in dossiers if d.desk is not None and d.satisfied is None]
    for dossier in random.sample(open_to_it, min(count, len(open_to_it))):
        angry = (dossier.overdue or dossier.petitioned) and random.random() < anger * scene.manner(
            dossier.officer_id
        )
        dossier.satisfied = not angry


def _date(unit: Unit, dossiers: list[Dossier], random: Random) -> None:
    """Days of receipt and promise that agree with being overdue or not; then the codes."""
    for dossier in dossiers:
        days = dossier.demand.days
        if dossier.overdue:
            taken = days + 1 + min(15, int(random.expovariate(0.4)))
        else:
            taken = random.randint((days + 1) // 2, days)
        received = _INDEX[dossier.finished.date()] - taken
        dossier.received, dossier.due = _CALENDAR[received], _CALENDAR[received + days]
    dossiers.sort(key=lambda dossier: (dossier.received, dossier.finished))
    serials: dict[date, int] = {}
    for dossier in dossiers:
        serial = serials[dossier.received] = serials.get(dossier.received, 0) + 1
        dossier.code = f"{unit.unit_id}-{dossier.received:%y%m%d}-{serial:04d}"
