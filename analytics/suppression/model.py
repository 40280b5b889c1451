"""What goes into a decision: answers by their keys, the tables to be published, the rule."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..disclosure import Thresholds
from ..errors import AnalyticsError

OFFICER = "officer"  # cells of a table by this column need the larger base


class Unpublished(AnalyticsError):
    """The table asked for is not among those that were frozen."""


@dataclass(frozen=True)
class Answers:
    """Answers as columns of equal length: keys by name, and how many of each answer.

    A row is any number of answers with the same keys. Levels are columns of their own: a row has
    its counter, its centre and its unit, its day, its week and its month. An empty key stands for
    what nobody knew, and is a cell like others.
    """

    keys: Mapping[str, Sequence[str]]
    satisfied: Sequence[int]
    unsatisfied: Sequence[int]

    def __post_init__(self) -> None:
        lengths = {len(column) for column in (*self.keys.values(), self.satisfied, self.unsatisfied)}
        if len(lengths) > 1:
            raise ValueError(f"columns differ in length: {sorted(lengths)}")
        if any(count < 0 for column in (self.satisfied, self.unsatisfied) for count in column):
            raise ValueError("a count of answers is not negative")


@dataclass(frozen=True)
class Table:
    """One table to be published: a cell for each combination of `by`; () is the total alone.

    only: the rows that it counts, as allowed keys by column; a filter, a period, an edition. Tables
    under different conditions are frozen together, so that their differences are looked at too.
    worth: where something must be hidden, cells of tables that are worth more tend to stay.
    """

    name: str
    by: tuple[str, ...] = ()
    only: Mapping[str, Collection[str]] = field(default_factory=dict)
    worth: int = 1

    def needed(self, thresholds: Thresholds) -> int:
        """The smallest base of its cells."""
        return thresholds.needed(OFFICER if OFFICER in self.by else "")


@dataclass(frozen=True)
class Rule:
    """What hides a cell, and how much doubt is left about one that is hidden.

    thresholds: the smallest bases. minority: a cell with at most so many of one answer is shown as
    a bound; 0 would make every bound say "all alike". spread: a hidden cell has at least spread + 1
    possible counts in a row (all, where its base is smaller; minority + 1 within a bounded one).
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    minority: int = 1
    spread: int = 2

    def __post_init__(self) -> None:
        if self.minority < 1 or self.spread < 1:
            raise ValueError("without doubt about a count nothing is hidden: both are at least 1")
        if min(self.thresholds.officer, self.thresholds.other) <= 2 * self.minority:
            raise ValueError("a base this small would be a bound from both ends")
