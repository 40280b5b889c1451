"""One way of rounding for page, paper and file: that of spreadsheets. Pure."""

from decimal import ROUND_HALF_UP, Decimal

_EXACT = 9  # decimals; what stands behind them is arithmetic in binary, not the number


def half_up(value: float, digits: int) -> Decimal:
    """The value with that many decimals, a half away from nought: 73 of 80 are 91.3 %.

    >>> half_up(91.25, 1), half_up(-0.2835 * 100, 1)
    (Decimal('91.3'), Decimal('-28.4'))
    """
    return Decimal(str(round(float(value), _EXACT))).quantize(Decimal(10) ** -digits, ROUND_HALF_UP)
