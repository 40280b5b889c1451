"""What stands behind an edition: the answers it counted, never published, read by this program alone.

Without it nobody could recompute an edition once late answers have come, and a later edition could
not be decided beside it. It says no more than the record, which it lies beside.
"""

import gzip
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import locking
from ..handling import ByPlace, Handling
from ..source.joint import COUNTED
from ..suppression import Answers, Frozen
from ..tables import LeftOut
from .codec import DamagedEdition, canonical
from .model import Edition
from .store import write_once

FOLDER = "behind"
OWNER_ONLY = 0o400
FORMAT = 1
TOPIC = "topic:"  # how the columns of what was named begin
ABOUT = "about"  # the column that says of which month the dossier of an earlier week is
NOW = "now"  # the column that says whether the new edition counts an answer
_PATTERN = "in {}"  # and whether an earlier one did


@dataclass(frozen=True)
class Public:
    """What is known of a key beside the answers: none of it tells what anybody answered.

    failed: services that were late or complained about. tied: ratings of the services.
    """

    services: int = 0
    failed: int = 0
    tied: int = 0
    not_counted: tuple[LeftOut, ...] = ()

    def __add__(self, other: "Public") -> "Public":
        causes: dict[str, int] = defaultdict(int)
        for part in (*self.not_counted, *other.not_counted):
            causes[part.cause] += part.n
        return Public(
            self.services + other.services,
            self.failed + other.failed,
            self.tied + other.tied,
            tuple(LeftOut(cause, n) for cause, n in sorted(causes.items())),
        )


ByKey = Mapping[str, Public]


@dataclass(frozen=True)
class Behind:
    """answers: those it counted, by all columns of source.joint_of. frozen: what was decided of
    them. public: by kind of table and key; the total under TOTAL and the empty key. handling: how the
    dossiers went, by procedure and unit; None where it was frozen before that was kept. trust: the
    answers to the question of trust, and what was decided of them; None where it was not asked."""

    answers: Answers
    frozen: Frozen
    public: Mapping[str, ByKey]
    handling: ByPlace | None = None
    trust: "Behind | None" = None


def path_of(folder: Path, digest: str) -> Path:
    """Where the file of that digest stands; what was kept without a key lies open."""
    plain = folder / FOLDER / f"{digest}.json.gz"
    return plain if plain.exists() else plain.with_name(f"{digest}.sealed")


def keep(folder: Path, behind: Behind) -> str:
    """Write it, and return its digest. A file that no edition names is left of one that failed."""
    content, ending = gzip.compress(canonical(_document(behind)), mtime=0), "json.gz"
    if locking.has_key(folder):
        content, ending = locking.seal(content, folder, FOLDER), "sealed"
    digest = sha256(content).hexdigest()
    write_once(folder / FOLDER / f"{digest}.{ending}", content, OWNER_ONLY)
    return digest


def recall(folder: Path, edition: Edition) -> Behind:
    """Read it back. Raises DamagedEdition if it is missing or was changed, or there is none."""
    if edition.behind is None:
        raise DamagedEdition(f"{edition.name} follows from other editions: nothing stands behind it")
    path = path_of(folder, edition.behind)
    try:
        content = path.read_bytes()
        if sha256(content).hexdigest() != edition.behind:
            raise DamagedEdition(f"what stands behind {edition.name} was changed: {path.name}")
        if path.suffix == ".sealed":
            content = locking.open_sealed(content, folder, FOLDER)
        return _behind(json.loads(gzip.decompress(content)))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DamagedEdition(f"what stands behind {edition.name} is missing: {path.name}") from error


def together(now: Answers, earlier: Mapping[str, Answers]) -> Answers:
    """One set of answers, with a column NOW and one for each earlier edition: '1' where it counts them.

    Answers that are alike in all else cannot be told apart: as many as possible are taken to be the
    same persons.
    """
    sources = {NOW: now, **{_PATTERN.format(name): answers for name, answers in earlier.items()}}
    columns = sorted({name for answers in sources.values() for name in answers.keys})
    found = {name: _counted(answers, columns) for name, answers in sources.items()}
    rows: list[tuple[tuple[str, ...], int, int]] = []
    for key in sorted({key for counts in found.values() for key in counts}):
        for answer in (0, 1):
            counts = [found[name].get(key, (0, 0))[answer] for name in sources]
            for members, n in _layers(counts):
                rows.append(((*key, *members), n * (1 - answer), n * answer))
    names = (*columns, *sources)
    keyed = list(zip(*(key for key, _, _ in rows), strict=True)) if rows else [()] * len(names)
    return Answers(
        dict(zip(names, keyed, strict=True)), [row[1] for row in rows], [row[2] for row in rows]
    )


