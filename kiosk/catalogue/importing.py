"""The catalogue from a table: units, centres, counters, fields, procedures, officers.

Versions only grow. A row says what holds from `valid_from`; with `valid_to` it also says
that the item ends there, unless another version takes over on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..errors import N_
from ..errors.faults import Fault, Faults
from ..formats.imported import Imported
from ..formats.moments import find_moment
from ..formats.tables import Row
from ..storage.db import Database, writing
from .kinds import KINDS, Kind

_DATES = ("valid_from", "valid_to")


@dataclass(frozen=True)
class Version:
    """What holds of an item from a day on; `content` in the order of the kind's columns."""

    line: int
    item: str
    valid_from: str
    valid_to: str | None
    dated: bool
    content: tuple[str | None, ...]


def import_catalogue(
    db: Database, kind: str, rows: Iterable[Row], today: date, faults: Faults | None = None
) -> Imported:
    """Add the versions in the rows, all or nothing; the same ones again change nothing.

    Args:
        kind: a key of KINDS.
        rows: `(line, {column: text})`, in any order: a parent may follow its children.
        today: what an absent `valid_from` means.
        faults: brings what was found while reading the rows.

    Raises:
        ImportRefused: naming the bad lines; nothing was stored.
    """
    with writing(db):
        return store_catalogue(db, KINDS[kind], rows, today, faults)


def store_catalogue(
    db: Database, kind: Kind, rows: Iterable[Row], today: date, faults: Faults | None = None
) -> Imported:
    """The same inside the caller's transaction, which must be given up if this raises."""
    faults = faults or Faults()
    versions = []
    for line, values in rows:
        with faults.at(line):
            versions.append(_read(kind, line, values, today))
    stored = _stored(db, kind)
    fresh = []
    for version in _distinct(versions, faults):
        with faults.at(version.line):
            if not _is_there(stored, version):
                fresh.append(version)
    endings = _endings(stored, versions, faults)
    _check_references(db, kind, versions, faults)
    _check_circles(stored, kind, versions, faults)
    faults.refuse_if_any()
    _insert(db, kind, fresh, endings)
    return Imported(len(fresh) + len(endings), len(versions) - len(fresh))


def _read(kind: Kind, line: int, values: dict[str, str], today: date) -> Version:
    valid_from, ends = find_moment(values, "valid_from"), find_moment(values, "valid_to")
    begins = (valid_from.day if valid_from else today).isoformat()
    valid_to = ends.day.isoformat() if ends else None
    if valid_to is not None and valid_to <= begins:
        raise Fault(
            N_("it ends on {valid_to}, not after it begins on {valid_from}."),
            valid_to=valid_to,
            valid_from=begins,
        )
    content = kind.read({name: text for name, text in values.items() if name not in _DATES})
    item = str(content.pop(kind.key))
    return Version(line, item, begins, valid_to, valid_from is not None, tuple(content.values()))


Stored = dict[str, dict[str, tuple[Any, ...]]]


def _stored(db: Database, kind: Kind) -> Stored:
    """Versions in the record: item → valid_from → (retired, *content)."""
    found: Stored = {}
    for item, begins, *rest in db.conn.execute(
        f"SELECT {kind.key}, valid_from, retired, {', '.join(kind.content)}"
        f" FROM {kind.name}_version ORDER BY {kind.key}, valid_from"
    ):
        found.setdefault(item, {})[begins] = tuple(rest)
    return found


def _distinct(versions: list[Version], faults: Faults) -> list[Version]:
    """The versions without repeats; two of one item and day with other content are a fault."""
    first: dict[tuple[str, str], Version] = {}
    for version in versions:
        earlier = first.setdefault((version.item, version.valid_from), version)
        if (earlier.content, earlier.valid_to) != (version.content, version.valid_to):
            fault = Fault(
                N_("“{item}” from {day} stands on line {line} with other content."),
                item=version.item,
                day=version.valid_from,
                line=earlier.line,
            )
            faults.add(version.line, fault)
    return list(first.values())


def _is_there(stored: Stored, version: Version) -> bool:
    """Whether the record says the same already; raises Fault if it says something else."""
    known = stored.get(version.item, {})
    begins = version.valid_from
    if not version.dated:  # an undated row that repeats what holds today is no news
        begins = max((day for day in known if day <= begins), default=begins)
    if begins in known and known[begins] == (0, *version.content):
        return True
    if version.valid_from not in known:
        return False
    raise Fault(
        N_("the catalogue has “{item}” from {day} with other content: give a later valid_from."),
        item=version.item,
        day=version.valid_from,
    )


def _endings(stored: Stored, versions: list[Version], faults: Faults) -> list[Version]:
    """The versions whose end must be written, because no other version takes over then."""
    begins: dict[str, set[str]] = {}
    for version in versions:
        begins.setdefault(version.item, set()).add(version.valid_from)
    found: dict[tuple[str, str], Version] = {}
    for version in versions:
        if version.valid_to is None:
            continue
        days = begins[version.item] | set(stored.get(version.item, {}))
        between = [day for day in days if version.valid_from < day < version.valid_to]
        if between:
            fault = Fault(
                N_("“{item}” ends on {valid_to}, but another version begins on {day}."),
                item=version.item,
                valid_to=version.valid_to,
                day=min(between),
            )
            faults.add(version.line, fault)
        elif version.valid_to not in days:
            found[version.item, version.valid_to] = version
    return list(found.values())


def _check_references(db: Database, kind: Kind, versions: list[Version], faults: Faults) -> None:
    """What a row refers to must be in the record or in the table itself."""
    for column, target in kind.references.items():
        known = {row[0] for row in db.conn.execute(f"SELECT {target}_id FROM {target}")}
        if target == kind.name:
            known |= {version.item for version in versions}
        position = kind.content.index(column)
        for version in versions:
            given = version.content[position]
            if given is not None and given not in known:
                fault = Fault(
                    N_("{column}: there is no {kind} “{given}”."),
                    column=column,
                    kind=target,
                    given=given,
                )
                faults.add(version.line, fault)


def _check_circles(stored: Stored, kind: Kind, versions: list[Version], faults: Faults) -> None:
    """No unit may lie above itself, nothing may be its own successor, at any remove."""
    for column in (name for name, target in kind.references.items() if target == kind.name):
        position = kind.content.index(column)
        above = {item: known[max(known)][1 + position] for item, known in stored.items()}
        above |= {version.item: version.content[position] for version in versions}
        for version in versions:
            seen, item = {version.item}, above[version.item]
            while item is not None and item not in seen:
                seen.add(item)
                item = above.get(item)
            if item == version.item:
                fault = Fault(
                    N_("{column}: “{item}” comes back to itself."), column=column, item=version.item
                )
                faults.add(version.line, fault)


def _insert(db: Database, kind: Kind, fresh: list[Version], endings: list[Version]) -> None:
    """Identities first, because versions may refer to one another."""
    db.conn.executemany(
        f"INSERT INTO {kind.name} ({kind.key}) VALUES (?) ON CONFLICT DO NOTHING",
        [(version.item,) for version in fresh],
    )
    rows = [(v.item, v.valid_from, 0, *v.content) for v in fresh]
    rows += [(v.item, v.valid_to, 1, *v.content) for v in endings]
    columns = (kind.key, "valid_from", "retired", *kind.content)
    db.conn.executemany(
        f"INSERT INTO {kind.name}_version ({', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(columns))})",
        rows,
    )
