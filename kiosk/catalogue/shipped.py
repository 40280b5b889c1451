"""The data files that come with the product, and the reasons that every record needs."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..storage.db import Database
from ..words import slug, tidy
from .importing import store_catalogue
from .kinds import KINDS

DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped CSV file, in its order."""
    with (DATA / name).open("r", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_reasons(db: Database) -> None:
    """Add the reasons that are not there yet; what is there stays as it was."""
    for row in rows("reasons.csv"):
        for satisfied, ending in ((0, "unsatisfied"), (1, "satisfied")):
            db.conn.execute(
                """
                INSERT INTO reason (reason_code, topic, satisfied, element, mended_by, position,
                                    topic_vi, topic_en, label_vi, label_en)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                [
                    row[f"code_{ending}"],
                    row["topic"],
                    satisfied,
                    row["element"],
                    row["mended_by"],
                    int(row["position"]),
                    row["topic_vi"],
                    row["topic_en"],
                    row[f"label_vi_{ending}"],
                    row[f"label_en_{ending}"],
                ],
            )


SINCE = "2025-07-01"  # when the 34 provinces and the two tiers began
PROVINCE = "H44"  # Phú Thọ, whose units are shipped
_KINDS = {"PROVINCIAL_DEPARTMENT": "department", "COMMUNE_PEOPLE_COMMITTEE": "commune"}


def load_shipped(db: Database, today: date) -> int:
    """Put provinces, Phú Thọ's units, fields, procedures and reasons into the record.

    Inside the caller's transaction; returns how many versions were added. What is there
    stays as it was, so a second call adds nothing.
    """
    load_reasons(db)
    tables = {
        "unit": [*_provinces(), *_units()],
        "field": _fields(),
        "procedure": _procedures(),
    }
    return sum(
        store_catalogue(db, KINDS[kind], enumerate(table, 2), today).added
        for kind, table in tables.items()
    )


def _provinces() -> list[dict[str, str]]:
    return [
        {"unit_id": row["code"], "name": tidy(row["name"]), "kind": "province", "valid_from": SINCE}
        for row in rows("provinces.csv")
    ]


def _units() -> list[dict[str, str]]:
    return [
        {
            "unit_id": unit_id(row),
            "name": tidy(row["unit"]),
            "kind": _KINDS[row["unit_type"]],
            "parent_id": PROVINCE,
            "valid_from": SINCE,
        }
        for row in rows("phutho_month.csv")
        if row["unit_type"] in _KINDS
    ]


def unit_id(row: dict[str, str]) -> str:
    """The id of a unit of `phutho_month.csv`; the province's is its code."""
    return PROVINCE if row["stt"] == "0" else f"{PROVINCE}.{row['stt']}"


def field_id(name: str) -> str:
    """The id of a field of `procedures.csv`: its name in plain letters."""
    return slug(name)[:64].strip("-")


def _fields() -> list[dict[str, str]]:
    """Fields by id; where the source spells one in two ways, its more frequent spelling."""
    spellings = Counter(tidy(row["field_vi"]) for row in rows("procedures.csv") if row["field_vi"])
    names: dict[str, str] = {}
    for name, _ in spellings.most_common():
        names.setdefault(field_id(name), name)
    english = _english("field")
    return [
        {"field_id": key, "name": name, "name_en": english.get(key, ""), "valid_from": SINCE}
        for key, name in names.items()
    ]


def _procedures() -> list[dict[str, str]]:
    english = _english("procedure")
    return [
        {
            "procedure_id": row["code"],
            "name": tidy(row["name_vi"]),
            "name_en": english.get(row["code"], ""),
            "field_id": field_id(row["field_vi"]),
            "authority": row["authority"],
            "valid_from": SINCE,
        }
        for row in rows("procedures.csv")
    ]


def _english(kind: str) -> dict[str, str]:
    """The product's own translations of the names most in use; the source has none."""
    return {row["id"]: row["name_en"] for row in rows("names_en.csv") if row["kind"] == kind}
