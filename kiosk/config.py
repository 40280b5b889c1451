"""Every setting: name, default, meaning, check. A wrong one stops the start, not the first use."""

import os
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_RECEIPT_DAYS = 35  # of what comes later, figures of a month would know nothing: docs/editions.md


class ConfigError(Exception):
    """A setting is unknown or has a value that cannot work; the message is one line."""


@dataclass(frozen=True)
class Setting:
    """One setting, as the operating guide prints it."""

    name: str
    default: Any
    meaning: str
    check: Callable[[Any], bool]


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _address(value: Any) -> bool:
    return (
        isinstance(value, str) and value.startswith(("http://", "https://")) and not value.endswith("/")
    )


def _portal(value: Any) -> bool:
    return value == "" or _address(value)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


SETTINGS = (
    Setting("BASE_URL", "http://127.0.0.1:8000", "address that QR codes and links carry", _address),
    Setting(
        "TLS_CERTIFICATE", "", "file of the server's certificate, within instance/; none: http", _text
    ),
    Setting("TLS_KEY", "", "file of that certificate's key", _text),
    Setting("TRUSTED_HOSTS", [], "host names answered; empty: any", _texts),
    Setting("MAX_BODY_BYTES", 1_000_000, "largest request body", _whole(1_000, 100_000_000)),
    Setting("MAX_ITEMS", 500, "most ratings or services in one request", _whole(1, 10_000)),
    Setting("MAX_AGE_DAYS", 40, "oldest press accepted from a tablet that was offline", _whole(1, 400)),
    Setting("REPEAT_SECONDS", 5, "closer presses at one tablet are not counted", _whole(0, 60)),
    Setting("BURST_PRESSES", 6, "untied presses counted in five minutes; 0: all", _whole(0, 32)),
    Setting(
        "RECEIPT_DAYS",
        30,
        "a receipt is answered within so many days, 35 at most: then a month's figures are closed",
        _whole(1, MOST_RECEIPT_DAYS),
    ),
    Setting("DISPUTE_DAYS", 90, "after so many a week's dossier codes are forgotten", _whole(1, 3_650)),
    Setting("OFFER_SECONDS", 300, "a tablet asks about the service just finished", _whole(10, 3_600)),
    Setting("PETITION_DAYS", 15, "working days until a matter is answered", _whole(1, 90)),
    Setting("HOTLINE", "", "telephone number for complaints; empty: not shown", _text),
    Setting("PORTAL_URL", "", "address of the public-service portal; empty: not shown", _portal),
    Setting("IDLE_SECONDS", 20, "a tablet left alone returns to its start", _whole(5, 600)),
    Setting("THANKS_SECONDS", 6, "how long the thanks stay", _whole(2, 60)),
    Setting(
        "OPEN_TABLETS",
        False,
        "take ratings from tablets that are not paired; a demonstration does",
        _truth,
    ),
    Setting("KEY_DAYS", 90, "a tablet changes its key after so many days", _whole(1, 3_650)),
    Setting("KEY_OVERLAP_DAYS", 45, "and its old key is still taken for so many", _whole(1, 400)),
    Setting("ROTATING_CODES", True, "tablets show a code for phones, another each minute", _truth),
    Setting("PROXIES", 0, "own proxies in front, whose word on an address is believed", _whole(0, 9)),
    Setting(
        "ADDRESS_FUSE",
        1_200,
        "answers a minute from one address, such as a building's",
        _whole(1, 10**6),
    ),
    Setting("POSTER_ANSWERS", 30, "answers a minute to one counter's printed code", _whole(1, 10**6)),
    Setting(
        "COUNTER_ANSWERS", 12, "answers an hour to the codes on one counter's screen", _whole(1, 10**6)
    ),
    Setting("CODE_ANSWERS", 5, "answers to the code of one minute", _whole(1, 10**6)),
    Setting("GUESSES", 300, "codes a minute from one address that are none of ours", _whole(1, 10**6)),
    Setting("PHOTOS", False, "show officers' photos out of instance/photos/", _truth),
    Setting("SESSION_HOURS", 8, "staff sign in again after this", _whole(1, 24)),
    Setting("TRUST_QUESTION", False, "ask whether the case is handled lawfully and fairly", _truth),
    Setting(
        "SHOW_OPEN_WEEK",
        False,
        "count the running week afresh at each look; a demonstration always does",
        _truth,
    ),
)


def instance_folder() -> Path:
    """The deployment's folder: HAILONG_INSTANCE, or instance/ below the working folder."""
    return Path(os.environ.get("HAILONG_INSTANCE", "instance")).resolve()


def load(instance: Path, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Defaults, then instance/config.py, then `changes`; everything checked.

    Raises ConfigError naming the setting, its value and its meaning.
    """
    values = {setting.name: setting.default for setting in SETTINGS}
    values.update(_from_file(instance / "config.py"))
    values.update(changes or {})
    known = {setting.name: setting for setting in SETTINGS}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(f"{name} is not a setting: see docs/operating.md")
        if not known[name].check(value):
            raise ConfigError(f"{name} = {value!r} cannot work ({known[name].meaning})")
    _check_together(values)
    return values


def _check_together(values: Mapping[str, Any]) -> None:
    dispute, receipt = values["DISPUTE_DAYS"], values["RECEIPT_DAYS"]
    if dispute < receipt:
        raise ConfigError(
            f"DISPUTE_DAYS = {dispute} cannot work with RECEIPT_DAYS = {receipt}: receipts would be"
            " forgotten while they can be answered"
        )


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = runpy.run_path(str(path))
    except Exception as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    return {name: value for name, value in found.items() if name.isupper()}
