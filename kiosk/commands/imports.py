"""Commands that fill the record: catalogue, services, rosters, hours, outboxes, demonstration."""

import sys
from datetime import timedelta
from pathlib import Path

import click

from .. import config, demonstration, periods
from ..catalogue import importing, shipped
from ..catalogue.kinds import KINDS
from ..counters import hours_import, rosters
from ..deliveries import outbox_file
from ..deliveries.reception import Answer, Reception
from ..errors.faults import Faults
from ..formats.tables import read_table
from ..ratings import accepting
from ..services import intake
from ..services.receipts import Receipts
from ..staff import audit
from ..storage.db import writing
from ..tablets import device_keys
from ..tablets.contacts import Contact
from .console import open_record

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def group() -> None:
    """Fill the record."""


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
        done = importing.import_catalogue(db, kind, rows, today, faults)
    click.echo(f"{kind}: {done.added} added, {done.unchanged} unchanged", err=True)


@group.command()
@click.argument("file", type=EXISTING_FILE)
def import_services(file: Path) -> None:
    """Add finished services (dossiers) from CSV or XLSX."""
    faults = Faults()
    rows = read_table(file, intake.COLUMNS, faults)
    with open_record() as db:
        done = intake.import_services(db, rows, periods.now(), faults)
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
        server_keys = device_keys.load_server_keys(instance, db)
        known = Receipts(server_keys, settings["RECEIPT_DAYS"])
        days = settings["MAX_AGE_DAYS"]
        acceptance = accepting.Acceptance(
            max_age_days=days,
            repeat_seconds=settings["REPEAT_SECONDS"],
            burst_presses=settings["BURST_PRESSES"],
            receipts=known,
        )
        reception = Reception(acceptance.accept_all, max_age_days=days, receipts=known)
        letter = outbox_file.read_outbox(
            db,
            server_keys,
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
