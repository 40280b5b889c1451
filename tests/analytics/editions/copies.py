"""Somebody who copies every file of an instance but the folder of keys, and reads what he can of it."""

import contextlib
import gzip
import json
import shutil
import sqlite3 as of_python
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as of_sqlcipher

ENGINES = (of_python, of_sqlcipher)
PUBLIC = "editions"  # what stands in it, but for its folders, is published
Row = tuple[tuple[str, ...], int]  # all that stands beside an answer, and the answer


def taken(instance: Path, into: Path) -> Path:
    """A copy of everything but the keys, as a copier of databases takes it."""
    shutil.copytree(instance, into, ignore=shutil.ignore_patterns("keys", "*.keys"))
    return into


def legible(copy: Path) -> dict[Path, list[Row]]:
    """What he can open, and the answers to single questions that he finds in each."""
    found: dict[Path, list[Row]] = {}
    for path in sorted(one for one in copy.rglob("*") if one.is_file()):
        if path.parent.name == PUBLIC or path.name == "record.id":
            continue
        for rows in (*_as_database(path), *_as_document(path)):
            found[path] = rows
    return found


def _as_database(path: Path) -> Iterator[list[Row]]:
    for engine in ENGINES:
        with contextlib.closing(engine.connect(path)) as connection, contextlib.suppress(engine.Error):
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
            if names:
                yield _answers(connection, names)
                return


def _answers(connection: Any, names: list[str]) -> list[Row]:
    if "ratings_v1" not in names:
        return []
    seen = "day, hour / 12, counter_id, officer_id, procedure_id, channel"
    rows = connection.execute(f"SELECT {seen}, satisfied FROM ratings_v1")
    return [(tuple(map(str, row[:-1])), int(row[-1])) for row in rows]


def _as_document(path: Path) -> Iterator[list[Row]]:
    content = path.read_bytes()
    with contextlib.suppress(OSError, EOFError):
        content = gzip.decompress(content)
    with contextlib.suppress(ValueError):
        document = json.loads(content)
        keys = zip(*document["keys"].values(), strict=True)
        counts = zip(keys, document["satisfied"], document["unsatisfied"], strict=True)
        yield [
            (key, answer)
            for key, satisfied, unsatisfied in counts
            for answer, n in ((1, satisfied), (0, unsatisfied))
            for _ in range(n)
        ]
