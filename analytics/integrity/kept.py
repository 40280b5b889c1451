"""Reviews of closed months, kept for the page that tells them: to review takes seconds, to read none.

A kept review holds no number from which an answer might follow: of a sign that looks at answers it
says only that there is one. It is locked as the record is, and read by the program's user alone.
"""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from .. import locking, source
from ..driver import sqlite3
from ..errors import WrongFile
from ..periods import Month
from ..source.oddities import marks_between, tallies_between
from . import appraisal, gaps, reading, runs
from .findings import Finding
from .review import review_all

FOLDER = "reviews"
EARLIER_MONTHS = 6  # they tell what is usual
DUE_AFTER = timedelta(days=10)  # after the month's end: lists of services come late
OWNER_ONLY = 0o600
LOOK_AT_ANSWERS: Mapping[str, float] = {
    gaps.TABLET_PHONE.rule: gaps.TABLET_PHONE.alarm,
    gaps.UNTIED_TIED.rule: gaps.UNTIED_TIED.alarm,
    runs.RULE: runs.ALARM,
    appraisal.RULE: appraisal.ALARM,
}


@dataclass(frozen=True)
class Review:
    """What was found of one closed month.

    month: 2026-08. by: officer or counter. on: the day of the review. reviewed: how many of them had
    ratings or services. ratings: of the month, whatever became of them. names: of those found.
    """

    month: str
    by: str
    on: date
    reviewed: int
    ratings: int
    findings: tuple[Finding, ...]
    names: Mapping[str, str]


def review_month(
    record: sqlite3.Connection, by: str, month: Month, *, today: date, appraised: date | None = None
) -> Review:
    """What is found of the month, against half a year before it, with all its numbers."""
    since, last, name = month.before(EARLIER_MONTHS).first_day, month.last_day, str(month)
    tallies = tallies_between(record, since, last)
    days = reading.days_of(by, tallies, marks_between(record, since, last))
    found = review_all(days, name, today=today, appraised=appraised)
    names = source.names(record, by, last) if found else {}
    return Review(
        month=name,
        by=by,
        on=today,
        reviewed=len({day.key for day in days if day.day.startswith(name) and (day.n or day.services)}),
        ratings=reading.ratings_in(tallies, name),
        findings=tuple(found),
        names={one.key: _full(names[one.key]) for one in found if one.key in names},
    )


def _full(name: source.Name) -> str:
    return f"{name.vi}, {name.of}" if name.of else name.vi


def without_answers(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The same without the numbers of those that look at answers; their chance is the rule's alarm."""
    return tuple(
        replace(one, n=0, observed=0.0, expected=0.0, chance=LOOK_AT_ANSWERS[one.rule])
        if one.rule in LOOK_AT_ANSWERS
        else one
        for one in findings
    )


def keep(review: Review, instance: Path) -> None:
    """Into the instance's folder, in the place of an earlier one of that month."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = asdict(replace(review, findings=without_answers(review.findings)))
    content = json.dumps({**plain, "on": review.on.isoformat()}, ensure_ascii=False).encode()
    ending = "json"
    if locking.has_key(folder):
        content, ending = locking.seal(content, folder, FOLDER), "sealed"
    partial = folder / f".{secrets.token_hex(8)}.part"
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb") as file:
        file.write(content)
    partial.replace(folder / f"{review.month}-{review.by}.{ending}")


def kept_months(instance: Path, by: str) -> list[str]:
    """The months of which there is a review, the newest first."""
    found = {path.name.rpartition("-")[0] for path in (instance / FOLDER).glob(f"20*-{by}.*")}
    return sorted(found, reverse=True)


def read_kept(instance: Path, month: str, by: str) -> Review | None:
    """The review of a month that `kept_months` names; None where there is none.

    Raises KeyUnusable, WrongFile.
    """
    folder = instance / FOLDER
    for ending in ("sealed", "json"):
        path = folder / f"{month}-{by}.{ending}"
        if path.exists():
            content = path.read_bytes()
            return _read(locking.open_sealed(content, folder, FOLDER) if ending == "sealed" else content)
    return None


def _read(content: bytes) -> Review:
    try:
        plain = json.loads(content)
        findings = tuple(Finding(**one) for one in plain["findings"])
        return Review(**{**plain, "on": date.fromisoformat(plain["on"]), "findings": findings})
    except (ValueError, TypeError, KeyError) as error:
        raise WrongFile(f"a kept review cannot be read ({error}): review the month again") from error


def due_month(today: date) -> Month:
    """The last month that ended so long ago that its lists are complete."""
    month = Month.of(today)
    while month.last_day + DUE_AFTER >= today:
        month = month.before()
    return month
