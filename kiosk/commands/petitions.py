"""The command about what citizens left to be followed up: for cron, and for whoever has no browser."""

import click

from .. import periods
from ..petitions import following_up, lists, matters
from ..storage.db import writing
from .console import open_record


@click.group()
def group() -> None:
    """What citizens left to be followed up."""


@group.command("petitions")
@click.option("--escalate", is_flag=True, help="First pass on what is over its day (each morning).")
def list_petitions(escalate: bool) -> None:
    """Matters over their day: id, centre, topic, day due, working days over; no text.

    Those of the inspector are passed on too, but neither listed nor counted here.
    """
    now = periods.now()
    with open_record() as db:
        passed_on = 0
        if escalate:
            with writing(db):
                following_up.escalate(db, matters.INSPECTOR, now)
                passed_on = following_up.escalate(db, matters.LOCAL, now)
        for row in lists.list_rows(db, matters.LOCAL, "over", periods.civil_day(now)):
            over = str(-row.working_days)
            told = (row.petition_id, row.centre_id, row.topic, row.due_day.isoformat(), over)
            click.echo("\t".join(told))
    if escalate:
        click.echo(f"{passed_on} passed on", err=True)
