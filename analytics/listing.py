"""A week's table as text for a terminal, as CSV for a spreadsheet, as JSON for a program."""

import csv
import io
import json
import unicodedata
from math import ceil, floor

from .counts import TOTAL
from .disclosure import BOUND, BOUNDS, Cell, State
from .indices import trust_answered
from .source import Name
from .tables import Row, WeekTable
from .words import Words

LONGEST_NAME = 46
NOTHING = "–"
BEHIND_ALL = "\uffff"  # comes behind every letter
_HAIR = 1e-9  # of what arithmetic in binary leaves of a whole percent
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CSV_COLUMNS = (
    "week",
    "by",
    "key",
    "name",
    "belongs_to",
    "satisfaction_state",
    "satisfaction_rate",
    "satisfaction_low",
    "satisfaction_high",
    "n",
    "response_state",
    "response_rate",
    "responses",
    "services",
    "dossier_state",
    "dossier_satisfaction",
    "dossier_points",
    "not_counted",
    "unverified",
)


def row_name(row: Row, words: Words) -> str:
    """What a row is called; the total and what nobody knew have names of their own."""
    if row.kind == TOTAL:
        return words.gettext("All together")
    return row.name.text(words.lang) if row.name else words.gettext("Not known")


def as_in_a_dictionary(name: str) -> str:
    """Letters without their marks, but đ as a letter of its own, behind every other d."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", f"d{BEHIND_ALL}"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def full_name(name: Name | None, words: Words) -> str:
    """A name with what it belongs to, where the name alone would not tell."""
    if name is None:
        return words.gettext("Not known")
    text = name.text(words.lang)
    return f"{text}, {name.of}" if name.of else text


def outwards(cell: Cell) -> tuple[float, float] | None:
    """Between which shares it lies, rounded away from it to a tenth of a percent; None where it is told
    itself, or not at all.

    >>> outwards(Cell(State.BETWEEN, 507, 10, None, 472 / 507, 480 / 507))
    (0.93, 0.947)
    """
    if cell.share is not None or cell.least is None or cell.most is None:
        return None
    return floor(cell.least * 1000 + _HAIR) / 1000, ceil(cell.most * 1000 - _HAIR) / 1000


def cell_text(cell: Cell, words: Words, nothing: str = NOTHING) -> str:
    """A share in the reader's language, or why there is none."""
    if cell.share is not None:
        return words.percent(cell.share.value)
    if cell.state in BOUNDS:
        return _bound_text(cell, words)
    if cell.state is State.BETWEEN and (between := outwards(cell)):
        low, high = between
        return f"{words.number(low * 100, 1)}–{words.percent(high)}"
    if cell.state is State.TOO_FEW:
        needed = words.number(cell.needed)
        return words.gettext("not enough data (needs at least {needed})", needed=needed)
    if cell.state is State.WITHHELD:
        return words.gettext("withheld")
    return nothing


def _bound_text(cell: Cell, words: Words) -> str:
    """The bound in whole percent; of a small base it is wider than the usual one."""
    if cell.state is State.AT_LEAST:
        least = 1 - BOUND if cell.least is None else min(cell.least, 1 - BOUND)
        return "≥\N{NO-BREAK SPACE}" + words.percent(floor(least * 100 + _HAIR) / 100, 0)
    most = BOUND if cell.most is None else max(cell.most, BOUND)
    return "≤\N{NO-BREAK SPACE}" + words.percent(ceil(most * 100 - _HAIR) / 100, 0)


def services_text(cell: Cell, words: Words) -> str:
    """The same of a share whose base are services, not ratings."""
    if cell.state is State.TOO_FEW:
        needed = words.number(cell.needed)
        return words.gettext("not enough data (needs at least {needed} services)", needed=needed)
    return cell_text(cell, words)


def interval_text(cell: Cell, words: Words) -> str:
    """The interval in percent; nothing where the share is withheld or was no sample."""
    return "" if cell.interval is None else words.interval(cell.interval)


def trust_answered_text(answered: int, raters: int, words: Words) -> str:
    """How many of those who rated answered the question of trust."""
    share = trust_answered(answered, raters)
    return NOTHING if share is None else words.percent(share.value)


def points_text(points: float | None, words: Words) -> str:
    """Points of the six, to two decimals as they are published."""
    return NOTHING if points is None else words.number(points, 2)


def dossier_points_text(row: Row, words: Words) -> str:
    """Points of the six; of a rate told between two, those of both ends, unless they are equal."""
    low, high = row.points_between or (None, None)
    if low == high:
        return points_text(low, words)
    return f"{points_text(low, words)}–{points_text(high, words)}"


def as_text(table: WeekTable, words: Words) -> str:
    """Aligned columns, the total last."""
    _ = words.gettext
    heads = [
        _("Name"),
        _("Satisfaction rate"),
        _("95 % interval"),
        "n",
        _("Response rate"),
        _("Services"),
        _("Dossier satisfaction (766)"),
        _("Points"),
        _("Not counted"),
        _("Unverified"),
    ]
    lines = [heads, *(_text_cells(row, words) for row in (*table.rows, table.total))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _text_cells(row: Row, words: Words) -> list[str]:
    name = row_name(row, words) if row.name is None else full_name(row.name, words)
    return [
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…",
        cell_text(row.satisfaction, words),
        interval_text(row.satisfaction, words),
        words.number(row.satisfaction.n),
        services_text(row.response, words),
        words.number(row.services),
        services_text(row.dossier, words),
        dossier_points_text(row, words),
        words.number(row.left_out),
        words.number(row.unverified),
    ]


def _aligned(cells: list[str], widths: list[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()


def as_csv(table: WeekTable, words: Words) -> str:
    """CSV with CSV_COLUMNS, shares as 0 to 1, the total last under `by` total.

    What is withheld is empty, and its state says why. No cell starts a spreadsheet's formula.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in (*table.rows, table.total):
        cells = {"week": str(table.week), "by": row.kind, **as_values(row, words)}
        writer.writerow({name: harmless(value) for name, value in cells.items()})
    return text.getvalue()


def as_json(table: WeekTable, words: Words) -> str:
    """The same as one JSON object: week, by, rows, total; what is withheld is null."""
    document = {
        "week": str(table.week),
        "by": table.by,
        "rows": [as_values(row, words) for row in table.rows],
        "total": as_values(table.total, words),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_values(row: Row, words: Words) -> dict[str, str | int | float | None]:
    """A row as plain values, by the names of CSV_COLUMNS."""
    share = row.satisfaction.share
    interval = share.interval if share else None
    return {
        "key": row.key,
        "name": row_name(row, words),
        "belongs_to": row.name.of if row.name else None,
        "satisfaction_state": row.satisfaction.state.value,
        "satisfaction_rate": _rounded(row.satisfaction.value),
        "satisfaction_low": _rounded(interval.low if interval else None),
        "satisfaction_high": _rounded(interval.high if interval else None),
        "n": row.satisfaction.n,
        "response_state": row.response.state.value,
        "response_rate": _rounded(row.response.value),
        "responses": row.responses,
        "services": row.services,
        "dossier_state": row.dossier.state.value,
        "dossier_satisfaction": _rounded(row.dossier.value),
        "dossier_points": _rounded(row.points_told),
        "not_counted": row.left_out,
        "unverified": row.unverified,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def harmless(value: str | int | float | None) -> str | int | float | None:
    """The value, made unable to start a spreadsheet's formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
