"""The file of targets: what units have committed themselves to, a row each; or every bad row named."""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..counts import TOTAL
from ..errors import AnalyticsError, WrongPeriod
from ..periods import parse
from ..weeks import Period
from ..words import LANGUAGES, Words

COLUMNS = ("unit_id", "index", "period", "target_percent")
NOTE = "note"  # may stand in a column of its own: for people, read by nobody else
INDICES = ("satisfaction", "dossier", "response")  # cells of an edition's row
NAMED = 20  # faults that a message names; the rest is counted
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%?", re.ASCII)


@dataclass(frozen=True)
class Commitment:
    """A unit, or TOTAL for all of them, means to reach a target share (0 to 1) in a period."""

    unit_id: str
    index: str
    period: Period
    target: float


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line of the file, counted from 1 with the header; 0: with the whole."""

    line: int
    text: str
    values: tuple[tuple[str, str], ...] = ()

    def said(self, words: Words) -> str:
        """In the words' language, the line named."""
        what = words.gettext(self.text, **dict(self.values))
        return words.gettext("line {line}: {what}", line=self.line, what=what) if self.line else what


class WrongTargets(AnalyticsError):
    """The file of targets cannot be read; nothing of it holds until every bad row is mended."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__("\n".join(self.said(Words(lang)) for lang in LANGUAGES))

    def said(self, words: Words) -> str:
        """Every bad row in one language, up to twenty of them."""
        lines = [f"{self.name}: {fault.said(words)}" for fault in self.faults[:NAMED]]
        if len(self.faults) > NAMED:
            more = words.number(len(self.faults) - NAMED)
            lines.append(words.gettext("… and {count} more bad lines", count=more))
        return "\n".join(lines)


def read_targets(path: Path, units: Collection[str] | None = None) -> tuple[Commitment, ...]:
    """The commitments of a CSV file in UTF-8 with COLUMNS, divided by `,` or `;`.

    Args:
        path: without a file there are no commitments.
        units: the keys that a unit_id may have, beside TOTAL; any if None.

    Returns:
        In the file's order. A target is a percentage above 0 and at most 100, `90`, `92.5`, `92,5 %`;
        one of 1 and less is refused, since it is likely to be meant as a share.

    Raises:
        WrongTargets: names every bad row, in both languages.
    """
    if not path.exists():
        return ()
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongTargets(path.name, [_unreadable()]) from error
    lines = text.splitlines()
    divider = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.DictReader(lines, delimiter=divider)
    faults = _heading(reader.fieldnames or ())
    if faults:
        raise WrongTargets(path.name, faults)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise WrongTargets(path.name, [_unreadable()]) from error
    found: dict[tuple[str, str, str], Commitment] = {}
    for line, row in rows:
        faults += _take(found, line, row, units)
    if faults:
        raise WrongTargets(path.name, faults)
    return tuple(found.values())


def _(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is said."""
    return text


def _unreadable() -> Fault:
    return Fault(0, _("the file is not readable as CSV in UTF-8"))


def _heading(names: Collection[str]) -> list[Fault]:
    missing = [column for column in COLUMNS if column not in names]
    strange = [name or "" for name in names if name not in (*COLUMNS, NOTE)]
    faults = []
    if missing:
        faults.append(
            Fault(1, _("the heading lacks the column {columns}"), (("columns", ", ".join(missing)),))
        )
    if strange:
        text = _("nobody knows the column {columns}: is it misspelt?")
        faults.append(Fault(1, text, (("columns", ", ".join(strange)),)))
    return faults


def _take(
    found: dict[tuple[str, str, str], Commitment],
    line: int,
    row: dict[str, str | None],
    units: Collection[str] | None,
) -> list[Fault]:
    """Add the row's commitment, or tell what is wrong with it."""
    if None in row:
        return [Fault(line, _("there are more cells than columns"))]
    unit_id, index, period, target = ((row[column] or "").strip() for column in COLUMNS)
    if not any((unit_id, index, period, target)):
        return []
    faults = [*_wrong_place(line, unit_id, index, units), *_wrong_target(line, target)]
    try:
        when = parse(period)
    except WrongPeriod:
        text = _("“{period}” is no period: write 2026, 2026-Q3, 2026-08 or 2026-W34")
        return [*faults, Fault(line, text, (("period", period),))]
    if faults:
        return faults
    key = (unit_id, index, str(when))
    if key in found:
        text = _("there is a target of {unit} for {index} in {period} already")
        return [Fault(line, text, (("unit", unit_id), ("index", index), ("period", str(when))))]
    found[key] = Commitment(unit_id, index, when, _share(target))
    return []


def _wrong_place(line: int, unit_id: str, index: str, units: Collection[str] | None) -> Iterator[Fault]:
    if not unit_id:
        yield Fault(line, _("the unit is missing: write its code, or “total” for all together"))
    elif units is not None and unit_id != TOTAL and unit_id not in units:
        yield Fault(line, _("the catalogue has no unit “{unit}”"), (("unit", unit_id),))
    if index not in INDICES:
        text = _("“{index}” is no index with a target: write one of {known}")
        yield Fault(line, text, (("index", index), ("known", ", ".join(INDICES))))


def _wrong_target(line: int, target: str) -> Iterator[Fault]:
    if not _PERCENT.fullmatch(target):
        text = _("“{target}” is no target: write a percentage like 90 or 92.5")
        yield Fault(line, text, (("target", target),))
    elif _share(target) <= 0.01:
        text = _("a target of {target} % is too low to be meant: for nine in ten write 90")
        yield Fault(line, text, (("target", target.rstrip(" %")),))
    elif _share(target) > 1:
        yield Fault(
            line, _("a target of {target} % is more than all"), (("target", target.rstrip(" %")),)
        )


def _share(target: str) -> float:
    match = _PERCENT.fullmatch(target)
    return float(match[1].replace(",", ".")) / 100 if match else 0.0
