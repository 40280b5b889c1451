"""Which tables are decided for an edition, and how a published one stands beside the next. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..counts import TOTAL
from ..source.joint import AFTERWARDS, COUNTED, YES
from ..suppression import Answers, Frozen, Table
from . import showing
from .behind import ABOUT, NOW, TOPIC, counted_by

# Where a table's cells stand in the columns of the answers, if not under its own name.
COLUMNS = {"hour_weekday": "slot"}
IN_A_WEEK = ("unit", "centre", "field", "procedure")
IN_A_MONTH = ("officer", "counter", "channel", "tier", "ending", "user_kind", "hour_weekday")
# Dossiers count for the unit that resolved them, and for the counter where they were done.
_OF_DOSSIERS = {"unit": "resolving", "counter": "service_counter"}
DOSSIER, EXCLUDED, LATE, TRUST, OTHERS = "dossier", "excluded", "late", "trust", "others"
# Answers about dossiers of an earlier week, by these dossiers' month: see closing.py.
OF_AFTERWARDS = (TOTAL, "unit", "procedure")
# Of a procedure with fewer answers, or fewer unsatisfied ones, a share of these is within twenty points
# or more, and nearly all its topics are a few answers each.
ENOUGH, ENOUGH_UNSATISFIED = 200, 30
# What is hidden for the sake of others: the less it is worth, the sooner.
_WORTH = {
    TOTAL: 400,
    "channel": 40,
    "tier": 40,
    "ending": 40,
    "user_kind": 40,
    "unit": 8,
    "centre": 8,
    "officer": 8,
}


Stages = tuple[tuple[Table, ...], ...]


def of_week(answers: Answers, *, with_others: bool = True) -> Stages:
    """What a week's edition publishes of answers, what matters most first: each stage is decided with
    those before it standing fast, so that nothing is hidden for the sake of what matters less.

    with_others: those that nobody publishes, and whoever subtracts has; older weeks did without.
    """
    others = (_others(),) if with_others else ()
    first = (*_rates((TOTAL, *IN_A_WEEK)), *_dossiers((TOTAL,)), _late(TOTAL), *others)
    second = (
        *_dossiers(("unit", "procedure")),
        *(_table(f"{EXCLUDED} {kind}", kind, {"status": [EXCLUDED]}) for kind in (TOTAL, "unit")),
        *_named(answers, TOTAL),
    )
    return (first, second, *_afterwards(answers))


def of_month(_: Answers) -> Stages:
    """What a month's edition publishes of answers beyond what its weeks say together."""
    first = ("officer", "channel", "tier", "ending", "user_kind")
    others = [kind for kind in IN_A_MONTH if kind not in first]
    return (_rates(first), (*_dossiers(("officer",)), *_rates(others)))


def of_reasons(answers: Answers, weeks: Sequence[Frozen], needed: int) -> tuple[Table, ...]:
    """What a month's edition publishes last: by procedure, who named a topic.

    Of procedures whose number of satisfied the weeks' editions tell exactly, where that leaves enough
    answers and enough unsatisfied ones; and topics that as many as `needed` named there. Which they are
    follows from what is published and from who came, and tells nothing.
    """
    return named_of(answers, told_procedures(weeks, ENOUGH, ENOUGH_UNSATISFIED), needed)


def named_of(answers: Answers, procedures: Sequence[str], needed: int) -> tuple[Table, ...]:
    """A table for each topic that as many named of any of these procedures."""
    found = []
    for name in sorted(name for name in answers.keys if name.startswith(TOPIC)):
        table = _table(f"{name} procedure", "procedure", {"status": [COUNTED], name: [YES]})
        n = bases(answers, table)
        named = [key for key in procedures if n[key,] >= needed]
        if named:
            found.append(replace(table, only={**table.only, "procedure": named}))
    return tuple(found)


def told_procedures(weeks: Sequence[Frozen], answers: int, unsatisfied: int) -> list[str]:
    """The named procedures of which the weeks tell exactly how many were satisfied, and so many are."""
    found: defaultdict[str, showing.Known] = defaultdict(lambda: showing.NOTHING)
    for frozen in weeks:
        for (table, keys), shown in frozen.cells.items():
            if table == "procedure" and keys[0]:
                found[keys[0]] += showing.known(shown)
    return sorted(
        key
        for key, of in found.items()
        if of.least == of.most and of.n >= answers and of.n - of.most >= unsatisfied
    )


