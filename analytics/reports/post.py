"""Sending letters through a mail server: each goes to one recipient, so it is sent or it is not.

All letters exist before the first one goes. What was accepted is written down at once, and what was
written down is not sent again.
"""

import csv
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from ..errors import NotSent
from .post_settings import NONE, STARTTLS, TLS, PostOffice


@dataclass(frozen=True)
class Delivery:
    """What became of some letters: accepted by the server, refused with its reason, not tried."""

    sent: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]

    @property
    def is_complete(self) -> bool:
        """Whether the server accepted every letter."""
        return not self.refused


def send(
    office: PostOffice, letters: Sequence[EmailMessage], note: Callable[[EmailMessage], None]
) -> Delivery:
    """Hand the letters to the server, in their order, over one connection.

    note: called for each letter the moment the server has accepted it.

    Returns:
        Delivery, by recipients. A refused recipient stops no other letter.

    Raises:
        NotSent: the server cannot be reached, is not trusted, or refuses the login; nothing was
            sent. Or the connection broke off: its text says which letters were sent before.
    """
    sent: list[str] = []
    refused: list[tuple[str, str]] = []
    if not letters:
        return Delivery((), ())
    with _connected(office) as server:
        for letter in letters:
            recipient = str(letter["To"])
            try:
                server.send_message(letter)
            except smtplib.SMTPServerDisconnected as error:
                raise NotSent(_broken_off(office, sent, letters)) from error
            except smtplib.SMTPRecipientsRefused as error:
                [(code, text)] = error.recipients.values()
                refused.append((recipient, _said(code, text)))
            except smtplib.SMTPResponseException as error:
                refused.append((recipient, _said(error.smtp_code, error.smtp_error)))
            except (OSError, smtplib.SMTPException) as error:
                raise NotSent(_broken_off(office, sent, letters)) from error
            else:
                sent.append(recipient)
                note(letter)
    return Delivery(tuple(sent), tuple(refused))


@contextmanager
def _connected(office: PostOffice) -> Iterator[smtplib.SMTP]:
    server = _open(office)
    try:
        _secure(office, server)
        _log_in(office, server)
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _open(office: PostOffice) -> smtplib.SMTP:
    try:
        if office.security == TLS:
            context = _context(office)
            return smtplib.SMTP_SSL(
                office.host, office.port, timeout=office.timeout_seconds, context=context
            )
        return smtplib.SMTP(office.host, office.port, timeout=office.timeout_seconds)
    except ssl.SSLCertVerificationError as error:
        raise NotSent(_distrusted(office, error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"no mail server answers at {office.place} ({_reason(error)})") from error


def _secure(office: PostOffice, server: smtplib.SMTP) -> None:
    if office.security != STARTTLS:
        return
    try:
        server.starttls(context=_context(office))
    except ssl.SSLCertVerificationError as error:
        raise NotSent(_distrusted(office, error)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(
            f"the mail server {office.place} offers no STARTTLS: set security = {TLS},"
            f" or {NONE} for a server on this machine"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"no secure connection to {office.place} ({_reason(error)})") from error


def _log_in(office: PostOffice, server: smtplib.SMTP) -> None:
    if not office.user:
        return
    try:
        server.login(office.user, office.password)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(
            f"the mail server {office.place} refuses the login of {office.user}"
            f" ({_said(error.smtp_code, error.smtp_error)})"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"no login at {office.place} ({_reason(error)})") from error


def _context(office: PostOffice) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=office.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise NotSent(f"{office.ca_file} holds no certificate of an authority") from error


def _distrusted(office: PostOffice, error: ssl.SSLCertVerificationError) -> str:
    return (
        f"the certificate of {office.place} is not trusted ({error.verify_message}): name the file of"
        " its authority as ca_file"
    )


def _broken_off(office: PostOffice, sent: Sequence[str], letters: Sequence[EmailMessage]) -> str:
    told = f"sent before: {', '.join(sent)}" if sent else "none was sent"
    return (
        f"the mail server {office.place} broke off after {len(sent)} of {len(letters)} letters;"
        f" {told}. The same command sends the rest"
    )


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__


class Ledger:
    """Which letters were sent, by their Message-ID: a line a letter, written as it goes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> set[str]:
        """Those that were sent already."""
        if not self._path.is_file():
            return set()
        with self._path.open(encoding="utf-8", newline="") as file:
            return {line[0] for line in csv.reader(file) if line}

    def note(self, letter: EmailMessage) -> None:
        """Write a letter down."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([letter["Message-ID"], letter["To"], letter["Date"]])
