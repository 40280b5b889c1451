"""A month of Phú Thọ, brought to life: published totals, invented single cases.

What is real and what is not: docs/demonstration.md, and the banner that every page shows.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from ..catalogue import shipped
from ..catalogue.importing import store_catalogue
from ..catalogue.kinds import KINDS
from ..config import SETTINGS
from ..counters import duties
from ..errors import N_, KioskError
from ..errors.faults import Fault
from ..periods import VIET_NAM
from ..ratings import accepting, details
from ..ratings.submissions import Outcome
from ..services import intake
from ..storage import schema
from ..storage.db import Database, writing
from . import month
from .asked import load_offers
from .demand import communes_demand, departments_demand
from .dossiers import Dossier, Scene, make_dossiers, make_manner
from .hours import HALF_DAYS, LAST, slots
from .matters import load_matters
from .month import Unit, find_unit
from .places import Desk, Roster, plan_desks, plan_roster, tables
from .presses import Press, make_presses
from .visits import tell_visits

SEED = "phu-tho-2026-08"
BANNER = {
    "vi": (
        "Bản trình diễn. Số hồ sơ của từng đơn vị tháng 8/2026 là số liệu thật; từng hồ sơ, "
        "lượt đánh giá, quầy và cán bộ là mô phỏng."
    ),
    "en": (
        "Demonstration. Each unit's totals for August 2026 are real; single dossiers, ratings, "
        "counters and officers are made up."
    ),
}
# The demonstration has a clock of its own: all of it has happened when the month is over.
AFTERWARDS = datetime.combine(LAST + timedelta(days=1), datetime.min.time(), VIET_NAM)

_BATCH = 200  # presses sent together

Tick = Callable[[int], None]


class RecordInUse(Fault):
    """The record holds real work, with which a demonstration must not be mixed."""

    def __init__(self) -> None:
        super().__init__(N_("this record is in use already; a demonstration needs a new one."))


@dataclass(frozen=True)
class Loaded:
    """What the record holds of the demonstration after loading; `already` if it did before."""

    units: int
    services: int
    ratings: int
    already: bool = False


def choose_units(words: str | None) -> list[Unit]:
    """All units of the month, or the one that the words name; raises NoSuchUnit."""
    units = month.units()
    return units if words is None else [find_unit(words, units)]


def load_demonstration(
    db: Database, chosen: Sequence[Unit], *, seed: str = SEED, tick: Tick = lambda steps: None
) -> Loaded:
    """Fill an unused record with the month of the chosen units, all or nothing.

    `tick` is called with steps done; there are two for every dossier. Equal seeds give equal
    services and ratings. A demonstration that is there already is left as it is.

    Raises RecordInUse.
    """
    with writing(db):
        if schema.get_meta(db, "demonstration") is not None:
            return _count(db, already=True)
        if any(db.conn.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone() for t in ("rating", "service")):
            raise RecordInUse()
        shipped.load_shipped(db, LAST)
        scene = _make_scene(chosen, seed)
        _load_places(db, chosen, scene)
        dossiers = _load_dossiers(db, chosen, scene, seed, tick)
        presses = make_presses(dossiers, scene, _random(seed, "presses"))
        _load_presses(db, presses, sum(unit.dossiers for unit in chosen), tick)
        load_offers(db)
        load_matters(db, chosen, lambda centre_id: _random(seed, "matters", centre_id))
        schema.put_meta(db, "demonstration", json.dumps(BANNER, ensure_ascii=False))
        return _count(db, already=False)


def _count(db: Database, *, already: bool) -> Loaded:
    units, dossiers = db.conn.execute(
        "SELECT count(DISTINCT resolving_unit_id), count(*) FROM service"
    ).fetchone()
    pressed = db.conn.execute("SELECT count(*) FROM rating").fetchone()[0]
    return Loaded(units, dossiers, pressed, already)


def _random(*parts: str) -> Random:
    """A generator of its own for each part, so that one unit's rows do not hang on another's."""
    return Random(":".join(parts))  # noqa: S311 (a demonstration keeps no secrets)


def _make_scene(chosen: Sequence[Unit], seed: str) -> Scene:
    """The desks are planned for the province, so that a single unit's are the same ones."""
    everyone = month.units()
    communes, departments = communes_demand(), departments_demand()
    demands = {
        unit.unit_id: communes if unit.kind == "commune" else departments[unit.short_name]
        for unit in everyone
    }
    planned = plan_desks(everyone, demands)
    roster: Roster = {}
    for unit in chosen:
        roster |= plan_roster(planned[unit.unit_id], _random(seed, "roster", unit.unit_id))
    hosts = [unit for unit in chosen if unit.kind == "commune"] if len(chosen) > 1 else []
    return Scene(
        demands=demands,
        desks={unit.unit_id: planned[unit.unit_id] for unit in chosen},
        hosts=[unit.unit_id for unit in hosts],
        host_weights=list(accumulate(unit.dossiers for unit in hosts)),
        roster=roster,
        slots=slots(),
        manner=make_manner(seed),
    )


