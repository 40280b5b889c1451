"""Where letters go out and to whom they go: settings and recipients, read and checked."""

import configparser
import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..counts import TOTAL
from ..errors import WrongFile, WrongSetting
from ..words import LANGUAGES

STARTTLS, TLS, NONE = "starttls", "tls", "none"
_SECURITY = (STARTTLS, TLS, NONE)
_PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}
_NAMES = (
    "host",
    "port",
    "security",
    "user",
    "password_file",
    "from",
    "ca_file",
    "timeout_seconds",
)
_HERE = ("localhost", "127.0.0.1", "::1")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_COLUMNS = ("place", "address", "lang")


@dataclass(frozen=True)
class PostOffice:
    """A mail server and who writes. security: one of starttls, tls, none. user: '' for no login."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""
    ca_file: str = ""
    timeout_seconds: float = 30.0

    @property
    def place(self) -> str:
        """As errors name it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Recipient:
    """Who gets the report of a place ('total' or a unit's key), in which language."""

    place: str
    address: str
    lang: str


def read_office(path: Path, environment: Mapping[str, str] | None = None) -> PostOffice:
    """The section [smtp] of a file, over which HAILONG_SMTP_… of the environment goes.

    Raises WrongSetting, naming what is missing or cannot work.
    """
    values = _values(path, os.environ if environment is None else environment)
    for name in ("host", "from"):
        if not values[name]:
            raise WrongSetting(
                f"to send reports, set {name} in {path} or {_variable(name)}: see docs/reports.md"
            )
    security = values["security"] or STARTTLS
    if security not in _SECURITY:
        raise WrongSetting(f"security = {security!r} is none of {', '.join(_SECURITY)}")
    if values["user"] and security == NONE and values["host"] not in _HERE:
        raise WrongSetting(f"security = {NONE} would send the password in the open: use {STARTTLS}")
    return PostOffice(
        host=values["host"],
        port=_whole("port", values["port"] or str(_PORTS[security]), 65_535),
        security=security,
        sender=_sender(values["from"]),
        user=values["user"],
        password=_password(values, path.parent) if values["user"] else "",
        ca_file=str(path.parent / values["ca_file"]) if values["ca_file"] else "",
        timeout_seconds=_whole("timeout_seconds", values["timeout_seconds"] or "30", 3_600),
    )


def read_recipients(path: Path) -> list[Recipient]:
    """A CSV file with the columns place, address and lang; a place may have several lines.

    Raises WrongFile, naming the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames is None or not {"place", "address"} <= set(reader.fieldnames):
                raise WrongFile(f"{path} needs the columns {', '.join(_COLUMNS)}")
            return [_recipient(path, reader.line_num, line) for line in reader]
    except FileNotFoundError as error:
        raise WrongFile(
            f"there is no list of recipients at {path}: a CSV file with the columns"
            f" {', '.join(_COLUMNS)} ('{TOTAL}' or a unit's key, an address, {' or '.join(LANGUAGES)})"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFile(f"{path} cannot be read ({error})") from error


def _recipient(path: Path, number: int, line: Mapping[str, str | None]) -> Recipient:
    place, address, lang = ((line.get(name) or "").strip() for name in _COLUMNS)
    if not place or not _ADDRESS.fullmatch(address):
        raise WrongFile(f"{path}, line {number}: a place and one address are needed, not {address!r}")
    if lang not in ("", *LANGUAGES):
        raise WrongFile(f"{path}, line {number}: lang is {' or '.join(LANGUAGES)}, not {lang!r}")
    return Recipient(place, address, lang or LANGUAGES[0])


def _values(path: Path, environment: Mapping[str, str]) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path} cannot be read ({' '.join(str(error).split())})") from error
    found = dict(parser["smtp"]) if parser.has_section("smtp") else {}
    unknown = sorted(set(found) - set(_NAMES))
    if unknown:
        raise WrongSetting(f"{path} sets {', '.join(unknown)}; there are {', '.join(_NAMES)}")
    return {name: environment.get(_variable(name), found.get(name, "")).strip() for name in _NAMES}


def _variable(name: str) -> str:
    return f"HAILONG_SMTP_{name.upper()}"


def _whole(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= most):
        raise WrongSetting(f"{name} = {text!r} is no whole number from 1 to {most}")
    return int(text)


def _sender(text: str) -> str:
    address = text.rpartition("<")[2].rstrip(">")
    if "\n" in text or not _ADDRESS.fullmatch(address):
        raise WrongSetting(f"from = {text!r} is no address")
    return text


def _password(values: Mapping[str, str], folder: Path) -> str:
    if not values["password_file"]:
        raise WrongSetting(f"{values['user']} needs a password: name its file as password_file")
    path = folder / values["password_file"]
    try:
        password = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"the password cannot be read from {path} ({error})") from error
    if not (password and (values["user"] + password).isascii()):
        raise WrongSetting(f"user, and the password in {path}, must be plain ASCII for a mail server")
    return password
