"""A report as a letter whose body is the answer: what changed, what to do, and the figures.

Whoever opens nothing but the letter knows the week; the file that comes with it holds the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from textwrap import wrap

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..words import Words
from .model import Report, unbroken

_LINE = 72
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    media_type: str


def as_message(
    report: Report,
    *,
    sender: str,
    recipient: str,
    message_id: str,
    sent_at: datetime,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """The letter: plain text, the same as HTML, and the files.

    message_id: in angle brackets; the same letter to the same person has the same, so that one sent
    twice is known as such.
    """
    message = EmailMessage(policy=SMTP)
    message.set_raw("Subject", _subject(f"{report.headline} – {report.place}"))
    message["From"] = sender
    message["To"] = recipient
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(report))
    message.add_alternative(as_html(report), subtype="html")
    for file in attachments:
        main, sub = file.media_type.split("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    message["Content-Language"] = report.lang  # the last: contents take earlier ones away
    return message


def _subject(text: str) -> str:
    """Encoded by the older of Python's two ways: the newer loses a space where a long line is folded
    between words of letters beyond ASCII (seen with 3.11)."""
    line = " ".join(text.split())
    return Header(line, None if line.isascii() else "utf-8", header_name="Subject").encode()


def as_text(report: Report) -> str:
    """The body as plain text, in lines that every program shows."""
    words = Words(report.lang)
    _ = words.gettext
    parts = [_("Dear Sir or Madam,"), report.title, *([report.warning] if report.warning else [])]
    parts += [report.headline.upper(), *report.basis]
    if report.to_do:
        parts.append("\n".join((f"{_('What to do')}:", *(f"- {text}" for text in report.to_do))))
    parts.append(
        "\n".join(f"{one.label}: {'; '.join((one.text, *one.about))}" for one in report.figures)
    )
    for section in (one for one in report.sections if one.in_letter):
        said = (*section.texts, *(f"- {text}" for text in section.points))
        parts.append("\n".join((f"{section.title}:", *said)))
    parts.append(closing(words))
    parts.append("\n".join(f"{label}: {fact}" for label, fact in report.colophon))
    return "\n\n".join("\n".join(_wrapped(part)) for part in parts) + "\n"


def closing(words: Words) -> str:
    """Where the rest is, and that nobody reads an answer."""
    return words.gettext(
        "Charts and tables are in the report that comes with this letter. It was sent by a program:"
        " please put questions to the office that publishes these figures."
    )


def _wrapped(part: str) -> list[str]:
    lines = []
    for line in part.splitlines():
        hanging = "  " if line.startswith("- ") else ""
        lines += wrap(line, _LINE, subsequent_indent=hanging, break_long_words=False) or [""]
    return lines


def as_html(report: Report) -> str:
    """The body as HTML: no script, no picture, nothing from outside, readable on a phone."""
    style = Markup((_TEMPLATES / "letter.css").read_text("utf-8"))  # noqa: S704 (our own file)
    template = _templates().get_template("letter.html")
    words = Words(report.lang)
    page = template.render(report=report, style=style, closing=closing(words), _=words.gettext)
    return unbroken(page)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
