"""`analytics edition`: freeze what has ended, and verify what was frozen."""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from .. import locking
from ..errors import AnalyticsError, KeyUnusable
from ..weeks import Week
from ..words import LANGUAGES, Words
from .codec import DamagedEdition
from .due import freeze_due, freeze_one, opened, unfinished
from .late import late, told
from .model import Edition
from .sources import Sources
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
    whole: bool,
    lang: str,
) -> None:
    """Freeze ended weeks, months, quarters and years into editions, or verify them."""
    words = Words(lang)
    chosen = [text for text in (week, month, period) if text]
    if len(chosen) + due + check != 1:
        raise AnalyticsError("say one of --week, --month, --period, --due and --verify")
    if (weeks and not due) or (whole and not check):
        raise AnalyticsError("--weeks goes with --due, and --whole with --verify")
    if not check:
        _refuse_to_lie_open(record, folder)
    with opened(record, derived, folder) as sources:
        if check:
            sys.exit(_verify(sources, words, whole=whole))
        made = _freeze_due(sources, words, weeks_only=weeks) if due else []
        for text in chosen:
            made.append(freeze_one(sources, text))
            _tell(made[-1], words)
    if not made:
        click.echo(words.gettext("Nothing is due: every ended period was frozen."), err=True)


def _refuse_to_lie_open(record: Path, folder: Path) -> None:
    if locking.has_key(record) and not locking.has_key(folder):
        raise KeyUnusable(
            f"{locking.key_file(folder)} is missing, and the answers behind editions would lie open in"
            f" {folder}: copy the record's key there, or name it in {locking.PLACE}"
        )


def _freeze_due(sources: Sources, words: Words, *, weeks_only: bool) -> list[Edition]:
    waiting = unfinished(sources)
    for week in waiting:
        click.echo(_unfinished(week, words), err=True)
    return freeze_due(
        sources, lambda edition: _tell(edition, words), weeks_only=weeks_only, waiting=waiting
    )


def _verify(sources: Sources, words: Words, *, whole: bool) -> int:
    """The exit code: late answers that wait are no difference."""
    differs = False
    for finding in verify(sources, words, whole=whole):
        differs = True
        click.echo(finding)
    with suppress(DamagedEdition):  # it was named above
        for found in late(sources):
            differs = differs or found.due
            click.echo(told(found, words))
    if not whole:
        text = words.gettext(
            "Which cells are hidden was not decided anew: --whole does that, in minutes."
        )
        click.echo(text, err=True)
    return DIFFERS if differs else 0


def _unfinished(week: Week, words: Words) -> str:
    return words.gettext(
        "{week} waits: nothing is recorded of its Friday or later. Is the clock right? If nobody was"
        " served then, freeze it by name: analytics edition --week {week}",
        week=str(week),
    )


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
        click.Option(["--whole"], is_flag=True, help="With --verify: decide anew what may be shown."),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), default="vi", show_default=True),
    ],
)
