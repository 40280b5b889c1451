"""An edition's file against the record's: every number in it recomputed, every bound true.

It reads the JSON as any stranger would; nothing of the program is used. Which cells are hidden for
the sake of others cannot be recomputed, only that what is shown is true and what is small is not.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from .comparing import Result, compared
from .formulas import points, wilson
from .handled import Went, Worse, places_of, worse_places
from .sums import AWAY, MATTERS, RATED, Record, Row

CLOSE, ROUGHLY = 1e-12, 1e-9
PEERS = 20  # from so many on, chances are widened by how much they vary among themselves
OFFICER, OTHER = 30, 10
ENOUGH = (200, 30)
Pair = list[int]  # unsatisfied, satisfied
Document = dict[str, Any]


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


class Audit:
    """One edition held against the record: `faults` are what does not agree, `states` what was seen."""

    def __init__(self, document: Document, record: Record, enough: tuple[int, int] = ENOUGH) -> None:
        """enough: answers and unsatisfied ones of a procedure of which reasons are told."""
        self.document, self.record, self.enough = document, record, enough
        self.faults: list[str] = []
        self.states: Counter[str] = Counter()
        body = {name: value for name, value in document.items() if name != "digest"}
        if sha256(_canonical(body)).hexdigest() != document["digest"]:
            self.faults.append("the digest is not that of the content")
        self._reasons = _reasons_by_rating(record)
        self._is_week = "W" in document["period"]
        self._until = document.get("until") or document["period"]
        for kind, rows in [("total", [document["total"]]), *document["tables"].items()]:
            self._table(kind, rows)
        self._asked()
        self._matters()

    def _table(self, kind: str, rows: list[Document]) -> None:
        if not rows:
            return
        weeks = rows[0]["covers"] or [self.document["period"]]
        truths = self._truths(kind, weeks)
        later = self._is_week and kind in _OF_AFTERWARDS
        missing = {
            key
            for key, truth in truths.items()
            if sum(truth.answers) or truth.services or (later and truth.afterwards)
        }
        missing -= {row["key"] for row in rows}
        if missing:
            self.faults.append(f"{kind} lacks rows of {sorted(missing)}")
        for row in rows:
            self._row(kind, row, truths.get(row["key"], Truth()))
        if any(row["comparison"] for row in rows):
            self._comparisons(kind, rows, weeks)
        self._trust(kind, rows, weeks)
        if kind in ("total", "procedure"):
            self._handled(kind, rows, weeks)

    def _handled(self, kind: str, rows: list[Document], weeks: list[str]) -> None:
        """How dossiers went: late, sent back, and in which units more often than in the others."""
        places = places_of(self.record, weeks)
        worse = worse_places(places, OTHER)
        for row in rows:
            is_total = kind == "total"
            own = [one for (key, _), one in places.items() if is_total or row["key"] == key]
            self._handled_row(kind, row, own, (0, []) if is_total else worse.get(row["key"], (0, [])))

    def _handled_row(
        self, kind: str, row: Document, own: list[Went], worse: tuple[int, list[Worse]]
    ) -> None:
        where, told = f"{kind} '{row['key']}'", row.get("handling")
        n, late, known, repeated, visits = (sum(one[at] for one in own) for at in range(5))
        if told is None:
            self._same(f"{where} dossiers that went somehow", n if kind == "procedure" else 0, 0)
            return
        self._cell(f"{where} overdue", told["overdue"], [n - late, late], OTHER, sampled=False)
        self._cell(f"{where} repeat", told["repeat"], [known - repeated, repeated], OTHER, sampled=False)
        shown = known >= OTHER
        self._same(f"{where} visits", told["visits"], visits if shown else None)
        self._same(f"{where} units compared", told["units"], worse[0])
        self._same(f"{where} places", len(told["places"]), len(worse[1]))
        for published, mine in zip(told["places"], worse[1], strict=False):
            self.states[f"worse {mine[1]}"] += 1
            self._same(f"{where} place", published[:4], list(mine[:4]))
            if abs(published[4] - mine[4]) > ROUGHLY:
                self.faults.append(f"{where}: {published[4]} expected in {mine[0]}, not {mine[4]}")

    def _truths(self, kind: str, weeks: list[str]) -> dict[str, Truth]:
        found: dict[str, Truth] = {}
        for week in weeks:
            fields = self.record.fields(date.fromisocalendar(int(week[:4]), int(week[6:]), 7))
            for row in self.record.ratings:
                if row["iso_week"] == week:
                    _answer(found, kind, row, fields, self._reasons.get(row["rating_id"], ()))
                if row["service_week"] == week and kind in _OF_SERVICES:
                    own = found.setdefault(_of_service(kind, row, fields), Truth())
                    own.tied += 1
                    own.subtracted += _within_dossiers(row) and week < row["iso_week"] <= self._until
            for row in self.record.services.values():
                if row["iso_week"] == week and kind in _OF_SERVICES:
                    own = found.setdefault(_of_service(kind, row, fields), Truth())
                    own.services += 1
                    own.failed += bool(row["overdue"] or row["petitioned"])
        return found

    def _trust(self, kind: str, rows: list[Document], weeks: list[str]) -> None:
        """Of the total and the units, in the weeks in which it was asked; elsewhere nothing at all."""
        asked = [week for week in weeks if self.record.asks_of_trust(week)]
        is_told = bool(asked) and kind in ("total", "unit")
        counted = [row for row in self.record.ratings if row["iso_week"] in asked and not row["cause"]]
        for row in rows:
            where, own = f"{kind} '{row['key']}' trust", row.get("trust")
            self._same(f"{where} is told", own is not None, is_told)
            if own is None:
                continue
            mine = [one for one in counted if _of_rating(kind, one, {}) == row["key"]]
            told = [self.record.trusting.get(one["rating_id"]) for one in mine]
            self._same(f"{where} raters", own["raters"], len(mine))
            self._cell(where, own["cell"], [told.count(0), told.count(1)], OTHER)
            self.states[f"trust {own['cell']['state']}"] += 1

    def _comparisons(self, kind: str, rows: list[Document], weeks: list[str]) -> None:
        """Worked out from the published cells, and from how many rated what."""
        reference = _shown_rates(self.document["tables"]["procedure"])
        good, n = self.document["total"]["satisfaction"]["share"]
        rest = [all_of - sum(part) for all_of, part in zip((good, n), _columns(reference), strict=True)]
        if rest[1]:
            reference["*"] = (rest[0], rest[1])
        bases: dict[str, Counter[str]] = {}
        for row in self.record.ratings:
            if row["iso_week"] in weeks and not row["cause"]:
                procedure = row["procedure_id"] or ""
                own = bases.setdefault(_of_rating(kind, row, {}), Counter())
                own[procedure if procedure in reference else "*"] += 1
        cases = {key: (count, bases[key]) for key, (count, _) in _shown_rates(rows).items() if key}
        known = compared(cases, reference)
        few = sum(one.expected is not None for one in known.values()) < PEERS
        for row in rows:
            if row["comparison"]:
                self._comparison(f"{kind} '{row['key']}'", row["comparison"], known.get(row["key"]), few)

    def _comparison(self, where: str, published: Document, own: Result | None, few: bool) -> None:
        """few: too few are compared for their chances to be widened by how they vary; with more of
        them a verdict may only be milder."""
        own = own or Result("not_enough_data")
        self.states[f"comparison {published['verdict']}"] += 1
        verdict = own.verdict.removesuffix("_expectation")
        if few or published["verdict"] != "as_expected" or own.expected is None:
            self._same(f"{where} verdict", published["verdict"], verdict)
        if own.expected is None or own.interval is None:
            self._same(f"{where} expected", published["expected"], None)
            return
        chance = own.false_alarm if few else published["false_alarm"]
        numbers = [published[name] for name in ("expected", "rate", "low", "high", "false_alarm")]
        known = [own.expected / own.n, own.rate, *own.interval, chance]
        if any(abs(one - (other or 0.0)) > ROUGHLY for one, other in zip(numbers, known, strict=True)):
            self.faults.append(f"{where}: compared as {numbers}, not {known}")

    def _row(self, kind: str, row: Document, truth: Truth) -> None:
        where = f"{kind} '{row['key']}'"
        for name, pair in (("on_time", truth.sound), ("late", truth.late)):
            self._cell(f"{where} {name}", row[name], pair, _needed(kind), absent=True)
        self._cell(f"{where} satisfaction", row["satisfaction"], truth.answers, _needed(kind))
        both = [one + other for one, other in zip(truth.answers, truth.excluded, strict=True)]
        self._cell(f"{where} with_excluded", row["with_excluded"], both, _needed(kind), absent=True)
        self._same(f"{where} services", row["services"], truth.services)
        self._same(f"{where} responses", row["responses"], truth.tied)
        self._same(f"{where} not_counted", dict(row["not_counted"]), dict(truth.left_out))
        known = truth.services and truth.tied <= truth.services
        tied = [truth.services - truth.tied, truth.tied] if known else [0, 0]
        self._cell(f"{where} response", row["response"], tied, _needed(kind), sampled=False)
        self._dossier(where, row, truth, _needed(kind))
        own = truth.afterwards if self._is_week and kind in _OF_AFTERWARDS else {}
        told = dict(row.get("afterwards", []))
        self._same(f"{where} afterwards", set(told), set(own))
        for month, cell in told.items():
            self._cell(f"{where} afterwards {month}", cell, own.get(month, [0, 0]), OTHER)
        if kind == "procedure" and row["reasons"]:
            self._named_of_procedure(where, row)
        for topic, element, cell in row["reasons"]:
            pair = truth.topics.get((topic, element), [0, 0])
            self._cell(f"{where} {topic or element}", cell, pair, _needed(kind))

    def _named_of_procedure(self, where: str, row: Document) -> None:
        """In a month alone, and of enough answers and unsatisfied ones that are told."""
        good, n = row["satisfaction"]["share"] or (0, 0)
        period, (enough, unsatisfied) = self.document["period"], self.enough
        is_month = "W" not in period and period[5:].isdigit()
        if not is_month or n < enough or n - good < unsatisfied:
            self.faults.append(f"{where}: reasons are told with {good} of {n} in {period}")
        for topic, _, cell in row["reasons"]:
            self.states[f"named of a procedure {cell['state']}"] += 1
            if cell["n"] < OTHER:
                self.faults.append(f"{where}: {topic} is told, which {cell['n']} named")

    def _dossier(self, where: str, row: Document, truth: Truth, needed: int) -> None:
        """Few are few whatever was answered; more to be subtracted than there are is no rate."""
        good = truth.services - truth.failed - truth.sound[0] - truth.subtracted
        none = good < 0 and truth.services >= needed and row["dossier"]["state"] == "empty"
        pair = [0, 0] if none else [truth.services - max(good, 0), max(good, 0)]
        if good < 0 and row["dossier"]["share"]:
            self.faults.append(f"{where} dossier: a share, where more are subtracted than there are")
        self._cell(f"{where} dossier", row["dossier"], pair, needed, sampled=False)
        if row["points"] is not None and abs(row["points"] - points(good, truth.services)) > CLOSE:
            self.faults.append(f"{where}: points {row['points']}, not {points(good, truth.services)}")

    def _cell(
        self,
        where: str,
        cell: Document,
        pair: Pair,
        needed: int,
        *,
        sampled: bool = True,
        absent: bool = False,
    ) -> None:
        """absent: the figure may be missing where there would be one."""
        state, n, good = cell["state"], sum(pair), pair[1]
        self.states[state] += 1
        if absent and state == "empty":
            return
        for what, published, own in (("base", cell["n"], n), ("needed", cell["needed"], needed)):
            self._same(f"{where} {what}", published, own)
        small, hidden = 0 < n < needed, state in ("too_few", "withheld")
        if (small and not hidden) or (state == "too_few" and not small and not absent):
            self.faults.append(f"{where}: {state} with {n} of the {needed} needed")
        if state == "shown":
            self._same(f"{where} count", cell["share"], [good, n])
            self._interval(where, cell["interval"], (good, good, n) if sampled else None)
        elif cell["share"] is not None:
            self.faults.append(f"{where}: {state}, and the count is in the file")
        least, most = cell["bounds"]
        if n and least is not None and not least - CLOSE <= good / n <= most + CLOSE:
            self.faults.append(f"{where}: {good} of {n} does not lie from {least} to {most}")
        if state == "between" and sampled and cell["interval"] is not None:
            self._interval(where, cell["interval"], (round(least * n), round(most * n), n))

    def _interval(
        self, where: str, published: list[float] | None, of: tuple[int, int, int] | None
    ) -> None:
        own = None if of is None else (wilson(of[0], of[2])[0], wilson(of[1], of[2])[1])
        if own is None or published is None:
            self._same(f"{where} interval", published, own)
        elif max(abs(own[0] - published[0]), abs(own[1] - published[1])) > CLOSE:
            self.faults.append(f"{where}: interval {published}, not {own}")

    def _same(self, what: str, published: object, own: object) -> None:
        if published != own:
            self.faults.append(f"{what}: {published} in the edition, {own} in the record")

    def _matters(self) -> None:
        """Deeds to the last one; of what authors said, that what is told is true and of enough."""
        weeks = self.document["total"]["covers"] or [self.document["period"]]
        known = self.record.followed(weeks)
        known[""] = {name: sum(own[name] for own in known.values()) for name in MATTERS}
        rows = {row["key"]: row for row in self.document["matters"]}
        self._same("units with matters", set(rows), set(known))
        for key, row in rows.items():
            own, where = known[key], f"matters '{key}'"
            for name in ("received", "due", "on_time"):
                self._same(f"{where} {name}", row[name], own[name])
            self._followed(where, row, own)

    def _followed(self, where: str, row: Document, own: Row) -> None:
        period, told = self.document["period"], row["least"] == row["most"] and row["said"] > 0
        self.states["matters told" if told else "matters not told"] += 1
        if "W" not in period and not period[5:].isdigit():
            return  # of longer periods it is what their months tell
        good, said = own["on_time"] - own["unsatisfied"], own["satisfied"] + own["unsatisfied"]
        self._same(f"{where} said", row["said"], said)
        if not row["least"] <= good <= row["most"]:
            self.faults.append(f"{where}: {good} does not lie in {row}")
        if told and ("W" in period or said < OTHER):
            self.faults.append(f"{where}: what {said} authors said is told")

    def _asked(self) -> None:
        weeks = self.document["total"]["covers"] or [self.document["period"]]
        known = self.record.asked(lambda week, _month: week in weeks)
        self._same("endings asked", {row["ending"] for row in self.document["asked"]}, set(known))
        for row in self.document["asked"]:
            own, where = known[row["ending"]], f"asked {row['ending']}"
            self._same(where, [row["finished"], row["answered"]], [own["finished"], own["answered"]])
            pair = [own["finished"] - own["answered"], own["answered"]]
            self._cell(f"{where} rate", row["rate"], pair, OTHER)
            for way, n, answered, cell in row["ways"]:
                self._same(
                    f"{where} {way}", [n, answered], [own[f"asked_{way}"], own[f"answered_{way}"]]
                )
                self._cell(f"{where} {way}", cell, [n - answered, answered], OTHER)


_OF_AFTERWARDS = ("total", "unit", "procedure")
_OF_SERVICES = ("total", "unit", "centre", "counter", "officer", "procedure", "field", "ending")


def _answer(
    found: dict[str, Truth],
    kind: str,
    row: Row,
    fields: dict[str, str],
    named: tuple[tuple[str, str], ...],
) -> None:
    own = found.setdefault(_of_rating(kind, row, fields), Truth())
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
    if not row["service_week"] or row["service_failed"] or kind not in _OF_SERVICES:
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


def _of_rating(kind: str, row: Row, fields: dict[str, str]) -> str:
    if kind == "total":
        return ""
    if kind == "field":
        return fields.get(row["procedure_id"] or "", "")
    if kind == "ending":
        return row["service_ending"] or ""
    name = "slot" if kind == "hour_weekday" else kind
    return RATED[name](row) if name in RATED else row[f"{kind}_id"] or ""


def _of_service(kind: str, row: Row, fields: dict[str, str]) -> str:
    if kind == "unit":
        return str(row["resolving_unit_id"])
    if kind == "ending":
        return str(row["ending"] if "ending" in row else row["service_ending"])
    away = kind in ("centre", "counter") and (row["counter_id"] or "").endswith(AWAY)
    return "" if away else _of_rating(kind, row, fields)


def _shown_rates(rows: list[Document]) -> dict[str, tuple[int, int]]:
    """Key to (satisfied, n) of the rows that show them."""
    shares = {row["key"]: row["satisfaction"]["share"] for row in rows}
    return {key: (share[0], share[1]) for key, share in shares.items() if share}


def _columns(reference: dict[str, tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [good for good, _ in reference.values()], [n for _, n in reference.values()]


def _needed(kind: str) -> int:
    return OFFICER if kind == "officer" else OTHER


def _reasons_by_rating(record: Record) -> dict[str, tuple[tuple[str, str], ...]]:
    """(topic, element) and ('', element) of each rating, each once."""
    found: dict[str, set[tuple[str, str]]] = {}
    for rating_id, topic, element in record.reasons_given():
        found.setdefault(rating_id, set()).update([(topic, element), ("", element)])
    return {rating_id: tuple(sorted(named)) for rating_id, named in found.items()}


def _canonical(document: Document) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
