"""What things are called and belong to, as of a day."""

from dataclasses import dataclass
from datetime import date

from ..driver import sqlite3


@dataclass(frozen=True)
class Name:
    """What something is called, and the name of what it belongs to, which tells it apart."""

    vi: str
    en: str | None = None
    of: str | None = None

    def text(self, lang: str) -> str:
        """The name in that language; Vietnamese where there is none."""
        return (self.en or self.vi) if lang == "en" else self.vi


_OWNER = {"counter": ("centre", "centre_id"), "officer": ("unit", "unit_id")}
_IN_ENGLISH = ("procedure", "field")


def names(connection: sqlite3.Connection, kind: str, day: date) -> dict[str, Name]:
    """Names of one kind as they were on that day, else the latest known, by key."""
    owner, owner_key = _OWNER.get(kind, (None, "NULL"))
    owners = names(connection, owner, day) if owner else {}
    english = "name_en" if kind in _IN_ENGLISH else "NULL"
    found = _on_day(connection, kind, ("name", english, owner_key), day)
    return {
        key: Name(name, name_en, owners[of].vi if of in owners else None)
        for key, name, name_en, of in found
    }


def field_of_procedure(connection: sqlite3.Connection, day: date) -> dict[str, str]:
    """The field each procedure belonged to on that day, else last; '' for none."""
    return {key: field or "" for key, field in _on_day(connection, "procedure", ("field_id",), day)}


def unit_of(connection: sqlite3.Connection, day: date) -> dict[str, dict[str, str]]:
    """By kind, the unit each centre, counter and officer belonged to on that day, else last."""
    units = {
        kind: {key: unit for key, unit in _on_day(connection, kind, ("unit_id",), day)}  # noqa: C416
        for kind in ("centre", "officer")
    }
    units["counter"] = {
        counter: units["centre"][centre]
        for counter, centre in _on_day(connection, "counter", ("centre_id",), day)
        if centre in units["centre"]
    }
    return units


def _on_day(
    connection: sqlite3.Connection, kind: str, columns: tuple[str, ...], day: date
) -> list[tuple[str, ...]]:
    """The version of each item that holds on the day, else the latest one."""
    wanted = ", ".join(f"{column} AS column_{number}" for number, column in enumerate(columns))
    found: list[tuple[str, ...]] = connection.execute(
        f"""
        SELECT key, {", ".join(f"column_{number}" for number in range(len(columns)))}
        FROM (
          SELECT {kind}_id AS key, {wanted}, row_number() OVER (
            PARTITION BY {kind}_id
            ORDER BY
              valid_from <= :day AND (valid_to IS NULL OR valid_to > :day) DESC,
              valid_from DESC
          ) AS choice
          FROM {kind}s_v1
        )
        WHERE choice = 1
        ORDER BY key
        """,
        {"day": day.isoformat()},
    ).fetchall()
    return found
