"""Do our formulas give the points that the national portal published for the same counts?"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import WrongFile
from .indices import dossier_points, petition_points
from .words import Words

TOLERANCE = 0.015  # points are published to two decimals; a little more than their rounding
COUNTS = ("satisfied", "dossiers", "petitions", "petition_on_time", "petition_satisfied")
PUBLISHED = (
    "satisfied_score",
    "petition_on_time_score",
    "petition_satisfied_score",
    "satisfied_ratio_pct",
)
COLUMNS = ("unit", *COUNTS, *PUBLISHED)
SCORES = PUBLISHED[:3]
PARTS = (
    ("satisfied", "dossiers"),
    ("petition_on_time", "petitions"),
    ("petition_satisfied", "petitions"),
)
_WHOLE = re.compile(r"[0-9]{1,12}")
_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(frozen=True)
class Check:
    """One published figure beside the one computed from the same counts."""

    line: int
    unit: str
    figure: str
    published: float
    computed: float

    @property
    def agrees(self) -> bool:
        """Whether they differ by no more than rounding explains."""
        return abs(self.published - self.computed) <= TOLERANCE + 1e-9


def check_file(path: Path) -> list[Check]:
    """Four checks a row of a UTF-8 CSV with COLUMNS: three scores of 0 to 6, and a percentage.

    Raises WrongFile, naming the line, if the file cannot be read so.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [check for row in _rows(file, path.name) for check in _checks(*row)]
    except OSError as error:
        raise WrongFile(f"{path} cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongFile(f"{path} is not a CSV file in UTF-8 ({error})") from error


def _rows(file: Iterable[str], name: str) -> Iterator[tuple[int, str, dict[str, int], dict[str, float]]]:
    reader = csv.DictReader(file)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise WrongFile(f"{name} has no column {', '.join(missing)}")
    empty = True
    for row in reader:
        empty = False
        place = f"{name} line {reader.line_num}"
        counts = {column: _whole(row[column], place, column) for column in COUNTS}
        published = {column: _figure(row[column], place, column) for column in PUBLISHED}
        _check_possible(counts, place)
        yield reader.line_num, row["unit"], counts, published
    if empty:
        raise WrongFile(f"{name} has no rows")


def _whole(text: str | None, place: str, column: str) -> int:
    if text is None or not _WHOLE.fullmatch(text.strip()):
        raise WrongFile(f"{place}: {column} is '{text or ''}', not a whole number of 0 or more")
    return int(text)


def _figure(text: str | None, place: str, column: str) -> float:
    if text is None or not _FIGURE.fullmatch(text.strip()):
        raise WrongFile(f"{place}: {column} is '{text or ''}', not a number of 0 or more")
    return float(text)


def _check_possible(counts: dict[str, int], place: str) -> None:
    for part, whole in PARTS:
        if counts[part] > counts[whole]:
            raise WrongFile(f"{place}: {part} is {counts[part]}, more than {whole} {counts[whole]}")


def _checks(
    line: int, unit: str, counts: dict[str, int], published: dict[str, float]
) -> Iterator[Check]:
    rate = counts["satisfied"] / counts["dossiers"] if counts["dossiers"] else None
    computed = {
        "satisfied_score": dossier_points(rate),
        "petition_on_time_score": petition_points(counts["petition_on_time"], counts["petitions"]),
        "petition_satisfied_score": petition_points(counts["petition_satisfied"], counts["petitions"]),
        "satisfied_ratio_pct": 100 * (rate or 0.0),
    }
    for figure in PUBLISHED:
        yield Check(line, unit, figure, published[figure], computed[figure])


def summary(checks: list[Check], words: Words) -> str:
    """How many published points are reproduced, and every figure that is not, a line each."""
    _ = words.gettext
    scores = [check for check in checks if check.figure in SCORES]
    ratios = [check for check in checks if check.figure not in SCORES]
    lines = [
        _(
            "{same} of {all} published points reproduced ({rows} rows)",
            same=words.number(sum(check.agrees for check in scores)),
            all=words.number(len(scores)),
            rows=words.number(len(ratios)),
        ),
        _(
            "{same} of {all} published percentages reproduced",
            same=words.number(sum(check.agrees for check in ratios)),
            all=words.number(len(ratios)),
        ),
    ]
    lines += [
        _(
            "line {line}, {unit}: {figure} published {published}, computed {computed}",
            line=check.line,
            unit=check.unit,
            figure=check.figure,
            published=words.number(check.published, 2),
            computed=words.number(check.computed, 2),
        )
        for check in checks
        if not check.agrees
    ]
    return "\n".join(lines)
