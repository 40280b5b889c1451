"""What the rows of an edition must add up to, from the record's ratings and services alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .findings import Pair
from .sums import AWAY, RATED, Record, Row

OF_AFTERWARDS = ("total", "unit", "procedure")
OF_SERVICES = ("total", "unit", "centre", "counter", "officer", "procedure", "field", "ending")
Reasons = Mapping[str, tuple[tuple[str, str], ...]]  # (topic, element) of each rating, each once


@dataclass
class Truth:
    """What one key adds up to in the weeks that an edition's row covers."""

    answers: Pair = field(default_factory=lambda: [0, 0])
    excluded: Pair = field(default_factory=lambda: [0, 0])
    late: Pair = field(default_factory=lambda: [0, 0])
    sound: Pair = field(default_factory=lambda: [0, 0])  # of services of the same week, not failed
    topics: dict[tuple[str, str], Pair] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    services: int = 0
    failed: int = 0
    tied: int = 0
    # Answers about sound services of earlier weeks: of a week, by these services' month; of a longer
    # period, how many unsatisfied ones came about its services until it was made.
    afterwards: dict[str, Pair] = field(default_factory=dict)
    subtracted: int = 0


def truths_of(
    record: Record, kind: str, weeks: list[str], until: str, reasons: Reasons
) -> dict[str, Truth]:
    """Each key's; `until`: the week after which nothing is subtracted from dossiers any more."""
    found: dict[str, Truth] = {}
    for week in weeks:
        fields = record.fields(date.fromisocalendar(int(week[:4]), int(week[6:]), 7))
        for row in record.ratings:
            if row["iso_week"] == week:
                _answer(found, kind, row, fields, reasons.get(row["rating_id"], ()))
            if row["service_week"] == week and kind in OF_SERVICES:
                own = found.setdefault(_of_service(kind, row, fields), Truth())
                own.tied += 1
                own.subtracted += _within_dossiers(row) and week < row["iso_week"] <= until
        for row in record.services.values():
            if row["iso_week"] == week and kind in OF_SERVICES:
                own = found.setdefault(_of_service(kind, row, fields), Truth())
                own.services += 1
                own.failed += bool(row["overdue"] or row["petitioned"])
    return found


def reasons_by_rating(record: Record) -> Reasons:
    """(topic, element) and ('', element) of each rating, each once."""
    found: dict[str, set[tuple[str, str]]] = {}
    for rating_id, topic, element in record.reasons_given():
        found.setdefault(rating_id, set()).update([(topic, element), ("", element)])
    return {rating_id: tuple(sorted(named)) for rating_id, named in found.items()}


def of_rating(kind: str, row: Row, fields: dict[str, str]) -> str:
    """The key under which a rating counts; fields: of each procedure, at the end of the week."""
    if kind == "total":
        return ""
    if kind == "field":
        return fields.get(row["procedure_id"] or "", "")
    if kind == "ending":
        return row["service_ending"] or ""
    name = "slot" if kind == "hour_weekday" else kind
    return RATED[name](row) if name in RATED else row[f"{kind}_id"] or ""


def _answer(
    found: dict[str, Truth],
    kind: str,
    row: Row,
    fields: dict[str, str],
    named: tuple[tuple[str, str], ...],
) -> None:
    own = found.setdefault(of_rating(kind, row, fields), Truth())
    side = row["satisfied"]
    if row["cause"]:
        own.left_out[row["cause"]] += 1
        own.excluded[side] += row["cause"] != "poster"
        return
    own.answers[side] += 1
    if row["service_overdue"]:
        own.late[side] += 1
    for name in named:
        own.topics.setdefault(name, [0, 0])[side] += 1
    if not row["service_week"] or row["service_failed"] or kind not in OF_SERVICES:
        return
    own = found.setdefault(_of_service(kind, row, fields), Truth())
    if row["service_week"] == row["iso_week"]:
        own.sound[side] += 1
    elif row["service_week"] < row["iso_week"]:
        own.afterwards.setdefault(_month_of(row["service_week"]), [0, 0])[side] += 1


def _within_dossiers(row: Row) -> bool:
    """Whether it is subtracted from the dossiers of its service's week."""
    return not (row["cause"] or row["service_failed"] or row["satisfied"])


def _month_of(week: str) -> str:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 4).isoformat()[:7]


def _of_service(kind: str, row: Row, fields: dict[str, str]) -> str:
    if kind == "unit":
        return str(row["resolving_unit_id"])
    if kind == "ending":
        return str(row["ending"] if "ending" in row else row["service_ending"])
    away = kind in ("centre", "counter") and (row["counter_id"] or "").endswith(AWAY)
    return "" if away else of_rating(kind, row, fields)
