"""The data files that come with the product, and the reasons that every record needs."""

import csv
from collections.abc import Iterator
from importlib import resources

from .db import Database

DATA = resources.files(__package__) / "data"


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
