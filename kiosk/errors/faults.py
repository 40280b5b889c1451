"""Why a file is refused: reasons line by line, in words that the catalogue translates."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import N_

MOST_SHOWN = 20  # bad lines named to the reader; the rest are counted
_MOST_KEPT = 10_000  # a hostile file must not fill the memory with reasons


class Fault(Exception):
    """One reason: a text of the catalogue and the values it names. `str()` gives it in English."""

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values
        super().__init__(text.format_map(values))


class ImportRefused(Exception):
    """Nothing of the file was stored.

    lines: `(line, reason)` in the order of the file; line 1 is the header, 0 the file itself.
    count: how many lines are bad; at most `_MOST_KEPT` of them are in `lines`.
    """

    def __init__(self, lines: list[tuple[int, Fault]], count: int) -> None:
        self.lines = lines
        self.count = count
        shown = "; ".join(f"line {line}: {fault}" for line, fault in lines[:MOST_SHOWN])
        super().__init__(shown)


class Faults:
    """Bad lines as they are found, so that one run names as many of them as it can."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, Fault]] = []
        self._count = 0

    def add(self, line: int, fault: Fault) -> None:
        """Note that a line is bad."""
        self._count += 1
        if len(self._kept) < _MOST_KEPT:
            self._kept.append((line, fault))

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """A fault raised inside is noted against that line, and the work goes on."""
        try:
            yield
        except Fault as fault:
            self.add(line, fault)

    def refuse_if_any(self) -> None:
        """Raises ImportRefused if a line was bad."""
        if self._count:
            raise ImportRefused(sorted(self._kept, key=lambda kept: kept[0]), self._count)


def refused(text: str, line: int = 0, **values: object) -> ImportRefused:
    """The refusal of a whole file for one reason."""
    return ImportRefused([(line, Fault(text, **values))], 1)


NOTHING_STORED = N_("Nothing was stored. Bad lines: {count}.")
LINE = N_("line {line}: {reason}")
WHOLE_FILE = N_("file: {reason}")
AND_MORE = N_("… and {more} more.")
