"""Services that are imported after their week was forgotten: known again by what they were, since
the record keeps no code of them, nor anything that could be made of one.

A unit's week is taken whole, once. If the record has services of it already, a line is one of those
or is refused: nobody could tell whether it is new or a corrected one that would count twice.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import N_
from ..errors.faults import Fault, Faults
from ..storage.db import Database
from . import forgotten

Content = tuple[Any, ...]


@dataclass
class History:
    """Lines of one file whose weeks are forgotten. columns: of a service, its name first."""

    columns: Sequence[str]
    lines: dict[str, tuple[int, Content]] = field(default_factory=dict)

    def add(self, line: int, row: tuple[Any, ...]) -> None:
        """Keep a line until all are read; twice the same is once. Raises Fault where the same code
        came with other content."""
        dossier, *rest = row
        content = tuple(rest)
        known = self.lines.setdefault(dossier, (line, content))
        if known[1] != content:
            raise Fault(
                N_("the dossier {dossier} stands in this file twice, with other content."),
                dossier=dossier,
            )

    def store(self, db: Database, faults: Faults) -> int:
        """Store what was kept, in the caller's transaction; how many were new. Lines that cannot be
        stored go to `faults`."""
        by_week: dict[str, dict[str, list[tuple[int, Content]]]] = defaultdict(lambda: defaultdict(list))
        week, unit = (self.columns.index(name) - 1 for name in ("iso_week", "resolving_unit_id"))
        for line, content in self.lines.values():
            by_week[content[week]][content[unit]].append((line, content))
        added = 0
        for iso_week, units in by_week.items():
            stored = self._find_stored(db, iso_week, unit)
            for unit_id, lines in units.items():
                if unit_id in stored:
                    _compare(lines, stored[unit_id], unit_id, iso_week, faults)
                else:
                    added += self._insert(db, lines)
        return added

    def _find_stored(self, db: Database, iso_week: str, unit: int) -> dict[str, "Counter[Content]"]:
        """By resolving unit, what is stored of the week: as it was said, and as it stands corrected."""
        names = ", ".join(self.columns[1:])
        found: dict[str, Counter[Content]] = defaultdict(Counter)
        standing = (
            f"SELECT {names} FROM services_v1 WHERE iso_week = :week AND service_id IN"
            " (SELECT service_id FROM service_correction)"
        )
        for question in (f"SELECT {names} FROM service WHERE iso_week = :week", standing):
            for content in db.conn.execute(question, {"week": iso_week}):
                found[content[unit]][content] += 1
        return found

    def _insert(self, db: Database, lines: list[tuple[int, Content]]) -> int:
        db.conn.executemany(
            f"INSERT INTO service ({', '.join(self.columns)})"
            f" VALUES ({', '.join('?' * len(self.columns))})",
            [(forgotten.new_name(), *content) for _, content in lines],
        )
        return len(lines)


def _compare(
    lines: list[tuple[int, Content]],
    stored: "Counter[Content]",
    unit_id: str,
    iso_week: str,
    faults: Faults,
) -> None:
    for line, content in lines:
        if stored[content] > 0:
            stored[content] -= 1
        else:
            text = N_(
                "the services of {unit} in week {week} are stored already and their dossier codes"
                " forgotten: none can be added or changed."
            )
            faults.add(line, Fault(text, unit=unit_id, week=iso_week))
