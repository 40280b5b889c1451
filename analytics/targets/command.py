"""`analytics targets`: what units have committed themselves to, and how they stand."""

import os
import sys
from pathlib import Path

import click

from ..editions.store import Editions
from ..words import LANGUAGES, Words
from . import phrases
from .commitments import Commitment, read_targets
from .progress import progress

NOTHING = 1  # the exit code where nobody has committed himself


def _instance() -> Path:
    return Path(os.environ.get("HAILONG_INSTANCE", "instance"))


@click.command()
@click.option("--file", type=click.Path(path_type=Path), default=lambda: _instance() / "targets.csv")
@click.option("--folder", type=click.Path(path_type=Path), default=lambda: _instance() / "editions")
@click.option("--lang", type=click.Choice(LANGUAGES), default="vi", show_default=True)
def targets(file: Path, folder: Path, lang: str) -> None:
    """Each commitment of targets.csv against what was published; exit code 1 without any."""
    words, editions = Words(lang), Editions(folder)
    commitments = read_targets(file)
    for commitment in commitments:
        click.echo(_line(commitment, editions, words))
    if not commitments:
        click.echo(words.gettext("No targets are written in {file}.", file=file.name), err=True)
        sys.exit(NOTHING)


def _line(commitment: Commitment, editions: Editions, words: Words) -> str:
    what = phrases.index(commitment.index, words)
    start = f"{commitment.unit_id}, {what}, {commitment.period}:"
    found = progress(editions, commitment)
    if found is None:
        nothing = words.gettext("Nothing of the period was published yet.")
        return f"{start} {nothing}"
    said = [phrases.explained(found.judged, words)]
    if found.forecast is not None:
        said.append(phrases.forecast(found.forecast, words))
    return f"{start} {' '.join(said)}"
