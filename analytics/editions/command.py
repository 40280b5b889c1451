"""`analytics edition`: freeze what has ended, and verify what was frozen."""

import os
import sys
from pathlib import Path

import click

from ..errors import AnalyticsError
from ..words import LANGUAGES, Words
from .due import freeze_due, freeze_one, opened
from .model import Edition
from .verifying import verify

DIFFERS = 1  # the exit code where an edition is not what it was


def _instance() -> Path:
    return Path(os.environ.get("HAILONG_INSTANCE", "instance"))


def _path(name: str, text: str, default: str) -> click.Option:
    return click.Option(
        [name],
        type=click.Path(path_type=Path),
        default=lambda: _instance() / default,
        help=f"{text}; by default {default} in $HAILONG_INSTANCE or ./instance.",
    )


def _run(
    *,
    record: Path,
    derived: Path,
    folder: Path,
    week: str | None,
    month: str | None,
    period: str | None,
    due: bool,
    weeks: bool,
    check: bool,
    lang: str,
) -> None:
    """Freeze ended weeks, months, quarters and years into editions, or verify them."""
    words = Words(lang)
    chosen = [text for text in (week, month, period) if text]
    if len(chosen) + due + check != 1:
        raise AnalyticsError("say one of --week, --month, --period, --due and --verify")
    with opened(record, derived, folder) as sources:
        if check:
            findings = list(verify(sources, words))
            for finding in findings:
                click.echo(finding)
            sys.exit(DIFFERS if findings else 0)
        made = (
            freeze_due(sources, lambda edition: _tell(edition, words), weeks_only=weeks) if due else []
        )
        for text in chosen:
            made.append(freeze_one(sources, text))
            _tell(made[-1], words)
    if not made:
        click.echo(words.gettext("Nothing is due: every ended period was frozen."), err=True)


def _tell(edition: Edition, words: Words) -> None:
    click.echo(
        words.gettext(
            "Frozen: {name}, {n} counted ratings.",
            name=edition.name,
            n=words.number(edition.total.satisfaction.n),
        ),
        err=True,
    )


edition = click.Command(
    "edition",
    callback=_run,
    help=_run.__doc__,
    params=[
        _path("--record", "The record", "kiosk.db"),
        _path("--derived", "The derived figures", "analytics.db"),
        _path("--folder", "The editions", "editions"),
        click.Option(["--week"], help="A week like 2026-W34."),
        click.Option(["--month"], help="A month like 2026-08; its weeks first."),
        click.Option(["--period"], help="Any period: also 2026-Q3, 2026."),
        click.Option(["--due"], is_flag=True, help="All that has ended and is not frozen: for a timer."),
        click.Option(["--weeks"], is_flag=True, help="With --due: weeks alone, which takes seconds."),
        click.Option(["--verify", "check"], is_flag=True, help="Recompute and compare; exit code 1."),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), default="vi", show_default=True),
    ],
)
