"""Commands for the systems that announce services: their keys and the log of their calls."""

from datetime import timedelta

import click

from .. import periods
from ..services import system_log, systems
from ..storage.db import writing
from .console import open_record

LOG_DAYS = 30
MOST_CALLS = 20
BY = "command"


@click.group()
def group() -> None:
    """Let other systems in and out."""


@group.command()
@click.argument("system_id")
@click.option("--name", required=True, help="What people call it.")
def add_system(system_id: str, name: str) -> None:
    """Note a system that may be given keys, the one-stop software for instance."""
    with open_record() as db, writing(db):
        systems.add_system(db, system_id, name, now=periods.now(), by=BY)
    click.echo(f"added {system_id}; now: kiosk new-system-key {system_id}", err=True)


@group.command()
@click.argument("system_id")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(systems.SCOPES),
    help="What the key opens; repeatable. Unless given: all about services.",
)
@click.option(
    "--overlap-hours",
    type=click.IntRange(0, 2_160),
    default=24,
    show_default=True,
    help="How long the system's other keys are still taken.",
)
def new_system_key(system_id: str, scopes: tuple[str, ...], overlap_hours: int) -> None:
    """Make a key and print it, this once; the system's other keys end after the overlap."""
    with open_record() as db, writing(db):
        key = systems.make_key(
            db,
            system_id,
            scopes or systems.SERVICES,
            overlap=timedelta(hours=overlap_hours),
            now=periods.now(),
            by=BY,
        )
    click.echo("the key is shown now and never again:", err=True)
    click.echo(key)


@group.command()
@click.argument("key_id")
@click.option("--in-hours", type=click.IntRange(0, 2_160), default=0, help="Not at once, but then.")
def end_system_key(key_id: str, in_hours: int) -> None:
    """Let a key open nothing any more; KEY_ID as `kiosk systems` lists it."""
    with open_record() as db, writing(db):
        now = periods.now()
        systems.end_key(db, key_id, ends=now + timedelta(hours=in_hours), now=now, by=BY)
    click.echo(f"ended {key_id}" if not in_hours else f"{key_id} ends in {in_hours} h", err=True)


@group.command("systems")
@click.option("--log", "with_log", is_flag=True, help="The latest calls too.")
def list_systems(with_log: bool) -> None:
    """The keys of other systems, and what they called in the last 30 days, in columns of text."""
    with open_record() as db:
        now = periods.now()
        for key in systems.find_keys(db):
            ends = "-" if key.ends is None else periods.stamp(key.ends)
            made = periods.stamp(key.made_at)
            _row("key", key.system_id, key.key_id, ",".join(key.scopes), made, ends)
        for one in system_log.totals(db, now - timedelta(days=LOG_DAYS)):
            last = periods.stamp(one.last_at)
            _row("calls", one.system_id, one.action, one.calls, one.items, one.refused, last)
        for call in system_log.last_calls(db, MOST_CALLS) if with_log else ():
            at = periods.stamp(call.at)
            _row("call", at, call.system_id, call.action, call.items, call.refused)


def _row(*values: object) -> None:
    click.echo("\t".join(map(str, values)))
