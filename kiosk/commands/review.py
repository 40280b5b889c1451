"""Commands for the review of what tablets delivered and the record could not take."""

import click

from .. import config, periods
from ..deliveries import review
from ..ratings import accepting
from ..staff import audit
from ..storage.db import writing
from ..tablets import device_keys
from .console import open_record

NO_LIMIT_DAYS = 36_500  # an entry's age was judged when it came


@click.group()
def group() -> None:
    """Review what was kept aside."""


@group.command()
def list_quarantine() -> None:
    """What was kept aside: tablet, cause, day of arrival and number of entries; no answers."""
    with open_record() as db:
        for heap in review.find_heaps(db):
            click.echo("\t".join(map(str, heap)))


@group.command()
@click.option("--cause", help="Only what was kept aside for this cause, as list-quarantine names it.")
@click.option("--device", "device_id", help="Only what this tablet sealed.")
def retry_quarantine(cause: str | None, device_id: str | None) -> None:
    """Try again what was kept aside, once its cause is mended; twice does no harm.

    What a revoked tablet sent, and what looks forged, is tried only if its cause is named.
    """
    with open_record() as db:
        instance = config.instance_folder()
        settings = config.load(instance)
        acceptance = accepting.Acceptance(
            max_age_days=NO_LIMIT_DAYS, repeat_seconds=settings["REPEAT_SECONDS"]
        )
        door = review.Review(device_keys.load_server_keys(instance, db), acceptance.accept_all)
        due = review.find_due(db, cause, device_id)
        with writing(db):
            subject = f"cause {cause or 'any'}, tablet {device_id or 'any'}"
            audit.record(db, periods.now(), actor="command", action="retry quarantine", subject=subject)

        def retry(names: list[str]) -> set[str]:
            with writing(db):
                return door.retry(db, names, periods.now())

        taken = review.retry_all(due, retry)
    click.echo(f"{taken} taken, {len(due) - taken} left", err=True)
