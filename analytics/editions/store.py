"""The folder of editions: each is written once, and never again."""

import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import AnalyticsError
from .codec import from_bytes, to_bytes
from .model import KINDS, Edition, kind_of

_NAME = re.compile(
    r"(?P<period>2\d{3}(?:-(?:W\d{2}|Q[1-4]|0[1-9]|1[0-2]))?)\.(?P<number>[1-9]\d*)\.json", re.ASCII
)
# In the file there is no other: within a text the quotation marks are escaped.
_FROZEN_AT = re.compile(rb'"frozen_at":"([^"]*)"')
_EARLIEST = datetime.min.replace(tzinfo=UTC)
READ_ONLY = 0o444
_KEPT = 64  # editions in memory: a year of weeks, and its months


class NoEdition(AnalyticsError):
    """Nothing was published of that period, or not under that number."""


class AlreadyPublished(AnalyticsError):
    """There is an edition of that period and number: it is never written again."""


class NotWritten(AnalyticsError):
    """The disk is full, or the folder not one to write into: nothing was published."""


@dataclass(frozen=True)
class Reference:
    """Where an edition stands: its period and its number."""

    period: str
    number: int

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return kind_of(self.period)

    @property
    def name(self) -> str:
        """What the edition is cited by."""
        return self.period if self.number == 1 else f"{self.period}.{self.number}"


class Editions:
    """What was published, read from a folder; an absent folder has no editions.

    Files are read once and kept while they stay as they are. Safe between threads: at worst two of
    them read the same file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[Reference, tuple[tuple[int, int, int], Edition]] = {}

    def listed(self, kind: str | None = None) -> list[Reference]:
        """All of them, or those of one of KINDS: by kind, then oldest period, then number."""
        names = [path.name for path in self.folder.glob("*.json")] if self.folder.is_dir() else []
        found = [
            Reference(match["period"], int(match["number"]))
            for match in map(_NAME.fullmatch, names)
            if match
        ]
        found.sort(key=lambda place: (KINDS.index(place.kind), place.period, place.number))
        return [place for place in found if kind in (None, place.kind)]

    def periods(self, kind: str) -> list[str]:
        """The periods of one of KINDS of which there is an edition, oldest first."""
        return sorted({place.period for place in self.listed(kind)})

    def newest(self, kind: str = "week") -> Edition:
        """The last period's newest edition. Raises NoEdition or DamagedEdition."""
        periods = self.periods(kind)
        if not periods:
            raise NoEdition(f"no {kind} was published yet: `analytics edition --due` does that")
        return self.of(periods[-1])

    def of(self, period: str, by: datetime | None = None) -> Edition:
        """The period's newest edition: the last restatement, or the last one published by then.

        Raises NoEdition or DamagedEdition.
        """
        for number in reversed(self.numbers(period)):
            edition = self.at(period, number)
            if by is None or edition.frozen_at <= by:
                return edition
        raise NoEdition(f"nothing was published of {period!r}")

    def numbers(self, period: str, by: datetime | None = None) -> list[int]:
        """The numbers of its editions (published by then), ascending; empty where there is none."""
        found = [place.number for place in self.listed() if place.period == period]
        return [n for n in found if by is None or self.at(period, n).frozen_at <= by]

    def last_frozen(self) -> Edition | None:
        """The edition that was published last, of whatever period. Raises DamagedEdition.

        Of all others only the instant is read: years of them take seconds each time otherwise.
        """
        instants = {place: self._frozen_at(place) for place in self.listed()}
        last = max(instants, key=lambda place: (instants[place], place.name), default=None)
        return None if last is None else self.at(last.period, last.number)

    def _frozen_at(self, place: Reference) -> datetime:
        """The earliest there is for a file that does not say it."""
        found = _FROZEN_AT.search(self.path_of(place.period, place.number).read_bytes())
        try:
            told = datetime.fromisoformat(found[1].decode()) if found else _EARLIEST
        except ValueError:
            return _EARLIEST
        return told if told.tzinfo else _EARLIEST

    def at(self, period: str, number: int) -> Edition:
        """One edition of a period. Raises NoEdition or DamagedEdition."""
        place = Reference(period, number)
        path = self.path_of(period, number)
        try:
            state = path.stat()
            mark = (state.st_mtime_ns, state.st_size, state.st_ino)
            kept = self._kept.get(place)
            if kept is not None and kept[0] == mark:
                return kept[1]
            edition = from_bytes(path.read_bytes(), path.name)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NoEdition(f"there is no edition {number} of {period!r}") from error
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[place] = mark, edition
        return edition

    def path_of(self, period: str, number: int) -> Path:
        """Where that edition stands, or would stand. Raises UnknownKey for what is no period."""
        kind_of(period)
        return self.folder / f"{period}.{number}.json"

    def publish(self, edition: Edition) -> Path:
        """Write it whole or not at all, once for ever. Raises AlreadyPublished."""
        path = self.path_of(edition.period, edition.number)
        write_once(path, to_bytes(edition))
        return path


def write_once(path: Path, content: bytes, mode: int = READ_ONLY) -> None:
    """A file that appears complete, on the disk and for good.

    Raises AlreadyPublished if it exists, NotWritten where it cannot be written.
    """
    try:
        _write_once(path, content, mode)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written ({error.strerror})") from error


def _write_once(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)  # unlike a rename it fails where the name is taken
        except FileExistsError as error:
            raise AlreadyPublished(f"{path.name} was published already and stays as it is") from error
    finally:
        temporary.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows opens no folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
