"""`kiosk …`, also reached as `flask kiosk …`: each command is one call into a domain module."""

import os
import sys
from pathlib import Path

import click

from .. import config, periods
from ..catalogue import shipped
from ..server import certificates, serving, upkeep
from ..staff import access
from ..staff.guest import find_guest
from ..storage import keys, locking, schema
from ..storage.db import writing
from ..tablets import device_keys
from . import imports, petitions, prints, review, systems
from .console import open_record, plain_errors, record_path, warn_if_open


@click.group()
def group() -> None:
    """Look after the record: make it, fill it, serve it."""


for room in (imports, petitions, prints, review, systems):
    for command in room.group.commands.values():
        group.add_command(command)


@group.command()
def migrate() -> None:
    """Make a new record, or bring an older one up to this release."""
    path = record_path()
    with plain_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            schema.create_record(path, periods.now())
            click.echo(f"made a new record: {path}", err=True)
            if not locking.is_plain(path):
                click.echo(f"its key is {locking.key_file(path)}: keep a copy of it apart", err=True)
        elif schema.lock_record(path):
            click.echo(f"locked {path} with {locking.key_file(path)}: keep a copy of it apart", err=True)
        for name in schema.upgrade_record(path):
            click.echo(f"applied {name}", err=True)
    with open_record() as db, writing(db):
        shipped.load_reasons(db)
    warn_if_open(path)


@group.command()
@click.argument("user_id")
@click.option("--name", required=True, help="How the person is addressed on the pages.")
@click.option("--role", type=click.Choice(sorted(access.ROLES)), default="manager", show_default=True)
@click.option("--officer", "officer_id", help="For the role officer: who signs on, by the officer's id.")
@click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password's line from stdin."
)
def add_user(user_id: str, name: str, role: str, officer_id: str | None, from_stdin: bool) -> None:
    """Let a member of staff sign in.

    The password comes from stdin, from HAILONG_PASSWORD in the environment, or is asked for;
    never from the command line, which every user of the machine can read.
    """
    password = ask_password(from_stdin)
    with open_record() as db, writing(db):
        new = access.NewUser(user_id, name, role, password, officer_id)
        access.add_user(db, new, periods.now())
    click.echo(f"added {user_id} as {role}", err=True)


def ask_password(from_stdin: bool) -> str:
    """The password, as `add_user` says."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get("HAILONG_PASSWORD")
    return given or str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@group.command()
@click.argument("user_id")
def disable_user(user_id: str) -> None:
    """Shut a member of staff out, at once."""
    with open_record() as db, writing(db):
        access.disable_user(db, user_id, periods.now())
    click.echo(f"disabled {user_id}", err=True)


PORT = click.IntRange(1, 65_535)


@group.command()
def new_keys() -> None:
    """Make the server's keys anew where they are lost; every tablet must then be paired again."""
    with plain_errors():
        keys.load_or_make(config.instance_folder() / "keys")
    click.echo("the server has its keys: pair every tablet that does not find it again", err=True)


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
def check_port(host: str, port: int) -> None:
    """Say whether the server could listen here, before longer work begins."""
    with plain_errors():
        serving.check_port(host, port)


@group.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 256), default=serving.THREADS, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve tablets, phones and staff until told to stop."""
    with plain_errors():
        serving.check_port(host, port)
        instance = config.instance_folder()
        settings = config.load(instance)
        tls = serving.find_tls(instance, settings)
        advice = list(serving.advice(host, settings, tls, periods.now()))
    with open_record() as db:
        device_keys.load_server_keys(instance, db)
        guest = find_guest(db, instance, periods.now())
        scheme = "http" if tls is None else "https"
        for line in [*advice, *serving.welcome(db, host, port, guest, scheme)]:
            click.echo(line, err=True)
    warn_if_open(record_path())
    serving.serve(record_path(), host, port, threads, tls=tls)


@group.command()
@click.option("--name", "names", multiple=True, help="IP address or host that tablets open; repeatable.")
@click.option("--renew", is_flag=True, help="A new server certificate by the root that is there.")
def make_certificate(names: tuple[str, ...], renew: bool) -> None:
    """Make a certificate for https in instance/tls/, with a root to install on each tablet."""
    instance = config.instance_folder()
    with plain_errors():
        work = certificates.renew if renew else certificates.make
        made = work(instance / certificates.FOLDER, names, periods.now())
    for line in certificates.instructions(made, instance):
        click.echo(line)


@group.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--open", "is_open", is_flag=True, help="Not locked, without keys: for who recomputes.")
def back_up(target: Path, is_open: bool) -> None:
    """Copy the record to TARGET, whole and compact, while the server may be running; its keys
    to TARGET.keys."""
    with open_record() as db:
        try:
            if is_open:
                upkeep.copy_open(db, record_path(), target, periods.now())
                told = f"copied to {target}, which anybody can read: delete it after use"
            else:
                folder = upkeep.back_up_with_keys(db, config.instance_folder(), target)
                told = f"backed up to {target}, and its keys to {folder}: keep the two apart"
        except FileExistsError as error:
            click.echo(f"kiosk: {error.filename} exists: name another file", err=True)
            sys.exit(2)
    click.echo(told, err=True)
    warn_if_open(record_path())


@group.command()
def tidy() -> None:
    """Rewrite the record so that its bytes do not tell the order of citizens (each night).

    Receipts and dossier codes older than DISPUTE_DAYS go first: no rating leads to a dossier then.
    """
    with open_record() as db:
        days = config.load(config.instance_folder())["DISPUTE_DAYS"]
        upkeep.tidy_all(db, periods.now(), days)
