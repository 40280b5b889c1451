"""The record added up a second time, from the tables of its file: nothing of the program is used.

Whoever audits an office can do so too: the file of the record and its key, SQLCipher, and these two
modules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite3

# What ratings alone are counted by, beside the columns that services have too.
RATED: dict[str, Callable[[dict[str, Any]], str]] = {
    "channel": lambda row: row["channel"],
    "tier": lambda row: row["tier"],
    "user_kind": lambda row: row["user_kind"] or "",
    "slot": lambda row: f"{date.fromisoformat(row['day']).isoweekday()}-{row['hour']:02d}",
    "timeliness": lambda row: {None: "", 0: "on_time", 1: "late"}[row["service_overdue"]],
}
DIMENSIONS = ("unit", "centre", "counter", "officer", "procedure", "field")
ENDINGS = ("granted", "refused", "returned", "post", "online")
MATTERS = ("received", "due", "on_time", "satisfied", "unsatisfied")
# Those of the centre's own chain; one of the inspector's is counted nowhere.
_MATTERS = """
SELECT p.petition_id, p.left_day, p.due_day, o.rated_day, o.satisfied, (
  SELECT unit_id FROM centre_version AS v
  WHERE v.centre_id = p.centre_id AND v.valid_from <= p.left_day
  ORDER BY v.valid_from DESC LIMIT 1) AS unit_id
FROM petition AS p LEFT JOIN petition_outcome AS o ON o.petition_id = p.petition_id
WHERE p.topic <> 'harassment'
"""
AWAY = "~remote"  # ends the name of a place that stands for no counter
Row = dict[str, Any]
Within = Callable[[str, str], bool]  # (ISO week, month) to whether a period holds it


@dataclass
class Sums:
    """What one key adds up to in one period."""

    satisfied: int = 0
    unsatisfied: int = 0
    left_out: dict[str, list[int]] = field(default_factory=dict)  # cause to [unsatisfied, satisfied]
    services: int = 0
    failed: int = 0
    tied: int = 0
    sound: list[int] = field(default_factory=lambda: [0, 0])  # counted, of services that did not fail

    @property
    def n(self) -> int:
        return self.satisfied + self.unsatisfied


class Record:
    """All ratings and finished services of a record's file, as rows of its tables."""

    def __init__(self, path: Path) -> None:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as file:
            key = (path.parent / "keys" / "record.key").read_text("ascii").strip()
            file.execute(f"PRAGMA key = \"x'{key}'\"")
            file.row_factory = sqlite3.Row
            self._tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
            self.ratings = [self._rating(dict(row)) for row in file.execute("SELECT * FROM rating")]
            self._name_later(file)
            self._mark_void(file)
            self.services = {
                row["service_id"]: dict(row) for row in file.execute("SELECT * FROM service")
            }
            self._correct(file)
            self._note_asked(file)
            self._fields = file.execute(
                "SELECT procedure_id, valid_from, field_id, retired FROM procedure_version"
            ).fetchall()
            self.trusting: dict[str, int] = dict(
                file.execute("SELECT rating_id, trusts FROM rating_trust").fetchall()
            )
            self._trust_asked = file.execute(
                "SELECT day, is_asked FROM trust_asked ORDER BY day, number"
            ).fetchall()
            self._reasons = file.execute(
                "SELECT rating_id, topic, element FROM rating_reason"
                " JOIN reason ON reason.reason_code = rating_reason.reason_code"
            ).fetchall()
            self.matters = [self._matter(file, dict(row)) for row in file.execute(_MATTERS)]
        file.close()

    @staticmethod
    def _rating(row: Row) -> Row:
        row["cause"] = "poster" if row["tier"] == "poster" else row["rule"]
        if row["tier"] == "poster":
            row["officer_id"] = None
        row["month"] = row["day"][:7]
        return row

    def _name_later(self, file: sqlite3.Connection) -> None:
        later = dict(file.execute("SELECT rating_id, procedure_id FROM rating_procedure").fetchall())
        for row in self.ratings:
            row["procedure_id"] = row["procedure_id"] or later.get(row["rating_id"])

    def _mark_void(self, file: sqlite3.Connection) -> None:
        if "void_request" not in self._tables:
            return
        confirmed = {
            void_id
            for void_id, yes in file.execute("SELECT void_id, is_confirmed FROM void_decision")
            if yes
        }
        requests = [dict(row) for row in file.execute("SELECT * FROM void_request")]
        lifted = {row["lifts"] for row in requests if row["lifts"] and row["void_id"] in confirmed}
        for row in self.ratings:
            at = (row["day"], row["hour"])
            for void in requests:
                holds = void["void_id"] in confirmed - lifted and not void["lifts"]
                first = (void["first_day"], void["first_hour"])
                inside = first <= at <= (void["last_day"], void["last_hour"])
                if holds and inside and void["counter_id"] == row["counter_id"] and not row["cause"]:
                    row["cause"] = "void"

    def _correct(self, file: sqlite3.Connection) -> None:
        for row in file.execute("SELECT * FROM service_correction ORDER BY service_id, number"):
            service = self.services[row["service_id"]]
            for column in ("overdue", "petitioned", "outcome", "channel", "officer_id", "visits"):
                service[column] = row[column]

    def _note_asked(self, file: sqlite3.Connection) -> None:
        offered = set(map(tuple, file.execute("SELECT service_id, channel FROM service_offered")))
        answered = dict(map(tuple, file.execute("SELECT service_id, channel FROM service_answered")))
        for service_id, service in self.services.items():
            service["asked"] = {way for way in ("tablet", "phone") if (service_id, way) in offered}
            service["answered"] = service_id in answered
            service["answered_on"] = answered.get(service_id)
            at_counter = service["channel"] == "counter"
            service["ending"] = service["outcome"] if at_counter else service["channel"]
            service["month"] = service["finished_day"][:7]

    @staticmethod
    def _matter(file: sqlite3.Connection, row: Row) -> Row:
        """With the weeks in which it was left, due and spoken of, and whether it was on time."""
        answers = file.execute(
            "SELECT at FROM petition_event WHERE petition_id = ? AND kind IN ('replied', 'closed')",
            [row["petition_id"]],
        )
        instants = [datetime.fromisoformat(at) + timedelta(hours=7) for (at,) in answers]
        row["on_time"] = any(instant.date().isoformat() <= row["due_day"] for instant in instants)
        for what in ("left", "due", "rated"):
            day = row[f"{what}_day"]
            row[f"{what}_week"] = day and "{}-W{:02}".format(*date.fromisoformat(day).isocalendar())
        return row

    def followed(self, weeks: list[str]) -> dict[str, Row]:
        """By unit: received, due, on time; of these satisfied and unsatisfied by the last week's end."""
        found: dict[str, Row] = {}
        for row in self.matters:
            own = found.setdefault(row["unit_id"], dict.fromkeys(MATTERS, 0))
            own["received"] += row["left_week"] in weeks
            own["due"] += row["due_week"] in weeks
            if row["due_week"] in weeks and row["on_time"]:
                own["on_time"] += 1
                if row["rated_week"] and row["rated_week"] <= max(weeks):
                    own["satisfied" if row["satisfied"] else "unsatisfied"] += 1
        return {unit: own for unit, own in found.items() if own["received"] or own["due"]}

    def fields(self, day: date) -> dict[str, str]:
        """The field of each procedure as of a day: of the version that holds, else of the last."""
        found: dict[str, str] = {}
        for procedure in {row["procedure_id"] for row in self._fields}:
            versions = sorted(
                (row["valid_from"], row["retired"], row["field_id"])
                for row in self._fields
                if row["procedure_id"] == procedure
            )
            known = [version for version in versions if not version[1]]
            holding = [version for version in versions if version[0] <= day.isoformat()]
            chosen = holding[-1] if holding and not holding[-1][1] else known[-1]
            found[procedure] = chosen[2] or ""
        return found

    def sums(self, within: Within, by: str, fields: dict[str, str]) -> dict[str, Sums]:
        """What every key of a dimension adds up to; by 'total' there is one, ''."""
        found: dict[str, Sums] = {}

        def of(row: Row, unit: str, place: str | None) -> Sums:
            return found.setdefault(_key(row, by, unit, place, fields), Sums())

        for row in self.ratings:
            if within(row["iso_week"], row["month"]):
                _count(of(row, row["unit_id"], None), row)
            tied = row["service_week"] and by not in RATED
            if tied and within(row["service_week"], row["service_month"]):
                _tie(of(row, row["resolving_unit_id"], "counter"), row)
        for row in self.services.values():
            if by not in RATED and within(row["iso_week"], row["month"]):
                own = of(row, row["resolving_unit_id"], None)
                own.services += 1
                own.failed += bool(row["overdue"] or row["petitioned"])
        return found

    def asked(self, within: Within) -> dict[str, dict[str, int]]:
        """By ending and for the 'total': finished, answered, and of either way asked and answered."""
        rows = [row for row in self.services.values() if within(row["iso_week"], row["month"])]
        found = {ending: _asked(row for row in rows if row["ending"] == ending) for ending in ENDINGS}
        found["total"] = _asked(rows)
        return {ending: counts for ending, counts in found.items() if counts["finished"]}

    def asks_of_trust(self, week: str) -> bool:
        """Whether the question of trust was asked on any day of an ISO week."""
        for weekday in range(1, 8):
            day = date.fromisocalendar(int(week[:4]), int(week[6:]), weekday).isoformat()
            before = [asked for since, asked in self._trust_asked if since < day]
            if before[-1:] == [1] or (day, 1) in map(tuple, self._trust_asked):
                return True
        return False

    def reasons_given(self) -> list[tuple[str, str, str]]:
        """(rating, topic, element) of each reason."""
        return [tuple(row) for row in self._reasons]


