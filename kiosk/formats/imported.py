"""What an import reports when it is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Imported:
    """Rows of the record added, and rows of the table that were there before."""

    added: int
    unchanged: int
