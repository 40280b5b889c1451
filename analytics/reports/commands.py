"""`analytics report`: an edition as files or as letters."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import click

from .. import source
from ..counts import TOTAL
from ..editions import Edition, Editions
from ..editions.codec import digest_of
from ..editions.store import NoEdition
from ..errors import AnalyticsError, NotSent, RecordUnavailable, UnknownKey
from ..periods import parse
from ..source.catalogue import unit_of
from ..source.happened import noted
from ..source.versions import procedure_versions
from ..targets import read_targets
from ..weeks import civil_day, utc_now
from ..words import LANGUAGES, Words
from . import batch, post
from .batch import Order
from .contents import make_report
from .excerpt import Belonging, units_of
from .forms import FORMS, MEDIA_TYPES, WORKBOOK, Wish, as_file, file_name
from .history import Past
from .layouts import FULL, LAYOUTS
from .letter import Attachment, as_message
from .post_settings import Recipient, read_office, read_recipients
from .simplifying import SIMPLIFY
from .unpublished import why_none

T = TypeVar("T")
ALL = "all"
_OF_EVERYTHING = (TOTAL, SIMPLIFY)
_LAYOUTS = [layout for layout in LAYOUTS if layout != SIMPLIFY]  # which is asked for by --for
_Command = Callable[..., Any]


def _in_instance(name: str) -> Path:
    return Path(os.environ.get("HAILONG_INSTANCE", "instance")) / name


def _path(option: str, name: str, meaning: str) -> Callable[[_Command], _Command]:
    return click.option(
        option,
        type=click.Path(path_type=Path),
        default=lambda: _in_instance(name),
        help=f"{meaning}; by default {name} in $HAILONG_INSTANCE or ./instance.",
    )


@click.command()
@click.option("--week", help="Which; by default the newest one.")
@click.option("--month", help="Or a month, like 2026-08.")
@click.option("--quarter", help="Or a quarter, like 2026-Q3.")
@click.option("--year", help="Or a year, like 2026.")
@click.option("--number", type=click.IntRange(1), help="Which edition of it; by default the newest.")
@click.option(
    "--for", "place", default=TOTAL, show_default=True, help="A unit's key, total, all, or simplify."
)
@click.option("--out", type=click.Path(path_type=Path), help="The file; for all, the folder.")
@click.option("--format", "form", type=click.Choice(FORMS), help="By default as --out ends, or PDF.")
@click.option("--layout", type=click.Choice(_LAYOUTS), default=FULL, show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--officers", is_flag=True, help="With a unit's officers, in a workbook for its head.")
@click.option("--send", is_flag=True, help="Send it by e-mail to the recipients of the place.")
@_path("--recipients", "recipients.csv", "Who gets which report")
@_path("--mail", "mail.ini", "The mail server")
@_path("--editions", "editions", "The editions")
@_path("--targets", "targets.csv", "What units have committed themselves to")
@_path("--record", "kiosk.db", "The record, for what belongs to which unit")
def report(
    *,
    week: str | None,
    month: str | None,
    quarter: str | None,
    year: str | None,
    number: int | None,
    place: str,
    out: Path | None,
    form: str | None,
    layout: str,
    lang: str,
    officers: bool,
    send: bool,
    recipients: Path,
    mail: Path,
    editions: Path,
    targets: Path,
    record: Path,
) -> None:
    """An edition as PDF, XLSX, CSV or HTML, or as a letter."""
    if out is None and not send:
        raise click.UsageError("say where to with --out, or --send it")
    layout = SIMPLIFY if place == SIMPLIFY else layout
    period = _period(week=week, month=month, quarter=quarter, year=year)
    wish = Wish(form or _form_of(out, place), layout, lang, officers)
    if officers:
        _check_officers(wish, place, send=send)
    edition = _edition(Editions(editions), period, number, Words(lang))
    belonging = _belonging(record, edition)
    commitments = read_targets(targets)
    past = _past(record) if place == SIMPLIFY else None
    with source.reading(record) as opened:
        happened = noted(opened)
    order = Order(editions, edition.period, edition.number, belonging, wish, commitments, past, happened)
    keys = _keys(edition, place)
    if out is not None:
        _write(order, keys, out, into_folder=place == ALL)
    if send:
        _send(order, edition, _wanted(recipients, keys, place), mail)


def _period(**texts: str | None) -> str | None:
    """The one that was named, if any, and of the kind by which it was."""
    named = {kind: text for kind, text in texts.items() if text is not None}
    if len(named) > 1:
        options = ", ".join(f"--{kind}" for kind in named)
        raise click.UsageError(f"a report is of one period: say one of {options}")
    for kind, text in named.items():
        if parse(text).kind != kind:
            raise click.UsageError(f"{text} is a {parse(text).kind}: say --{parse(text).kind} {text}")
        return text
    return None


def _edition(editions: Editions, period: str | None, number: int | None, words: Words) -> Edition:
    if period is None:
        return editions.newest()
    wanted = parse(period)
    period = str(wanted)
    if not editions.numbers(period):
        raise NoEdition(why_none(editions, wanted, civil_day(utc_now()), words))
    return editions.of(period) if number is None else editions.at(period, number)


def _form_of(out: Path | None, place: str) -> str:
    """By the file's ending; PDF for letters and folders."""
    if out is None or place == ALL or out.is_dir():
        return FORMS[0]
    ending = out.suffix.lstrip(".").lower()
    if ending not in FORMS:
        known = ", ".join(f".{form}" for form in FORMS)
        raise click.UsageError(f"{out.name}: a report ends in one of {known}; or say --format")
    return ending