def _key(row: Row, by: str, unit: str, place: str | None, fields: dict[str, str]) -> str:
    if by == "total":
        return ""
    if by == "unit":
        return unit
    if by == "field":
        return fields.get(row["procedure_id"] or "", "")
    if by in RATED:
        return RATED[by](row)
    if by == "ending":
        return str(row["ending"] if "ending" in row else row["service_ending"] or "")
    key: str | None = row[f"{by}_id"]
    if place and by in ("centre", "counter") and row["counter_id"].endswith(AWAY):
        return ""  # no counter took part in the service
    return key or ""


def _count(own: Sums, row: Row) -> None:
    if row["cause"]:
        own.left_out.setdefault(row["cause"], [0, 0])[row["satisfied"]] += 1
    elif row["satisfied"]:
        own.satisfied += 1
    else:
        own.unsatisfied += 1


def _tie(own: Sums, row: Row) -> None:
    own.tied += 1
    if not row["cause"] and not row["service_failed"]:
        own.sound[row["satisfied"]] += 1


def _asked(services: Iterable[Row]) -> dict[str, int]:
    rows = list(services)
    counts = {"finished": len(rows), "answered": sum(row["answered"] for row in rows)}
    for way in ("tablet", "phone"):
        asked = [row for row in rows if way in row["asked"]]
        counts[f"asked_{way}"] = len(asked)
        counts[f"answered_{way}"] = sum(row["answered_on"] == way for row in asked)
    return counts
