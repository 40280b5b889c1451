"""`analytics integrity`: what a person should look into."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from .. import source
from ..driver import sqlite3
from ..errors import WrongPeriod
from ..periods import Month, parse
from ..source.oddities import marks_between, tallies_between
from ..weeks import civil_day, utc_now
from ..words import LANGUAGES, Words
from . import phrases, reading
from .findings import Finding
from .review import review_all

EARLIER_MONTHS = 6  # they tell what is usual


@click.command()
@click.argument("month")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    default=lambda: Path(os.environ.get("HAILONG_INSTANCE", "instance")) / "kiosk.db",
    help="The record; by default kiosk.db in $HAILONG_INSTANCE or ./instance.",
)
@click.option("--by", type=click.Choice([reading.OFFICER, reading.COUNTER]), default=reading.OFFICER)
@click.option("--appraised", help="The day on which officers are appraised, like 2026-08-25.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
def integrity(*, month: str, record: Path, by: str, appraised: str | None, form: str, lang: str) -> None:
    """What is odd about MONTH (like 2026-08), in words: for whoever reviews it, not for publication."""
    chosen = _month(month)
    on = None if appraised is None else _day(appraised)
    with source.reading(record) as reading_it:
        found = find(reading_it, by, chosen, today=civil_day(utc_now()), appraised=on)
        names = source.names(reading_it, by, chosen.last_day)
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    words = Words(lang)
    click.echo(phrases.caution(words))
    for key, own in _by_key(found).items():
        name = names[key].text(lang) if key in names else key
        click.echo(f"\n{name} ({key})")
        for finding in own:
            click.echo(f"  {finding.rule}: {phrases.told(finding, words)}")
    if not found:
        click.echo("\n" + words.gettext("Nothing odd was found."))


def find(
    record: sqlite3.Connection,
    by: str,
    month: Month,
    *,
    today: date,
    appraised: date | None = None,
) -> list[Finding]:
    """What is found of the month, against half a year before it."""
    last = month.last_day
    since = month.before(EARLIER_MONTHS).first_day
    tallies = tallies_between(record, since, last)
    days = reading.days_of(by, tallies, marks_between(record, since, last))
    return review_all(days, str(month), today=today, appraised=appraised)


def _month(text: str) -> Month:
    found = parse(text)
    if not isinstance(found, Month):
        raise WrongPeriod(f"{text!r} is not a month: write it like 2026-08")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongPeriod(f"{text!r} is not a day: write it like 2026-08-25") from error


def _by_key(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    by_key: dict[str, list[Finding]] = {}
    for finding in found:
        by_key.setdefault(finding.key, []).append(finding)
    return by_key
