"""Where the demonstration happens: invented centres, counters and officers, named by code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from ..catalogue.shipped import PROVINCE, SINCE
from .demand import Demand
from .hours import HALF_DAYS, working_days
from .month import Unit

DOSSIERS_A_COUNTER = 450
MOST_COUNTERS = 12
_POSITION = "Công chức tiếp nhận hồ sơ"
_SWAPPED = 0.08  # share of half-days on which two neighbours change places
_PROVINCE_NAME = "tỉnh Phú Thọ"

Rows = list[dict[str, str]]
# Who sits at a counter on a half-day: (counter, day, 0 morning or 1 afternoon) → officer.
Roster = dict[tuple[str, date, int], str]


@dataclass(frozen=True)
class Desk:
    """A counter, and the officer whose place it is."""

    counter_id: str
    name: str
    centre_id: str
    unit_id: str  # whose staff sits there
    receiving_unit_id: str  # who runs the centre
    field_id: str
    officer_id: str
    officer: str


def counters_of(dossiers: int) -> int:
    """How many counters a unit has: one for every 450 dossiers a month, 1 to 12."""
    return max(1, min(MOST_COUNTERS, round(dossiers / DOSSIERS_A_COUNTER)))


def fields_of_counters(demands: Sequence[Demand], counters: int) -> list[str]:
    """The field of each counter, given by highest averages (d'Hondt) of what is asked for."""
    weights: dict[str, float] = {}
    for demand in demands:
        weights[demand.field_id] = weights.get(demand.field_id, 0) + demand.weight
    seats = dict.fromkeys(weights, 0)
    for _ in range(counters):
        field_id = max(weights, key=lambda key: weights[key] / (seats[key] + 1))
        seats[field_id] += 1
    return [field_id for field_id, count in seats.items() for _ in range(count)]


def plan_desks(units: Sequence[Unit], demands: Mapping[str, Sequence[Demand]]) -> dict[str, list[Desk]]:
    """The counters of every unit; those of departments stand in one provincial centre."""
    desks: dict[str, list[Desk]] = {}
    departments = [unit for unit in units if unit.kind == "department"]
    number = 0
    for unit in units:
        fields = fields_of_counters(demands[unit.unit_id], counters_of(unit.dossiers))
        if unit.kind == "commune":
            desks[unit.unit_id] = _communes_desks(unit, fields)
        else:
            letter = chr(ord("A") + departments.index(unit))
            desks[unit.unit_id] = _departments_desks(unit, fields, letter, number)
            number += len(fields)
    return desks


def _communes_desks(unit: Unit, fields: Sequence[str]) -> list[Desk]:
    """A letter for each field's group of counters, a number for each place in it."""
    groups = list(dict.fromkeys(fields))
    desks = []
    for number, field_id in enumerate(fields, 1):
        code = f"{chr(ord('A') + groups.index(field_id))}-{fields[:number].count(field_id):02d}"
        desks.append(_desk(unit, number, f"Quầy {number}", field_id, code))
    return desks


def _departments_desks(unit: Unit, fields: Sequence[str], letter: str, before: int) -> list[Desk]:
    """A letter for each department; counters are numbered through the whole centre."""
    return [
        replace(
            _desk(
                unit,
                number,
                f"Quầy {before + number} – {unit.short_name}",
                field_id,
                f"{letter}-{number:02d}",
            ),
            centre_id=PROVINCE,
            receiving_unit_id=PROVINCE,
        )
        for number, field_id in enumerate(fields, 1)
    ]


def _desk(unit: Unit, number: int, name: str, field_id: str, code: str) -> Desk:
    """A counter in the unit's own centre."""
    return Desk(
        counter_id=f"{unit.unit_id}-{number}",
        name=name,
        centre_id=unit.unit_id,
        unit_id=unit.unit_id,
        receiving_unit_id=unit.unit_id,
        field_id=field_id,
        officer_id=f"{unit.unit_id}.{code}",
        officer=f"Cán bộ {code}",
    )


def tables(units: Sequence[Unit], desks: Sequence[Desk]) -> dict[str, Rows]:
    """Centres, counters and officers as rows for the catalogue's import."""
    names = {unit.unit_id: unit.short_name for unit in units if unit.kind == "commune"}
    names[PROVINCE] = _PROVINCE_NAME
    centres = {desk.centre_id: desk.receiving_unit_id for desk in desks}
    return {
        "centre": [
            {
                "centre_id": centre_id,
                "name": f"Trung tâm Phục vụ hành chính công {names[centre_id]}",
                "unit_id": unit_id,
                "valid_from": SINCE,
            }
            for centre_id, unit_id in centres.items()
        ],
        "counter": [
            {
                "counter_id": desk.counter_id,
                "name": desk.name,
                "centre_id": desk.centre_id,
                "field_id": desk.field_id,
                "valid_from": SINCE,
            }
            for desk in desks
        ],
        "officer": [
            {
                "officer_id": desk.officer_id,
                "name": desk.officer,
                "position": _POSITION,
                "unit_id": desk.unit_id,
                "valid_from": SINCE,
            }
            for desk in desks
        ],
    }


def plan_roster(desks: Sequence[Desk], random: Random) -> Roster:
    """Everybody at their own counter, but that now and then two neighbours change places."""
    roster: Roster = {}
    for day in working_days():
        for half_day in range(len(HALF_DAYS)):
            officers = [desk.officer_id for desk in desks]
            for place in range(len(officers) - 1):
                if random.random() < _SWAPPED:
                    officers[place : place + 2] = reversed(officers[place : place + 2])
            for desk, officer_id in zip(desks, officers, strict=True):
                roster[desk.counter_id, day, half_day] = officer_id
    return roster
