"""An edition's tables decided beside all that is published of the same answers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ..suppression import Answers, Frozen, Rule, Table, freeze
from ..suppression import together as published_together
from ..suppression.grid import CellKey
from . import behind, plan
from .behind import Behind
from .model import kind_of

WEEK = "week"  # a kind of period, and the column that says in which an answer was given
_GUARD = "guard"
_ROUNDS = 3


def decide(
    answers: Answers,
    stages: plan.Stages,
    rule: Rule,
    earlier: Mapping[str, Behind],
    last: Sequence[Table] = (),
) -> Frozen:
    """Decide the tables of these answers, stage after stage, beside what earlier editions published.

    A cell of a later stage that what stands before it does not leave in doubt is kept in view from
    the first stage on, and all is decided anew. Where even that finds no proof the last stage is not
    published at all.

    last: tables by one column for whose sake nothing else is hidden. A key of which one of their cells
    is left without a proof has none of them.
    """
    groups = _groups(earlier)
    parts = {name: behind.all_of(one.answers for one in of.values()) for name, of in groups.items()}
    every = behind.together(answers, parts)
    standing = [_of_group(name, of) for name, of in groups.items()]
    known_open = {key for one in standing for key in one.unproven}
    names = {table.name for table in last}
    for number in range(len(stages), 0, -1):
        found = _in_rounds(every, stages[:number], rule, standing, known_open, last=last)
        if known_open.issuperset(key for key in found.unproven if key[0] not in names):
            break
    return _proved(found, names)


def _in_rounds(
    every: Answers,
    stages: plan.Stages,
    rule: Rule,
    standing: Sequence[Frozen],
    known_open: Collection[CellKey],
    *,
    last: Sequence[Table],
) -> Frozen:
    guards: list[Table] = []
    names = {table.name for table in last}
    for _ in range(_ROUNDS):
        found = _in_stages(every, guards, stages, rule, standing, last=last)
        still = [key for key in found.unproven if key not in known_open and key[0] not in names]
        wanted = [_guard(found, *key) for key in still]
        if all(guard in guards for guard in wanted):
            break
        guards += [guard for guard in wanted if guard not in guards]
    return found


def _in_stages(
    every: Answers,
    guards: Sequence[Table],
    stages: plan.Stages,
    rule: Rule,
    standing: Sequence[Frozen],
    *,
    last: Sequence[Table],
) -> Frozen:
    new: list[Frozen] = []
    names = [table.name for table in last]
    for number, stage in enumerate((*stages[:-1], (*stages[-1], *last))):
        before = published_together([*standing, *new]) if standing or new else None
        tables = plan.now(stage)
        kept_in_view = guards if number == 0 else ()
        every_table = [*(before.tables if before else ()), *tables, *kept_in_view]
        found = freeze(every, every_table, rule, before, names)
        new.append(found.of(*(table.name for table in tables)))
    return published_together(new)


def _proved(found: Frozen, last: Collection[str]) -> Frozen:
    """Without the keys that have a cell without a proof in one of these tables. The tables stay, that
    it can be decided once more."""
    left_out = {keys for name, keys in found.unproven if name in last}
    if not left_out:
        return found
    tables = [_without(table, left_out) if table.name in last else table for table in found.tables]
    return Frozen(
        found.rule,
        tuple(tables),
        {
            key: shown
            for key, shown in found.cells.items()
            if key[0] not in last or key[1] not in left_out
        },
        tuple(key for key in found.unproven if key[0] not in last),
    )


def _without(table: Table, left_out: Collection[tuple[str, ...]]) -> Table:
    (column,) = table.by
    kept = [key for key in table.only[column] if (key,) not in left_out]
    return replace(table, only={**table.only, column: kept})


def _guard(found: Frozen, name: str, keys: Sequence[str]) -> Table:
    table = next(table for table in found.tables if table.name == name)
    one = {column: [key] for column, key in zip(table.by, keys, strict=True)}
    return replace(table, name=f"{_GUARD} {name} {' '.join(keys)}", only={**table.only, **one})


def republished(name: str, frozen: Frozen) -> Frozen:
    """An edition as part of what stands beside the next: its tables under its own name."""
    return Frozen(
        frozen.rule,
        tuple(plan.published(name, frozen.tables)),
        {(f"{name} {table}", keys): shown for (table, keys), shown in frozen.cells.items()},
        tuple((f"{name} {table}", keys) for table, keys in frozen.unproven),
    )


def _groups(earlier: Mapping[str, Behind]) -> dict[str, dict[str, Behind]]:
    """Editions of different weeks share no answer: those of one number are taken as one set of tables,
    by week, which is quicker than a set for each week."""
    found: dict[str, dict[str, Behind]] = defaultdict(dict)
    for name, one in earlier.items():
        period, _, number = name.rpartition(".")
        group = f"{WEEK}s.{number}" if kind_of(period) == WEEK else name
        found[group][period] = one
    return found


def _of_group(name: str, of: Mapping[str, Behind]) -> Frozen:
    if not name.startswith(WEEK):
        return republished(name, next(iter(of.values())).frozen)
    tables: dict[str, Table] = {}
    weeks: dict[str, list[str]] = defaultdict(list)
    for week, one in of.items():
        for table in plan.published(name, one.frozen.tables):
            tables[table.name] = table
            weeks[table.name].append(week)
    return Frozen(
        next(iter(of.values())).frozen.rule,
        tuple(
            replace(table, by=(WEEK, *table.by), only={**table.only, WEEK: weeks[table.name]})
            for table in tables.values()
        ),
        {
            (f"{name} {table}", (week, *keys)): shown
            for week, one in of.items()
            for (table, keys), shown in one.frozen.cells.items()
        },
        tuple(
            (f"{name} {table}", (week, *keys))
            for week, one in of.items()
            for table, keys in one.frozen.unproven
        ),
    )
