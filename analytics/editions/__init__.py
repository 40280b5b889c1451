"""Editions: what was published of a week, month, quarter or year, decided once and never changed.

    model     an edition and its parts: plain values, as every page and report shows them
    codec     an edition as canonical JSON and back, with its digest
    store     the folder of editions: publish one, read them back (`Editions`)
    closing   what is said of a dossier after its week; phrases: the same in words

Pages, reports and feeds read `Editions` and nothing else: then all of them show the same numbers,
and nobody can subtract one view from another.
"""

from .matters import Matters, points_of
from .model import Comparison, Edition, Exclusion, Reason, Restatement, Row, find_matters
from .store import Editions

__all__ = [
    "Comparison",
    "Edition",
    "Editions",
    "Exclusion",
    "Matters",
    "Reason",
    "Restatement",
    "Row",
    "find_matters",
    "points_of",
]
