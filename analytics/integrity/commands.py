"""`analytics integrity`: what a person should look into."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from .. import source, terms
from ..driver import sqlite3
from ..errors import WrongPeriod
from ..periods import Month, parse
from ..weeks import civil_day, utc_now
from ..words import LANGUAGES, Words
from . import kept, phrases, reading
from .findings import Finding
from .kept import review_month


@click.command()
@click.argument("month", required=False)
@click.option("--keep", is_flag=True, help="Keep what is found of MONTH for the page of reviews.")
@click.option("--due", is_flag=True, help="Keep the last complete month, unless it is kept (from cron).")
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
def integrity(
    *,
    month: str | None,
    keep: bool,
    due: bool,
    record: Path,
    by: str,
    appraised: str | None,
    form: str,
    lang: str,
) -> None:
    """What is odd about MONTH (like 2026-08), in words: for whoever reviews it, not for publication."""
    today, on = civil_day(utc_now()), None if appraised is None else _day(appraised)
    if due:
        _keep_due(record, today, Words(lang))
        return
    if month is None:
        raise click.UsageError("name a month like 2026-08, or use --due")
    chosen = _month(month)
    with source.reading(record) as reading_it:
        review = review_month(reading_it, by, chosen, today=today, appraised=on)
        names = source.names(reading_it, by, chosen.last_day)
    if keep:
        _check_over(chosen, today)
        kept.keep(review, record.parent)
    found = review.findings
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
        click.echo("\n" + phrases.nothing(review.ratings, words))


def find(
    record: sqlite3.Connection,
    by: str,
    month: Month,
    *,
    today: date,
    appraised: date | None = None,
) -> list[Finding]:
    """What is found of the month, against half a year before it."""
    return list(review_month(record, by, month, today=today, appraised=appraised).findings)


def _keep_due(record: Path, today: date, words: Words) -> None:
    """Both reviews of the last complete month; twice does no harm."""
    month = kept.due_month(today)
    for by in (reading.OFFICER, reading.COUNTER):
        if str(month) in kept.kept_months(record.parent, by):
            continue
        with source.reading(record) as reading_it:
            review = review_month(reading_it, by, month, today=today)
        kept.keep(review, record.parent)
        found = len({one.key for one in review.findings})
        said = phrases.deserve_a_look(by, found, review.reviewed, words)
        click.echo(f"{terms.period(month, words)}: {said}", err=True)


def _check_over(month: Month, today: date) -> None:
    if month.end_day > today:
        raise WrongPeriod(f"{month} is not over yet")


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
