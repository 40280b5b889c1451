"""An edition's file against the record's: every number in it recomputed, every bound true.

It reads the JSON as any stranger would; nothing of the program is used. Which cells are hidden for
the sake of others cannot be recomputed, only that what is shown is true and what is small is not.
"""

import json
from hashlib import sha256

from .beside import check_asked, check_comparisons, check_handling, check_matters, check_trust
from .findings import CLOSE, OTHER, Document, Findings, needed_of
from .formulas import points
from .sums import Record
from .truths import OF_AFTERWARDS, Truth, reasons_by_rating, truths_of

ENOUGH = (200, 30)


class Audit:
    """One edition held against the record: `faults` are what does not agree, `states` what was seen."""

    def __init__(self, document: Document, record: Record, enough: tuple[int, int] = ENOUGH) -> None:
        """enough: answers and unsatisfied ones of a procedure of which reasons are told."""
        self.document, self.record, self.enough = document, record, enough
        self._found = Findings()
        self.faults, self.states = self._found.faults, self._found.states
        body = {name: value for name, value in document.items() if name != "digest"}
        if sha256(_canonical(body)).hexdigest() != document["digest"]:
            self.faults.append("the digest is not that of the content")
        self._reasons = reasons_by_rating(record)
        self._is_week = "W" in document["period"]
        self._until = document.get("until") or document["period"]
        for kind, rows in [("total", [document["total"]]), *document["tables"].items()]:
            self._table(kind, rows)
        check_asked(self._found, document, record)
        check_matters(self._found, document, record)

    def _table(self, kind: str, rows: list[Document]) -> None:
        if not rows:
            return
        weeks = rows[0]["covers"] or [self.document["period"]]
        truths = truths_of(self.record, kind, weeks, self._until, self._reasons)
        later = self._is_week and kind in OF_AFTERWARDS
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
            check_comparisons(self._found, self.document, self.record, kind, rows=rows, weeks=weeks)
        check_trust(self._found, self.record, kind, rows, weeks)
        if kind in ("total", "procedure"):
            check_handling(self._found, self.record, kind, rows, weeks)

    def _row(self, kind: str, row: Document, truth: Truth) -> None:
        where = f"{kind} '{row['key']}'"
        for name, pair in (("on_time", truth.sound), ("late", truth.late)):
            self._found.cell(f"{where} {name}", row[name], pair, needed_of(kind), absent=True)
        self._found.cell(f"{where} satisfaction", row["satisfaction"], truth.answers, needed_of(kind))
        both = [one + other for one, other in zip(truth.answers, truth.excluded, strict=True)]
        self._found.cell(
            f"{where} with_excluded", row["with_excluded"], both, needed_of(kind), absent=True
        )
        self._found.same(f"{where} services", row["services"], truth.services)
        self._found.same(f"{where} responses", row["responses"], truth.tied)
        self._found.same(f"{where} not_counted", dict(row["not_counted"]), dict(truth.left_out))
        known = truth.services and truth.tied <= truth.services
        tied = [truth.services - truth.tied, truth.tied] if known else [0, 0]
        self._found.cell(f"{where} response", row["response"], tied, needed_of(kind), sampled=False)
        self._dossier(where, row, truth, needed_of(kind))
        own = truth.afterwards if self._is_week and kind in OF_AFTERWARDS else {}
        told = dict(row.get("afterwards", []))
        self._found.same(f"{where} afterwards", set(told), set(own))
        for month, cell in told.items():
            self._found.cell(f"{where} afterwards {month}", cell, own.get(month, [0, 0]), OTHER)
        if kind == "procedure" and row["reasons"]:
            self._named_of_procedure(where, row)
        for topic, element, cell in row["reasons"]:
            pair = truth.topics.get((topic, element), [0, 0])
            self._found.cell(f"{where} {topic or element}", cell, pair, needed_of(kind))

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
        self._found.cell(f"{where} dossier", row["dossier"], pair, needed, sampled=False)
        if row["points"] is not None and abs(row["points"] - points(good, truth.services)) > CLOSE:
            self.faults.append(f"{where}: points {row['points']}, not {points(good, truth.services)}")


def _canonical(document: Document) -> bytes:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
