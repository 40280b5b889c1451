"""Which items of the catalogue hold on which days, read once so that long imports need not ask again."""

from datetime import date
from functools import cache

from ..errors import N_
from ..errors.faults import Fault
from ..storage.db import Database

_VERSIONS = {
    "unit": "SELECT unit_id, valid_from, valid_to FROM units_v1",
    "procedure": "SELECT procedure_id, valid_from, valid_to FROM procedures_v1",
    "officer": "SELECT officer_id, valid_from, valid_to FROM officers_v1",
    "counter": "SELECT counter_id, valid_from, valid_to, centre_id FROM counters_v1",
    "centre": "SELECT centre_id, valid_from, valid_to, unit_id FROM centres_v1",
}
_END = "9999-12-31"


class Spans:
    """The catalogue as it stood when this was made.

    Args of the questions: `days` are civil days, any of which will do; none means ever.
    """

    def __init__(self, db: Database) -> None:
        self._versions: dict[str, dict[str, list[tuple[str, str, str | None]]]] = {}
        for kind, question in _VERSIONS.items():
            versions = self._versions[kind] = {}
            for item, begins, ends, *parent in db.conn.execute(question):
                span = (begins, ends or _END, parent[0] if parent else None)
                versions.setdefault(item, []).append(span)
        self.check = cache(self._check)
        self.place = cache(self._place)

    def _check(self, kind: str, item: str, *days: date) -> None:
        """Raises Fault unless the catalogue has the item on one of the days."""
        self._find(kind, item, days)

    def _place(self, counter_id: str, *days: date) -> tuple[str, str]:
        """The counter's centre and that centre's unit; raises Fault."""
        centre_id = self._find("counter", counter_id, days)
        unit_id = self._find("centre", str(centre_id), days)
        return str(centre_id), str(unit_id)

    def _find(self, kind: str, item: str, days: tuple[date, ...]) -> str | None:
        versions = self._versions[kind].get(item)
        if versions is None:
            raise Fault(N_("the catalogue has no {kind} “{item}”."), kind=kind, item=item)
        if not days:
            return versions[-1][2]
        for day in days:
            for begins, ends, parent in versions:
                if begins <= day.isoformat() < ends:
                    return parent
        raise Fault(
            N_("the {kind} “{item}” was not in force on {day}."), kind=kind, item=item, day=days[-1]
        )
