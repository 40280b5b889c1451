"""An edition's tables decided beside all that is published of the same answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..suppression import Answers, Frozen, Rule, Table, freeze
from ..suppression import together as published_together
from . import behind, plan
from .behind import Behind

_GUARD = "guard"
_ROUNDS = 3


def decide(answers: Answers, stages: plan.Stages, rule: Rule, earlier: Mapping[str, Behind]) -> Frozen:
    """Decide the tables of these answers, stage after stage, beside what earlier editions published.

    A cell of a later stage that what stands before it does not leave in doubt is kept in view from
    the first stage on, and all is decided anew.
    """
    every = behind.together(answers, {name: one.answers for name, one in earlier.items()})
    standing = [republished(name, one.frozen) for name, one in earlier.items()]
    guards: list[Table] = []
    for _ in range(_ROUNDS):
        found = _in_stages(every, [*guards], stages, rule, standing)
        open_cells = {key for one in standing for key in one.unproven}
        wanted = [_guard(found, *key) for key in found.unproven if key not in open_cells]
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
) -> Frozen:
    new: list[Frozen] = []
    for number, stage in enumerate(stages):
        before = published_together([*standing, *new]) if standing or new else None
        tables = plan.now(stage)
        kept_in_view = guards if number == 0 else ()
        every_table = [*(before.tables if before else ()), *tables, *kept_in_view]
        found = freeze(every, every_table, rule, before)
        new.append(found.of(*(table.name for table in tables)))
    return published_together(new)


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
