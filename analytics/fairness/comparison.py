"""All at once: a verdict for each in words, never a rank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from ..errors import UnknownKey
from ..stats.dispersion import scatter
from ..stats.funnel import ALARM, WARNING
from ..stats.intervals import Interval
from ..stats.multiplicity import benjamini_hochberg
from .cases import Cases, Reference
from .expectation import Expectation, expectation, widened

NEEDED = 30  # ratings of the one compared, and of the others: below, chance alone decides
FALSE_SIGNALS = 0.05  # expected share of false ones among the verdicts above and below
UNITS_FOR_SCATTER = 20  # with fewer, one that is truly bad would excuse itself


class Verdict(Enum):
    """What may be said of one against the others."""

    ABOVE_EXPECTATION = "above_expectation"
    AS_EXPECTED = "as_expected"
    BELOW_EXPECTATION = "below_expectation"
    NOT_ENOUGH_DATA = "not_enough_data"


class Position(Enum):
    """Where one lies in the funnel: limits of 95 % and of 99.8 %."""

    BELOW_ALARM = "below_alarm"
    BELOW_WARNING = "below_warning"
    WITHIN = "within"
    ABOVE_WARNING = "above_warning"
    ABOVE_ALARM = "above_alarm"


@dataclass(frozen=True)
class Figure:
    """The numbers behind a verdict; shares 0 to 1.

    expected: satisfied ratings, had the others' citizens answered for the same procedures. rate:
    standardised, observed / expected times the overall rate. warning, alarm: the funnel's limits
    for one like the others with the same cases. false_alarm: the chance that one who is like the
    others gets a result as far off on this side. adjusted: the smallest share of false signals at
    which this one would be among them (Benjamini and Hochberg's). pooled, variance: as of Expectation,
    by which periods of one series are held against each other.
    """

    observed: int
    compared: int
    expected: float
    rate: float
    interval: Interval
    warning: Interval
    alarm: Interval
    position: Position
    false_alarm: float
    adjusted: float
    pooled: float
    variance: float

    @property
    def ratio(self) -> float:
        """Observed for each one expected."""
        return self.observed / self.expected

    @property
    def expected_share(self) -> float:
        """Expected of those compared, 0 to 1."""
        return self.expected / self.compared


@dataclass(frozen=True)
class Compared:
    """One of those compared. n: all its ratings. figure: None with NOT_ENOUGH_DATA."""

    key: str
    n: int
    verdict: Verdict
    figure: Figure | None = None


@dataclass(frozen=True)
class Comparison:
    """Everybody's verdict, in the order of keys: there is no other order, and no rank.

    overall: satisfied among all ratings of the reference. phi: how much more they vary among
    themselves than chance explains; limits and chances are widened by it. false_signals: the
    expected share of false ones among all signals; were all alike, also the chance of any signal.
    """

    rows: tuple[Compared, ...]
    overall: float
    phi: float
    false_signals: float

    def row(self, key: str) -> Compared:
        """Raises UnknownKey if there is none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise UnknownKey(f"nothing was compared under '{key}'")

    def signals(self, verdict: Verdict) -> tuple[Compared, ...]:
        """Those with the verdict, in the order of keys."""
        return tuple(row for row in self.rows if row.verdict is verdict)

    @property
    def expected_false(self) -> float:
        """How many of all signals, above and below, may be false: at most so many on average."""
        told = (Verdict.ABOVE_EXPECTATION, Verdict.BELOW_EXPECTATION)
        return self.false_signals * sum(len(self.signals(verdict)) for verdict in told)


def compare(
    cases: Mapping[str, Cases],
    reference: Reference,
    needed: int = NEEDED,
    false_signals: float = FALSE_SIGNALS,
) -> Comparison:
    """Hold each against what its own procedures let one expect, all of them at once.

    Args:
        cases: by officer, unit or centre (see gather).
        reference: the whole province's (satisfied, n) by procedure, the cases among them. It is
            published itself, so that every figure here follows from published ones; each one's own
            part in it is taken out of the expectation, and known to the test.
        needed: ratings below which nothing is said, at least 1.
        false_signals: strictly between 0 and 1.

    Returns:
        Comparison. NOT_ENOUGH_DATA with fewer than `needed` ratings to compare, and where what
        is expected rests on fewer than as many ratings of others.

    Raises:
        EmptyBase: the reference has no ratings.
        ValueError: the reference does not contain the cases, or a number is outside its range.

    Signals are those that Benjamini and Hochberg's procedure lets stand out, over both sides.
    Widening by phi makes a signal mean "unlike its peers, who differ too"; it is done only with
    twenty and more of them that vary beyond chance.
    Source: Spiegelhalter (2005), Statistics in Medicine 24:1185-1202.
    """
    good, everything = (
        (sum(part) for part in zip(*reference.values(), strict=True)) if reference else (0, 0)
    )
    overall = good / everything if everything else 0.0
    found = {key: _enough(expectation(cases[key], reference, overall), needed) for key in sorted(cases)}
    measured = {key: one for key, one in found.items() if one is not None}
    phi = _phi([one.score for one in measured.values()])
    chances = {key: _side(one, phi) for key, one in measured.items()}
    discoveries = benjamini_hochberg(
        [min(1.0, 2 * chance) for chance in chances.values()], false_signals
    )
    adjusted = dict(zip(chances, discoveries.adjusted, strict=True))
    rows = [
        Compared(key, cases[key].ratings, Verdict.NOT_ENOUGH_DATA)
        if one is None
        else Compared(
            key,
            cases[key].ratings,
            _verdict(one, stands_out=adjusted[key] <= false_signals),
            _figure(one, phi, adjusted[key]),
        )
        for key, one in found.items()
    ]
    return Comparison(tuple(rows), overall, phi, false_signals)


def _enough(found: Expectation | None, needed: int) -> Expectation | None:
    thin = found is None or found.n < needed or found.others < needed
    return None if thin else found


def _phi(scores: list[float]) -> float:
    if len(scores) < UNITS_FOR_SCATTER:
        return 1.0
    found = scatter(scores)
    return max(1.0, found.corrected_phi) if found.is_beyond_chance else 1.0


def _side(one: Expectation, phi: float) -> float:
    return widened(min(one.tails), phi)


def _figure(one: Expectation, phi: float, adjusted: float) -> Figure:
    chance = _side(one, phi)
    return Figure(
        observed=one.observed,
        compared=one.n,
        expected=one.expected,
        rate=one.rate,
        interval=one.interval(),
        warning=one.limits(WARNING, phi),
        alarm=one.limits(ALARM, phi),
        position=_position(one, chance),
        false_alarm=chance,
        adjusted=adjusted,
        pooled=one.pooled,
        variance=one.variance,
    )


def _verdict(one: Expectation, *, stands_out: bool) -> Verdict:
    if not stands_out:
        return Verdict.AS_EXPECTED
    below, above = one.tails
    return Verdict.BELOW_EXPECTATION if below < above else Verdict.ABOVE_EXPECTATION


def _position(one: Expectation, chance: float) -> Position:
    below = one.tails[0] < one.tails[1]
    if chance < (1 - ALARM) / 2:
        return Position.BELOW_ALARM if below else Position.ABOVE_ALARM
    if chance < (1 - WARNING) / 2:
        return Position.BELOW_WARNING if below else Position.ABOVE_WARNING
    return Position.WITHIN


def verdicts(rows: Iterable[Compared]) -> dict[Verdict, int]:
    """How many have each verdict; all four are told, also those that nobody has."""
    counts = dict.fromkeys(Verdict, 0)
    for row in rows:
        counts[row.verdict] += 1
    return counts
