"""What is real in the demonstration: the published figures of August 2026, unit by unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue import shipped
from ..errors import N_
from ..errors.faults import Fault
from ..words import fold, tidy

_SUFFIX = " - Tỉnh Phú Thọ"


class NoSuchUnit(Fault):
    """The words name no unit of the month, or several."""

    def __init__(self, words: str, count: int, some: str) -> None:
        text = N_("“{words}” names {count} units of the demonstration; name one, such as: {some}.")
        super().__init__(text, words=words, count=count, some=some)


@dataclass(frozen=True)
class Unit:
    """A unit's published month.

    dossiers: finished by the unit. satisfied: those neither overdue, nor complained about, nor
    rated unsatisfied. petitions: those about procedures, which is what a dossier can have.
    """

    unit_id: str
    name: str
    kind: str
    dossiers: int
    satisfied: int
    petitions: int

    @property
    def failed(self) -> int:
        """Dossiers that the published figure subtracts."""
        return self.dossiers - self.satisfied

    @property
    def short_name(self) -> str:
        """The name inside a longer one: "phường Việt Trì", "Sở Xây dựng"."""
        name = self.name.removesuffix(_SUFFIX).removeprefix("UBND ")
        return name[0].lower() + name[1:] if self.kind == "commune" else name


def units() -> list[Unit]:
    """The units that finished dossiers in the month, in the order of the published table."""
    return [
        Unit(
            unit_id=shipped.unit_id(row),
            name=tidy(row["unit"]),
            kind="commune" if row["level"] == "COMMUNE" else "department",
            dossiers=int(row["dossiers"]),
            satisfied=int(row["satisfied"]),
            petitions=int(row["petition_tthc"]),
        )
        for row in shipped.rows("phutho_month.csv")
        if row["level"] != row["unit_type"] and int(row["dossiers"]) > 0
    ]


def find_unit(words: str, among: Sequence[Unit]) -> Unit:
    """The one unit with this id, or with these words in its name, diacritics or not.

    Raises NoSuchUnit if there is none, or more than one and none of exactly that name.
    """
    wanted = fold(words)
    exact = [unit for unit in among if words == unit.unit_id or wanted == _bare(unit)]
    found = exact or [unit for unit in among if wanted in fold(unit.name)]
    if len(found) != 1 or not wanted:
        some = ", ".join(f"{unit.name} ({unit.unit_id})" for unit in (found or among)[:5])
        raise NoSuchUnit(words=words, count=len(found), some=some)
    return found[0]


def _bare(unit: Unit) -> str:
    """The name without its kind: "viet tri" for phường Việt Trì."""
    return fold(unit.short_name).removeprefix("phuong ").removeprefix("xa ").removeprefix("so ")
