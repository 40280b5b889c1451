"""`analytics refresh | week | chart | report | integrity | official`: data to stdout, talk to stderr."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import click

from . import listing, official, rollup, schema, source, tables, weekly
from .driver import sqlite3
from .errors import AnalyticsError
from .weeks import Week, civil_day, span, utc_now
from .words import LANGUAGES, Words

NOTHING = 1  # the exit code where there is nothing to show
WRONG = 2  # the exit code for whatever the caller can mend


def _instance() -> Path:
    return Path(os.environ.get("HAILONG_INSTANCE", "instance"))


_record = click.option(
    "--record",
    type=click.Path(path_type=Path),
    default=lambda: _instance() / "kiosk.db",
    help="The record; by default kiosk.db in $HAILONG_INSTANCE or ./instance.",
)
_derived = click.option(
    "--derived",
    type=click.Path(path_type=Path),
    default=lambda: _instance() / "analytics.db",
    help="The derived figures; by default analytics.db beside the record.",
)
_by = click.option("--by", type=click.Choice(tables.DIMENSIONS), default="procedure", show_default=True)
_lang = click.option("--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True)


class _Group(click.Group):
    """Commands of which some are read only when they are called: what they need takes a second."""

    later: ClassVar[dict[str, str]] = {
        "edition": ".editions.command",
        "targets": ".targets.command",
        "report": ".reports.commands",
        "export": ".auditing",
        "integrity": ".integrity.commands",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self.later])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.later:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(self.later[cmd_name], __package__), cmd_name)
        return command


@click.group(cls=_Group)
def group() -> None:
    """Weekly figures of what citizens say, from the record of the kiosk."""


@group.command()
@_record
@_derived
@click.option("--all", "everything", is_flag=True, help="Recompute every week, not only changed ones.")
def refresh(record: Path, derived: Path, everything: bool) -> None:
    """Recompute the weeks that have changed since the last time."""
    with click.progressbar(
        length=0,
        label="weeks",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:

        def progress(done: int, weeks: int) -> None:
            bar.length = weeks
            bar.update(done - bar.pos)

        report = rollup.refresh(record, derived, progress, everything=everything)
    if report.weeks:
        click.echo(
            f"recomputed {len(report.weeks)} weeks ({report.weeks[0]} to {report.weeks[-1]}):"
            f" {report.ratings} ratings, {report.services} services",
            err=True,
        )
    else:
        click.echo("nothing has changed", err=True)


@contextmanager
def _figures(record: Path, derived: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    with source.reading(record) as of_record, schema.reading(derived) as of_derived:
        if weekly.standing(of_derived).record_id != source.record_id(of_record):
            raise AnalyticsError(f"{derived} was made from another record: run `analytics refresh`")
        yield of_derived, of_record


@group.command()
@click.argument("week")
@_record
@_derived
@_by
@_lang
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table")
def week(*, week: str, record: Path, derived: Path, by: str, lang: str, form: str) -> None:
    """One week (like 2026-W34) by one dimension; exit code 1 if it has no figures."""
    chosen, words = Week.parse(week), Words(lang)
    with _figures(record, derived) as (figures, names):
        table = tables.week_table(figures, names, chosen, by)
        known = weekly.weeks_with_figures(figures)
    if chosen not in known:
        among = f"{known[0]} to {known[-1]}" if known else "no week at all"
        click.echo(f"nothing is known of {chosen}; there are figures of {among}", err=True)
        sys.exit(NOTHING)
    if not chosen.has_ended(civil_day(utc_now())):
        click.echo(f"{chosen} has not ended: its figures will still change", err=True)
    _warn(words)
    if form == "table":
        click.echo(listing.as_text(table, words))
    else:
        write = listing.as_csv if form == "csv" else listing.as_json
        click.echo(write(table, words), nl=False)


@group.command()
@_record
@_derived
@_by
@click.option("--key", help="Which one; without it, the total.")
@click.option("--weeks", type=click.IntRange(1, 260), default=26, show_default=True)
@click.option("--until", help="The last week; by default the newest that has figures.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="x.svg, x.png or x.pdf")
@_lang
def chart(
    *,
    record: Path,
    derived: Path,
    by: str,
    key: str | None,
    weeks: int,
    until: str | None,
    out: Path,
    lang: str,
) -> None:
    """Draw one satisfaction rate by week, with its interval and bases."""
    # matplotlib is an extra, and takes half a second
    from . import charts  # noqa: PLC0415
    from .pictures import files  # noqa: PLC0415

    if out.suffix.lstrip(".").lower() not in files.FORMATS:
        raise AnalyticsError(f"{out.name} must end in .svg, .png or .pdf")
    last = None if until is None else Week.parse(until)
    with _figures(record, derived) as (counts, names):
        last = last or weekly.newest_week(counts)
        picture = charts.of_key(counts, names, span(last, weeks), by=by, key=key, words=Words(lang))
    try:
        files.write(picture, out)
    except OSError as error:
        raise AnalyticsError(f"{out} cannot be written ({error.strerror})") from error
    click.echo(f"wrote {out}", err=True)
    _warn(Words(lang))


def _warn(words: Words) -> None:
    """These figures are the record's as it stands, and know nothing of what was published."""
    text = words.gettext(
        "For checking only: what editions hide is not hidden here. Pass on the figures of editions."
    )
    click.echo(text, err=True)


@group.command(name="official")
@click.argument("file", type=click.Path(path_type=Path))
@_lang
def check_official(file: Path, lang: str) -> None:
    """Compare our formulas with the points published in FILE; exit code 1 if any differ."""
    checks, words = official.check_file(file), Words(lang)
    click.echo(official.summary(checks, words))
    if not all(check.agrees for check in checks):
        sys.exit(1)


def main() -> None:
    """Entry point: what the caller can mend is one line and exit code 2."""
    try:
        group(prog_name="analytics")
    except (AnalyticsError, sqlite3.DatabaseError) as error:
        click.echo(f"analytics: {error}", err=True)
        sys.exit(WRONG)


if __name__ == "__main__":
    main()
