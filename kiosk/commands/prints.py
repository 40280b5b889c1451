"""Commands that print codes and slips into files, for whoever has no browser at hand."""

import os
import sys
from pathlib import Path

import click

from .. import config, i18n, periods
from ..catalogue import centres, lookup
from ..printing import addresses, bundles
from ..printing.bundles import CHOICES, File, Order
from ..printing.issuing import Issuer, issue_slips
from ..printing.slips import PAPERS, slips
from ..services.receipts import Receipts
from ..storage.db import Database, writing
from ..tablets import device_keys
from .console import open_record, plain_errors


@click.group()
def group() -> None:
    """Print codes."""


@group.command()
@click.option("--centre", "centre_id", required=True, help="The centre's id: all its counters.")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(CHOICES)), help="Repeatable; else all."
)
@click.option("--apart", is_flag=True, help="A file for each counter, instead of one for all.")
def print_codes(centre_id: str, folder: Path, kinds: tuple[str, ...], apart: bool) -> None:
    """Write posters, table tents and pictures of a centre's codes into a folder.

    Nothing is written unless everything could be made; files of the same name are replaced.
    """
    with open_record() as db:
        base_url = config.load(config.instance_folder())["BASE_URL"]
        order = Order(_places(db, centre_id), kinds or tuple(CHOICES), base_url, not apart)
    tell_doubts(base_url, [place.counter_id for place in order.places])
    with click.progressbar(bundles.tasks_of(order), label="sheets", file=sys.stderr) as tasks:
        files = bundles.made(tasks)
    with plain_errors():
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            _write(folder, file)
    click.echo(f"{len(files)} files in {folder}", err=True)


@group.command()
@click.argument("dossiers", nargs=-1, required=True)
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--paper",
    type=click.Choice(PAPERS),
    default="roll",
    show_default=True,
    help="A page 80 mm wide for each slip, or six on A4 to cut.",
)
def print_slips(dossiers: tuple[str, ...], target: Path, paper: str) -> None:
    """Write the slips of finished services, by their dossier codes, into one PDF.

    Each slip is to be handed to the citizen whose dossier it is: whoever has it can answer.
    """
    with open_record() as db:
        instance = config.instance_folder()
        settings = config.load(instance)
        receipts = Receipts(device_keys.load_server_keys(instance, db), settings["RECEIPT_DAYS"])
        issuer = Issuer(receipts, settings["BASE_URL"], "command")
        tell_doubts(issuer.base_url)
        with writing(db):
            found = issue_slips(db, issuer, dict.fromkeys(dossiers), periods.now())
            content = slips(found, paper)
    with plain_errors():
        _write(target.parent, File(target.name, content))
    click.echo(f"{len(found)} slips in {target}", err=True)


def tell_doubts(base_url: str, counter_ids: list[str] | None = None) -> None:
    """Say on stderr what is wrong with the addresses; they are printed all the same."""
    for doubt in addresses.doubts(base_url, counter_ids or []):
        for locale in i18n.LOCALES:
            click.echo(i18n.translate(locale, doubt.text, **doubt.values), err=True)


def _places(db: Database, centre_id: str) -> list[lookup.Place]:
    day = periods.civil_day(periods.now())
    centre = centres.get_centre(db, centre_id, day)
    wanted = [
        (one.counter_id, day.isoformat()) for one in centres.counters_in(db, centre.centre_id, day)
    ]
    return [place for place in lookup.find_places(db, wanted) if place is not None]


def _write(folder: Path, file: File) -> None:
    """Put the file in its place whole: whoever looks meanwhile sees the old one or the new one."""
    draft = folder / f".{file.name}.{os.getpid()}"
    try:
        draft.write_bytes(file.content)
        draft.replace(folder / file.name)
    finally:
        draft.unlink(missing_ok=True)