def counted_by(name: str) -> str:
    """The column that says whether that edition counted an answer."""
    return _PATTERN.format(name)


def moved(counted: Answers, found: Answers) -> tuple[int, int]:
    """How many answers the second counts that the first does not, and the reverse.

    To which field a procedure belongs, and what was named beside an answer, makes it no other answer.
    """
    names = {*counted.keys, *found.keys} - {"field"}
    columns = sorted(name for name in names if not name.startswith(TOPIC))
    status = columns.index("status")
    old, new = (
        {key: n for key, n in _counted(answers, columns).items() if key[status] == COUNTED}
        for answers in (counted, found)
    )
    gained = [
        new.get(key, (0, 0))[answer] - old.get(key, (0, 0))[answer]
        for key in {*old, *new}
        for answer in (0, 1)
    ]
    return sum(n for n in gained if n > 0), -sum(n for n in gained if n < 0)


def all_of(parts: Iterable[Answers]) -> Answers:
    """The answers of several weeks as one set; what nobody of a week named is empty for it."""
    parts = list(parts)
    columns = sorted({name for answers in parts for name in answers.keys})
    return Answers(
        {
            name: [key for part in parts for key in part.keys.get(name, [""] * len(part.satisfied))]
            for name in columns
        },
        [n for part in parts for n in part.satisfied],
        [n for part in parts for n in part.unsatisfied],
    )


def _counted(answers: Answers, columns: Sequence[str]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Satisfied and unsatisfied by all columns; '' for a column it has not."""
    empty = [""] * len(answers.satisfied)
    keys = zip(*(answers.keys.get(name, empty) for name in columns), strict=True)
    found: dict[tuple[str, ...], tuple[int, int]] = {}
    for key, satisfied, unsatisfied in zip(keys, answers.satisfied, answers.unsatisfied, strict=True):
        old = found.get(key, (0, 0))
        found[key] = (old[0] + satisfied, old[1] + unsatisfied)
    return found


def _layers(counts: list[int]) -> list[tuple[tuple[str, ...], int]]:
    """Who is in which of the sets, if each holds the first so many of the same persons."""
    found, below = [], 0
    for level in sorted({count for count in counts if count}):
        members = tuple("1" if count >= level else "" for count in counts)
        found.append((members, level - below))
        below = level
    return found


def _document(behind: Behind) -> dict[str, Any]:
    answers = behind.answers
    return {
        "format": FORMAT,
        "salt": secrets.token_hex(16),  # else the digest could be tried out on guessed answers
        "keys": {name: list(column) for name, column in answers.keys.items()},
        "satisfied": list(answers.satisfied),
        "unsatisfied": list(answers.unsatisfied),
        "frozen": json.loads(behind.frozen.as_json()),
        "public": {
            kind: {
                key: [one.services, one.failed, one.tied, [[p.cause, p.n] for p in one.not_counted]]
                for key, one in by_key.items()
            }
            for kind, by_key in behind.public.items()
        },
        "handling": None
        if behind.handling is None
        else [[*place, *astuple(handling)] for place, handling in sorted(behind.handling.items())],
        "trust": None if behind.trust is None else _document(behind.trust),
    }


def _behind(document: dict[str, Any]) -> Behind:
    return Behind(
        Answers(document["keys"], document["satisfied"], document["unsatisfied"]),
        Frozen.from_json(json.dumps(document["frozen"])),
        {
            kind: {
                key: Public(services, failed, tied, tuple(LeftOut(*part) for part in parts))
                for key, (services, failed, tied, parts) in by_key.items()
            }
            for kind, by_key in document["public"].items()
        },
        _handling(document.get("handling")),
        _behind(document["trust"]) if document.get("trust") else None,
    )


def _handling(rows: Sequence[Sequence[Any]] | None) -> ByPlace | None:
    if rows is None:
        return None
    return {(procedure, unit): Handling(*numbers) for procedure, unit, *numbers in rows}