def _check_officers(wish: Wish, place: str, *, send: bool) -> None:
    """Officers' results are never public: they go into one unit's workbook, and into no letter."""
    if send or wish.form != WORKBOOK or place in (ALL, *_OF_EVERYTHING):
        raise click.UsageError(
            "--officers is for the workbook of one unit: --for a unit's key, --out a file that ends in"
            f" .{WORKBOOK}, and no --send"
        )


def _belonging(record: Path, edition: Edition) -> Belonging:
    with source.reading(record) as opened:
        if source.record_id(opened) != edition.record_id:
            raise RecordUnavailable(f"the edition {edition.name} was made from another record")
        return Belonging(unit_of(opened, parse(edition.period).last_day))


def _past(record: Path) -> Past:
    with source.reading(record) as opened:
        return Past(procedure_versions(opened), noted(opened))


def _keys(edition: Edition, place: str) -> list[str | None]:
    units = units_of(edition)
    if place == ALL:
        return [None, *units]
    if place in _OF_EVERYTHING:
        return [None]
    if place not in units:
        raise UnknownKey(f"the edition {edition.name} says nothing of a unit '{place}'")
    return [place]


def _write(order: Order, keys: Sequence[str | None], out: Path, *, into_folder: bool) -> None:
    if not into_folder and not out.is_dir():
        batch.write_whole(out, as_file(batch.excerpt_of(order, keys[0]), order.wish))
        click.echo(f"wrote {out}", err=True)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AnalyticsError(f"{out} is no folder to write into ({error.strerror})") from error
    with _progress(batch.write_all(order, keys, out), len(keys), "reports") as done:
        count = sum(1 for _ in done)
    click.echo(f"wrote {count} reports to {out}", err=True)


def _wanted(path: Path, keys: Sequence[str | None], place: str) -> list[Recipient]:
    names = {place} if place in _OF_EVERYTHING else {key or TOTAL for key in keys}
    found = [one for one in read_recipients(path) if one.place in names]
    if not found:
        raise AnalyticsError(f"{path} names nobody for {place}")
    return found


def _send(order: Order, edition: Edition, wanted: Sequence[Recipient], mail: Path) -> None:
    office = read_office(mail)
    ledger = post.Ledger(mail.with_name("sent.csv"))
    known = ledger.known()
    new = []
    for one in wanted:
        if _letter_id(edition, order.wish.layout, one, office.sender) in known:
            click.echo(f"{one.address} has {edition.name} for {one.place} already", err=True)
        else:
            new.append(one)
    with _progress(new, len(new), "letters") as bar:
        letters = [_letter(order, edition, one, office.sender) for one in bar]
    done = post.send(office, letters, ledger.note)
    click.echo(f"letters sent: {len(done.sent)}", err=True)
    for address, reason in done.refused:
        click.echo(f"not sent to {address}: {reason}", err=True)
    if not done.is_complete:
        raise NotSent(f"{len(done.refused)} of {len(letters)} letters were refused")


def _letter(order: Order, edition: Edition, to: Recipient, sender: str) -> EmailMessage:
    excerpt = batch.excerpt_of(order, None if to.place in _OF_EVERYTHING else to.place)
    wish = replace(order.wish, lang=to.lang, form="pdf")
    file = Attachment(file_name(excerpt, wish), as_file(excerpt, wish), MEDIA_TYPES[wish.form])
    return as_message(
        make_report(excerpt, Words(to.lang), wish.layout),
        sender=sender,
        recipient=to.address,
        message_id=_letter_id(edition, wish.layout, to, sender),
        sent_at=utc_now(),
        attachments=[file],
    )


def _progress(items: Iterable[T], length: int, label: str) -> AbstractContextManager[Iterable[T]]:
    return click.progressbar(
        items, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def _letter_id(edition: Edition, layout: str, to: Recipient, sender: str) -> str:
    """The same for the same letter, so that it is not sent twice, and known if it is."""
    parts = (digest_of(edition), layout, to.place, to.address, to.lang)
    domain = sender.rpartition("@")[2].rstrip("> ")
    return f"<{sha256(' '.join(parts).encode()).hexdigest()[:32]}@{domain}>"
