"""`kiosk …`, also reached as `flask kiosk …`: each command is one call into a domain module."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from . import access, config, periods, schema, serving, shipped
from .db import Database, writing
from .errors import KioskError
from .guest import find_guest

RECORD = "kiosk.db"


@click.group()
def group() -> None:
    """Look after the record: make it, fill it, serve it."""


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """A refusal is one line on stderr and exit code 2, never a traceback."""
    try:
        yield
    except (schema.RecordError, config.ConfigError, serving.CannotServe, KioskError) as error:
        click.echo(f"kiosk: {error}", err=True)
        sys.exit(2)
    except PermissionError as error:
        click.echo(f"kiosk: {error.filename} cannot be written: check who owns the folder", err=True)
        sys.exit(2)


def record_path() -> Path:
    """Where the record of this deployment lives."""
    return config.instance_folder() / RECORD


@contextlib.contextmanager
def open_record() -> Iterator[Database]:
    """The record, open for one command."""
    with plain_errors():
        db = schema.open_record(record_path())
        with contextlib.closing(db.conn):
            yield db


@group.command()
def migrate() -> None:
    """Make a new record, or bring an older one up to this release."""
    path = record_path()
    with plain_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            schema.create_record(path, periods.now())
            click.echo(f"made a new record: {path}", err=True)
        for name in schema.upgrade_record(path):
            click.echo(f"applied {name}", err=True)
    with open_record() as db, writing(db):
        shipped.load_reasons(db)


@group.command()
@click.argument("user_id")
@click.option("--name", required=True, help="How the person is addressed on the pages.")
@click.option("--role", type=click.Choice(sorted(access.ROLES)), default="manager", show_default=True)
@click.option("--unit", "unit_id", help="Unit whose figures the user sees; without it, all.")
@click.option("--password", envvar="HAILONG_PASSWORD", help="Asked for if not given.")
def add_user(user_id: str, name: str, role: str, unit_id: str | None, password: str | None) -> None:
    """Let a member of staff sign in."""
    given = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with open_record() as db, writing(db):
        access.add_user(db, access.NewUser(user_id, name, role, unit_id, given), periods.now())
    click.echo(f"added {user_id} as {role}", err=True)


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 256), default=32, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve tablets, phones and staff until told to stop."""
    with plain_errors():
        serving.check_port(host, port)
        config.load(config.instance_folder())
    with open_record() as db:
        guest = find_guest(db, config.instance_folder(), periods.now())
        for line in serving.welcome(db, host, port, guest):
            click.echo(line, err=True)
    serving.serve(host, port, threads)
