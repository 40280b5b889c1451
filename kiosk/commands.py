"""`kiosk …`, also reached as `flask kiosk …`: each command is one call into a domain module."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from . import (
    access,
    audit,
    catalogue_import,
    certificates,
    config,
    demonstration,
    device_keys,
    hours_import,
    i18n,
    keys,
    outbox_file,
    periods,
    ratings,
    rosters,
    schema,
    services,
    serving,
    shipped,
    upkeep,
)
from .catalogue_kinds import KINDS
from .contacts import Contact
from .db import Database, writing
from .errors import KioskError
from .faults import AND_MORE, LINE, MOST_SHOWN, NOTHING_STORED, WHOLE_FILE, Fault, Faults, ImportRefused
from .guest import find_guest
from .reception import Answer, Reception
from .tables import read_table

RECORD = "kiosk.db"


@click.group()
def group() -> None:
    """Look after the record: make it, fill it, serve it."""


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """A refusal is one line on stderr and exit code 2, never a traceback."""
    try:
        yield
    except (
        schema.RecordError,
        config.ConfigError,
        serving.CannotServe,
        certificates.CannotCertify,
        keys.KeysMissing,
        KioskError,
    ) as error:
        click.echo(f"kiosk: {error}", err=True)
        sys.exit(2)
    except ImportRefused as refusal:
        for line in refusal_lines(refusal):
            click.echo(line, err=True)
        sys.exit(2)
    except Fault as fault:
        for locale in i18n.LOCALES:
            click.echo(f"kiosk: {in_words(locale, fault)}", err=True)
        sys.exit(2)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC):
            raise
        where = error.filename or config.instance_folder()
        click.echo(f"kiosk: {where} cannot be written: {error.strerror}", err=True)
        sys.exit(2)


def in_words(locale: str, fault: Fault) -> str:
    """A reason in the reader's language."""
    return i18n.translate(locale, fault.text, **fault.values)


def refusal_lines(refusal: ImportRefused) -> Iterator[str]:
    """The first bad lines of a file with their reasons, in each language."""
    for locale in i18n.LOCALES:
        yield i18n.translate(locale, NOTHING_STORED, count=refusal.count)
        for line, fault in refusal.lines[:MOST_SHOWN]:
            reason = in_words(locale, fault)
            yield "  " + i18n.translate(locale, LINE if line else WHOLE_FILE, line=line, reason=reason)
        if refusal.count > MOST_SHOWN:
            yield "  " + i18n.translate(locale, AND_MORE, more=refusal.count - MOST_SHOWN)


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
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command()
def load_shipped() -> None:
    """Add the provinces, Phú Thọ's units, and the procedures that come with the product."""
    with open_record() as db, writing(db):
        added = shipped.load_shipped(db, periods.civil_day(periods.now()))
    click.echo(f"added {added} versions to the catalogue", err=True)


@group.command()
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=EXISTING_FILE)
def import_catalogue(kind: str, file: Path) -> None:
    """Add units, centres, counters, fields, procedures or officers from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, KINDS[kind].columns, faults)
    with open_record() as db:
        today = periods.civil_day(periods.now())
        done = catalogue_import.import_catalogue(db, kind, rows, today, faults)
    click.echo(f"{kind}: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_services(file: Path) -> None:
    """Add finished services (dossiers) from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, services.COLUMNS, faults)
    with open_record() as db:
        done = services.import_services(db, rows, periods.now(), faults)
    click.echo(f"services: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_roster(file: Path) -> None:
    """Add duties (counter, officer, starts, ends) from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, rosters.COLUMNS, faults)
    with open_record() as db:
        done = rosters.import_roster(db, rows, periods.now(), "import", faults)
    click.echo(f"duties: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_hours(file: Path) -> None:
    """Add centres' weeks (centre, valid_from, weekday, opens, closes) from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, hours_import.HOURS_COLUMNS, faults)
    with open_record() as db:
        done = hours_import.import_hours(db, rows, periods.now(), "import", faults)
    click.echo(f"opening hours: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_holidays(file: Path) -> None:
    """Add holidays and days that are worked instead of others, from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, hours_import.HOLIDAY_COLUMNS, faults)
    with open_record() as db:
        done = hours_import.import_holidays(db, rows, periods.now(), "import", faults)
    click.echo(f"special days: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_outbox(file: Path) -> None:
    """Take the unsent ratings that a tablet's service page saved to FILE."""
    with open_record() as db:
        instance = config.instance_folder()
        settings = config.load(instance)
        acceptance = ratings.Acceptance(
            max_age_days=settings["MAX_AGE_DAYS"], repeat_seconds=settings["REPEAT_SECONDS"]
        )
        reception = Reception(acceptance.accept_all, max_age_days=settings["MAX_AGE_DAYS"])
        letter = outbox_file.read_outbox(
            db,
            device_keys.load_server_keys(instance, db),
            file.read_bytes(),
            periods.now(),
            overlap=timedelta(days=settings["KEY_OVERLAP_DAYS"]),
        )

        def receive(part: Contact) -> Answer:
            with writing(db):
                return reception.receive_all_now(db, [part])[0]

        with writing(db):
            audit.record(
                db, periods.now(), actor="command", action="import outbox", subject=letter.device_id
            )
        done = outbox_file.import_outbox(letter, receive)
    click.echo(
        f"{done.device_id}: {done.recorded} recorded, {done.kept_aside} kept aside, {done.known} known",
        err=True,
    )


@group.command()
def new_keys() -> None:
    """Make the server's keys anew where they are lost; every tablet must then be paired again."""
    with plain_errors():
        keys.load_or_make(config.instance_folder() / "keys")
    click.echo("the server has its keys: pair every tablet that does not find it again", err=True)


@group.command()
@click.option("--unit", "words", help="Load one unit alone, by its id or words of its name.")
def load_demonstration(words: str | None) -> None:
    """Fill an unused record with August 2026 in Phú Thọ: real totals, invented cases."""
    with open_record() as db:
        chosen = demonstration.choose_units(words)
        steps = 2 * sum(unit.dossiers for unit in chosen)
        with click.progressbar(length=steps, label="demonstration", file=sys.stderr) as bar:
            loaded = demonstration.load_demonstration(db, chosen, tick=bar.update)
    done = "was loaded before" if loaded.already else "loaded"
    click.echo(
        f"demonstration {done}: {loaded.services} services and {loaded.ratings} ratings"
        f" of {loaded.units} units",
        err=True,
    )


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
def back_up(target: Path) -> None:
    """Copy the record to TARGET, whole and compact, while the server may be running; its keys
    to TARGET.keys."""
    with open_record() as db:
        try:
            folder = upkeep.back_up_with_keys(db, config.instance_folder(), target)
        except FileExistsError as error:
            click.echo(f"kiosk: {error.filename} exists: name another file", err=True)
            sys.exit(2)
    click.echo(f"backed up to {target}, and the keys of the tablets to {folder}", err=True)


@group.command()
def tidy() -> None:
    """Rewrite the record so that its bytes do not tell the order of citizens (each night)."""
    with open_record() as db:
        upkeep.tidy(db)
