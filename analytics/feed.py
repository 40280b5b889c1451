"""The editions as other systems read them: bytes that are ready to be sent, none about an officer.

Cells, suppression and numbers are the edition's own. Officers' rows stay here: what is known of a
person is for that person and for who answers for them, not for the screens of an operation centre.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from .editions import Edition, Editions
from .editions.codec import digest_of, to_bytes
from .editions.store import NoEdition
from .errors import UnknownKey

_NEVER = "officer"
_KEPT = 64


@dataclass(frozen=True)
class Document:
    """An edition as JSON in UTF-8, and the digest that stands in it."""

    content: bytes
    digest: str


@dataclass(frozen=True)
class Published:
    """That there is an edition: its period, of which kind that is, and its number."""

    period: str
    kind: str
    number: int


class Feed:
    """What was published, out of an instance's folder of editions. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        self._editions = Editions(folder)
        self._made: dict[str, tuple[Edition, Document]] = {}

    def published(self) -> list[Published]:
        """Every edition: by kind, then oldest period, then number."""
        return [Published(one.period, one.kind, one.number) for one in self._editions.listed()]

    def find(self, period: str, number: int | None = None) -> Document | None:
        """A period's newest edition, or the one of that number; None where there is none.

        Raises DamagedEdition for a file that is not what was published.
        """
        try:
            known = self._editions
            edition = known.of(period) if number is None else known.at(period, number)
        except (NoEdition, UnknownKey):
            return None
        return self._document(edition)

    def _document(self, edition: Edition) -> Document:
        kept = self._made.get(edition.name)
        if kept is not None and kept[0] is edition:
            return kept[1]
        told = _without_officers(edition)
        document = Document(to_bytes(told), digest_of(told))
        if len(self._made) >= _KEPT:
            self._made.clear()
        self._made[edition.name] = edition, document
        return document


def _without_officers(edition: Edition) -> Edition:
    tables = {name: rows for name, rows in edition.tables.items() if name != _NEVER}
    restated = edition.restatement
    if restated is not None:
        moved = tuple(place for place in restated.moved if place[0] != _NEVER)
        restated = replace(restated, moved=moved)
    return replace(edition, tables=tables, restatement=restated)