def _desks(scene: Scene) -> list[Desk]:
    return [desk for desks in scene.desks.values() for desk in desks]


def _load_places(db: Database, chosen: Sequence[Unit], scene: Scene) -> None:
    for kind, rows in tables(chosen, _desks(scene)).items():
        store_catalogue(db, KINDS[kind], enumerate(rows, 2), LAST)
    for (counter_id, day, half_day), officer_id in scene.roster.items():
        opens, closes = (datetime.combine(day, at, VIET_NAM) for at in HALF_DAYS[half_day])
        _load_duty(db, counter_id, officer_id, opens, closes)
    for desk in _desks(scene):  # so that a press made today has an officer too
        _load_duty(db, desk.counter_id, desk.officer_id, AFTERWARDS, None)


def _load_duty(
    db: Database, counter_id: str, officer_id: str, starts_at: datetime, ends_at: datetime | None
) -> None:
    duty = duties.Duty(
        counter_id=counter_id,
        officer_id=officer_id,
        starts_at=starts_at,
        ends_at=ends_at,
        source="roster",
        recorded_by="demonstration",
    )
    duties.add_duty(db, duty, AFTERWARDS)


def _load_dossiers(
    db: Database, chosen: Sequence[Unit], scene: Scene, seed: str, tick: Tick
) -> list[Dossier]:
    """Through the import that a one-stop system's file takes; returns those with a rating."""
    rated: list[Dossier] = []

    def rows() -> Iterator[dict[str, str]]:
        for unit in chosen:
            dossiers = make_dossiers(unit, scene, _random(seed, "dossiers", unit.unit_id))
            tell_visits(dossiers, _random(seed, "visits", unit.unit_id))
            rated.extend(dossier for dossier in dossiers if dossier.satisfied is not None)
            yield from (dossier.row() for dossier in dossiers)
            tick(unit.dossiers)

    intake.store_services(db, enumerate(rows(), 2), AFTERWARDS)
    return rated


def _load_presses(db: Database, presses: Sequence[Press], total: int, tick: Tick) -> None:
    """Through the door that every rating takes, in batches as a tablet's outbox sends them."""
    settings = {setting.name: setting.default for setting in SETTINGS}
    acceptance = accepting.Acceptance(
        max_age_days=settings["MAX_AGE_DAYS"], repeat_seconds=settings["REPEAT_SECONDS"]
    )
    batches = [presses[first : first + _BATCH] for first in range(0, len(presses), _BATCH)]
    for batch, steps in zip(batches, _shares(total, len(batches)), strict=True):
        sent_at = max(press.instant for press in batch)
        submissions = [
            replace(press.submission, age_seconds=(sent_at - press.instant).total_seconds())
            for press in batch
        ]
        outcomes = acceptance.accept_all(db, submissions, sent_at)
        added = [press.detail for press in batch if press.detail is not None]
        _check([*outcomes, *details.add_details(db, added, sent_at)])
        tick(steps)


def _check(outcomes: Iterable[Outcome]) -> None:
    """Raises the first refusal: the model made something that the record does not take."""
    for outcome in outcomes:
        if isinstance(outcome, KioskError):
            raise outcome


def _shares(total: int, parts: int) -> Iterator[int]:
    """`total` steps dealt out over the parts as evenly as whole steps allow."""
    done = 0
    for part in range(1, parts + 1):
        yield total * part // parts - done
        done = total * part // parts
