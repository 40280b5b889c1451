"""What an audit of an edition finds: where file and record disagree, and what was seen at all."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .formulas import wilson

CLOSE, ROUGHLY = 1e-12, 1e-9
OFFICER, OTHER = 30, 10
Pair = list[int]  # unsatisfied, satisfied
Document = dict[str, Any]


@dataclass
class Findings:
    """`faults` are what does not agree, `states` what was seen, and how often."""

    faults: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)

    def same(self, what: str, published: object, own: object) -> None:
        """Note where they are not equal."""
        if published != own:
            self.faults.append(f"{what}: {published} in the edition, {own} in the record")

    def cell(
        self,
        where: str,
        cell: Document,
        pair: Pair,
        needed: int,
        *,
        sampled: bool = True,
        absent: bool = False,
    ) -> None:
        """Hold a published cell against what was counted.

        needed: answers below which nothing is told; sampled: it has an interval; absent: the figure
        may be missing where there would be one.
        """
        state, n, good = cell["state"], sum(pair), pair[1]
        self.states[state] += 1
        if absent and state == "empty":
            return
        for what, published, own in (("base", cell["n"], n), ("needed", cell["needed"], needed)):
            self.same(f"{where} {what}", published, own)
        small, hidden = 0 < n < needed, state in ("too_few", "withheld")
        if (small and not hidden) or (state == "too_few" and not small and not absent):
            self.faults.append(f"{where}: {state} with {n} of the {needed} needed")
        if state == "shown":
            self.same(f"{where} count", cell["share"], [good, n])
            self._interval(where, cell["interval"], (good, good, n) if sampled else None)
        elif cell["share"] is not None:
            self.faults.append(f"{where}: {state}, and the count is in the file")
        least, most = cell["bounds"]
        if n and least is not None and not least - CLOSE <= good / n <= most + CLOSE:
            self.faults.append(f"{where}: {good} of {n} does not lie from {least} to {most}")
        if state == "between" and sampled and cell["interval"] is not None:
            self._interval(where, cell["interval"], (round(least * n), round(most * n), n))

    def _interval(
        self, where: str, published: list[float] | None, of: tuple[int, int, int] | None
    ) -> None:
        own = None if of is None else (wilson(of[0], of[2])[0], wilson(of[1], of[2])[1])
        if own is None or published is None:
            self.same(f"{where} interval", published, own)
        elif max(abs(own[0] - published[0]), abs(own[1] - published[1])) > CLOSE:
            self.faults.append(f"{where}: interval {published}, not {own}")


def needed_of(kind: str) -> int:
    """How many answers a row of this kind needs to be told."""
    return OFFICER if kind == "officer" else OTHER
