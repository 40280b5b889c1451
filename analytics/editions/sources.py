"""From what editions are made."""

from dataclasses import dataclass, field
from datetime import datetime

from ..driver import sqlite3
from ..suppression import Rule
from .store import Editions


@dataclass(frozen=True)
class Sources:
    """The record and its counts, each in one read transaction, and the folder of editions.

    now: the instant of freezing. rule: of the suppression.
    """

    record: sqlite3.Connection
    derived: sqlite3.Connection
    editions: Editions
    now: datetime
    rule: Rule = field(default_factory=Rule)
