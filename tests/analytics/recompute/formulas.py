"""The formulas written a second time, from their sources alone: nothing of the program is used."""

from decimal import Decimal, localcontext
from fractions import Fraction

Z_95 = Decimal("1.959963984540054235524594430520551")  # from a table of the normal distribution


def wilson(satisfied: int, n: int) -> tuple[float, float]:
    """Wilson (1927): centre and half-width of the score interval at 95 %, in 40 decimals."""
    with localcontext() as context:
        context.prec = 40
        p, size = Decimal(satisfied) / n, Decimal(n)
        shrunk = 1 + Z_95**2 / size
        centre = (p + Z_95**2 / (2 * size)) / shrunk
        half = Z_95 * (p * (1 - p) / size + Z_95**2 / (4 * size**2)).sqrt() / shrunk
        low = Decimal(0) if satisfied == 0 else centre - half
        high = Decimal(1) if satisfied == n else centre + half
        return float(low), float(high)


def points(good: int, dossiers: int) -> float:
    """QĐ 766/QĐ-TTg: six points from 90 %, below that in proportion; none without dossiers."""
    if dossiers == 0:
        return 0.0
    return float(min(Fraction(6), 6 * Fraction(good, dossiers) / Fraction(9, 10)))


def petition_points(good: int, petitions: int) -> float:
    """QĐ 766/QĐ-TTg: six points in proportion; all of them where there are no petitions."""
    return float(6 * Fraction(good, petitions)) if petitions else 6.0


def rate(count: int, n: int) -> float:
    """A share, 0 to 1."""
    return float(Fraction(count, n))
