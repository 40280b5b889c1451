"""What citizens wrote, of a closed month and a unit with enough of them; read when it is asked for.

An edition holds no text: what is deleted from the record is gone from here too. Which texts may be read
is fixed when a week is first frozen, by salted digests that lie with what stands behind editions. So
what comes late, and what is declared void, adds and takes away nothing, and whoever knows the page of
yesterday learns nothing from that of today. Beside a text stands neither answer, topic, procedure,
officer nor time: who knows the hand that wrote it shall not learn what it pressed.
"""

import gzip
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from .. import locking, source
from ..disclosure import State
from ..driver import sqlite3
from ..listing import as_in_a_dictionary
from . import behind
from .codec import DamagedEdition, canonical
from .model import Edition
from .store import AlreadyPublished, write_once

FORMAT = 1
UNIT, MONTH = "unit", "month"
_PURPOSE = "comments"
_KEPT, _KEPT_SECONDS = 32, 600.0


@dataclass(frozen=True)
class Fixed:
    """Of one week, how many of each text may be read, by unit and salted digest."""

    salt: str
    by_unit: Mapping[str, Mapping[str, int]]

    def number(self, unit: str) -> int:
        """How many of a unit."""
        return sum(self.by_unit.get(unit, {}).values())

    def among(self, unit: str, texts: Iterable[str]) -> Iterator[str]:
        """Those of the texts that were there when the week was frozen."""
        left = Counter(self.by_unit.get(unit, {}))
        for text in texts:
            digest = _digest(self.salt, text)
            if left[digest]:
                left[digest] -= 1
                yield text


def fix(folder: Path, week: str, comments: Iterable[tuple[str, str]]) -> None:
    """Keep which (unit, text) the week has; what was kept already stays."""
    salt = secrets.token_hex(16)
    by_unit: dict[str, Counter[str]] = {}
    for unit, text in comments:
        by_unit.setdefault(unit, Counter())[_digest(salt, text)] += 1
    content = gzip.compress(canonical({"format": FORMAT, "salt": salt, "by_unit": by_unit}), mtime=0)
    path = _path(folder, week)
    if locking.has_key(folder):
        content, path = locking.seal(content, folder, _PURPOSE), path.with_suffix(".sealed")
    with suppress(AlreadyPublished):  # of a freezing that failed: the week ended before it all the same
        write_once(path, content, behind.OWNER_ONLY)


def units(folder: Path, edition: Edition) -> list[str]:
    """The units of a month of which texts may be read, by key."""
    fixed = list(_fixed(folder, edition))
    return sorted(
        row.key
        for row in edition.tables.get(UNIT, ())
        if row.key
        and row.satisfaction.state is State.SHOWN
        and sum(one.number(row.key) for _, one in fixed) >= edition.rule.thresholds.other
    )


def read(folder: Path, edition: Edition, unit: str, record: sqlite3.Connection) -> tuple[str, ...]:
    """The unit's texts of a month, in the order of their letters; none where there are too few."""
    if unit not in units(folder, edition):
        return ()
    found = [
        text
        for week, fixed in _fixed(folder, edition)
        for text in fixed.among(unit, sorted(source.comments_of_unit(record, unit, week)))
    ]
    return tuple(by_letters(found)) if len(found) >= edition.rule.thresholds.other else ()


def by_letters(texts: Iterable[str]) -> list[str]:
    """As a dictionary orders them, which tells nothing of when they came."""
    return sorted(texts, key=lambda text: (as_in_a_dictionary(text), text))


class Readings:
    """Units' texts, kept in memory for as long as none of them can have been deleted.

    To read a unit anew all ratings of its weeks are gone through: a tenth of a second in a province,
    however few texts it has. So it is done when the record's seal is another, and now and then all the
    same. While the record would let a text be deleted nothing is kept.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._known: dict[tuple[str, str], tuple[tuple[int, ...], float, tuple[str, ...]]] = {}

    def of_unit(self, edition: Edition, unit: str, record: sqlite3.Connection) -> tuple[str, ...]:
        """What `read` finds now."""
        seal, now, key = source.seal_of_comments(record), self._clock(), (edition.name, unit)
        kept = self._known.get(key)
        if kept and kept[0] == seal and now - kept[1] < _KEPT_SECONDS:
            return kept[2]
        self._known.pop(key, None)
        texts = read(self._folder, edition, unit, record)
        if seal is not None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = seal, now, texts
        return texts


def _fixed(folder: Path, edition: Edition) -> Iterator[tuple[str, Fixed]]:
    if edition.kind != MONTH:
        return
    for week in edition.total.covers:
        fixed = recall(folder, week)
        if fixed is not None:
            yield week, fixed


def recall(folder: Path, week: str) -> Fixed | None:
    """None for a week that was frozen before this was kept. Raises DamagedEdition."""
    plain = _path(folder, week)
    path = plain if plain.exists() else plain.with_suffix(".sealed")
    if not path.exists():
        return None
    return _recalled(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _recalled(path: Path, _changed: int) -> Fixed:
    folder = path.parent.parent
    try:
        content = path.read_bytes()
        if path.suffix == ".sealed":
            content = locking.open_sealed(content, folder, _PURPOSE)
        document = json.loads(gzip.decompress(content))
        return Fixed(document["salt"], document["by_unit"])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DamagedEdition(f"{path.name} was changed, or cannot be read") from error


def _path(folder: Path, week: str) -> Path:
    return folder / behind.FOLDER / f"comments-{week}.gz"


def _digest(salt: str, text: str) -> str:
    return sha256(f"{salt} {text}".encode()).hexdigest()