def tells_reasons(frozen: Frozen) -> bool:
    """Whether reasons by procedure were decided with it: of an older month they were not."""
    return any(t.name.startswith(TOPIC) and t.by == ("procedure",) for t in frozen.tables)


def protects_others(frozen: Frozen) -> bool:
    """Whether those were decided with it that are left of a total when two parts are subtracted."""
    return any(table.name == _others().name for table in frozen.tables)


def of_trust() -> Stages:
    """What a week's edition publishes of the question of trust."""
    return (tuple(_table(f"{TRUST} {kind}", kind, {}) for kind in (TOTAL, "unit")),)


def bases(answers: Answers, table: Table) -> Counter[tuple[str, ...]]:
    """How many answers each cell of a table counts, by its keys."""
    found: Counter[tuple[str, ...]] = Counter()
    for at, both in enumerate(zip(answers.satisfied, answers.unsatisfied, strict=True)):
        if all(answers.keys[column][at] in allowed for column, allowed in table.only.items()):
            found[tuple(answers.keys[column][at] for column in table.by)] += sum(both)
    return found


def tables_of(stages: Stages) -> tuple[Table, ...]:
    """All of them."""
    return tuple(table for stage in stages for table in stage)


def now(tables: Iterable[Table]) -> list[Table]:
    """The tables, of the answers that the new edition counts."""
    return [replace(table, only={**table.only, NOW: [YES]}) for table in tables]


def published(name: str, tables: Iterable[Table]) -> list[Table]:
    """An earlier edition's tables, under its name and of the answers that it counted."""
    return [
        replace(
            table,
            name=f"{name} {table.name}",
            only={**_without_now(table.only), counted_by(name): [YES]},
        )
        for table in tables
    ]


def _without_now(only: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: list(keys) for name, keys in only.items() if name != NOW}


def _rates(kinds: Iterable[str]) -> tuple[Table, ...]:
    return tuple(_table(kind, kind, {"status": [COUNTED]}) for kind in kinds)


def _dossiers(kinds: Iterable[str]) -> tuple[Table, ...]:
    only = {"status": [COUNTED], "sound": [YES]}
    return tuple(_table(f"{DOSSIER} {kind}", _OF_DOSSIERS.get(kind, kind), only) for kind in kinds)


def _late(kind: str) -> Table:
    return _table(f"{LATE} {kind}", kind, {"status": [COUNTED], "timeliness": [LATE]})


def _others() -> Table:
    """What is left of the total without those on time and the late: a few in a small place. No row
    tells it, but as a cell that is too small it stays in doubt, and so does what would tell it."""
    only = {"status": [COUNTED], "sound": ["", AFTERWARDS], "timeliness": ["", "on_time"]}
    return Table(f"{OTHERS} {TOTAL}", (), only)


def _afterwards(answers: Answers) -> Stages:
    """The total by itself: it is told though its parts could not be proved safe. No stage where nobody
    answered about an earlier week's dossier."""
    if AFTERWARDS not in answers.keys.get("sound", ()):
        return ()
    only = {"status": [COUNTED], "sound": [AFTERWARDS]}
    total, *parts = (
        Table(f"{AFTERWARDS} {kind}", (ABOUT, *_place(_OF_DOSSIERS.get(kind, kind))), only)
        for kind in OF_AFTERWARDS
    )
    return ((total,), tuple(parts))


def _named(answers: Answers, kind: str) -> list[Table]:
    return [
        _table(f"{name} {kind}", kind, {"status": [COUNTED], name: [YES]})
        for name in sorted(answers.keys)
        if name.startswith(TOPIC)
    ]


def _table(name: str, kind: str, only: Mapping[str, list[str]]) -> Table:
    worth = _WORTH.get(kind, 1) if kind in (name, TOTAL) else 1
    return Table(name, _place(kind), only, worth)


def _place(kind: str) -> tuple[str, ...]:
    return () if kind == TOTAL else (COLUMNS.get(kind, kind),)
