"""Serving: one granian worker with blocking threads, and the words printed before it starts."""

import errno
import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..printing import links
from ..staff.guest import Guest
from ..storage.db import Database, connect, empty_log, sqlite_is_safe
from . import certificates

DRAIN_SECONDS = 10
SOON_DAYS = 30  # before a certificate ends, each start says so
LOCAL = ("127.0.0.1", "::1", "localhost")
THREADS = 64  # as many as there are tablets that press in the same moment


class CannotServe(Exception):
    """The server cannot start; the message is one line and says what to do."""


def check_port(host: str, port: int) -> None:
    """Raises CannotServe if the address is taken or may not be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(_why(error, host, port)) from error


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: stop it, or choose another with PORT=8001"
    if error.errno == errno.EACCES:
        return f"port {port} needs an administrator: choose one above 1023, such as PORT=8001"
    return f"cannot listen on {host}:{port}: {error.strerror}"


@dataclass(frozen=True)
class Tls:
    """The server's certificate and its key, as files."""

    certificate: Path
    key: Path


def find_tls(instance: Path, settings: Mapping[str, Any]) -> Tls | None:
    """The certificate that the settings name, or None for plain http.

    Raises CannotServe where one of the two is missing or cannot be used, and where BASE_URL
    would send tablets to http. One that has ended is served all the same, see `advice`.
    """
    certificate, key = settings["TLS_CERTIFICATE"], settings["TLS_KEY"]
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise CannotServe("TLS_CERTIFICATE and TLS_KEY belong together: set both, or neither")
    found = Tls(instance / certificate, instance / key)
    for path in (found.certificate, found.key):
        if not path.is_file():
            raise CannotServe(f"{path} is missing: kiosk make-certificate makes one")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(found.certificate, found.key)
    except OSError as error:
        raise CannotServe(f"TLS_CERTIFICATE and TLS_KEY cannot be used: {error}") from error
    if not settings["BASE_URL"].startswith("https://"):
        raise CannotServe("with TLS_CERTIFICATE set, BASE_URL must begin with https://")
    return found


def advice(host: str, settings: Mapping[str, Any], tls: Tls | None, now: datetime) -> Iterator[str]:
    """What whoever starts the server should know of its certificate, and of its address."""
    if tls is not None:
        end = certificates.expiry(tls.certificate)
        if end <= now:
            yield "The certificate has ended, tablets refuse it: kiosk make-certificate --renew"
        elif end - now < timedelta(days=SOON_DAYS):
            yield f"The certificate ends in {(end - now).days} days: kiosk make-certificate --renew"
    elif not settings["BASE_URL"].startswith("https://") and not _is_this_machine(
        host, settings["BASE_URL"]
    ):
        yield "Tablets need https, which this server does not speak: see docs/tablets.md, Certificate."
    length = links.receipt_length(settings["BASE_URL"])
    if length > links.LONGEST:
        yield (
            f"With this BASE_URL a receipt's link has {length} characters instead of {links.LONGEST} at"
            " most: its code must be printed larger. Take a shorter host name."
        )


def _is_this_machine(host: str, base_url: str) -> bool:
    """Whether only browsers of this machine are expected: they need no certificate."""
    return host in LOCAL and urlsplit(base_url).hostname in LOCAL


def welcome(
    db: Database, host: str, port: int, guest: Guest | None, scheme: str = "http"
) -> Iterator[str]:
    """The addresses to open, and what is worth knowing before."""
    base = f"{scheme}://{host}:{port}"
    if not sqlite_is_safe():
        yield "SQLite is older than 3.51.3: the record runs without write-ahead log, slower but safe."
    row = db.conn.execute(
        """
        SELECT counter_id
        FROM counters_v1
        WHERE valid_to IS NULL
        ORDER BY counter_id <> 'H44.5-1', counter_id
        LIMIT 1
        """
    ).fetchone()
    if row is None:
        yield "The record has no counters yet: see docs/importing.md, or try `make run`."
    else:
        yield f"  tablet      {base}/t/{row[0]}"
        yield f"  phone       {base}/p/{row[0]}"
    yield f"  dashboard   {base}/dashboard/"
    if guest:
        yield f"              user {guest.user_id}, password {guest.password} (this demonstration only)"
    yield "Stop with Ctrl-C."


def stay_on_one_core() -> None:
    """Keep this process, and the worker it starts, on one core.

    Only one thread of an interpreter runs at a time. On one core they hand over to one another
    without waking a second one: a third more ratings a second, measured (docs/benchmarks.md).
    """
    if hasattr(os, "sched_setaffinity"):  # Linux; elsewhere the system decides
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def serve(
    record: Path,
    host: str,
    port: int,
    threads: int,
    *,
    target: str = "kiosk:create_served_app",
    tls: Tls | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first.

    Everything is in one whole file afterwards: the workers end without ceremony, so the log
    they leave is emptied here.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 (a bare import of kiosk stays light)
    from granian.server import Server  # noqa: PLC0415

    stay_on_one_core()
    Server(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        backpressure=max(threads * 4, 128),
        workers_kill_timeout=DRAIN_SECONDS,
        websockets=False,
        ssl_cert=tls.certificate if tls else None,
        ssl_key=tls.key if tls else None,
        log_enabled=False,
    ).serve()
    db = connect(record)
    empty_log(db)
    db.conn.close()
