"""Codes that a person copies from a screen by hand: Crockford's base32 with a check character.

Fifteen characters of 75 random bits and one for the check, in four groups. Any one wrong
character is found, and any two neighbours in the wrong order. Source: Crockford, "Base 32" (2002);
his check has five further signs, so numbers that would need one of those are not made.
"""

import unicodedata
from collections.abc import Iterable

BITS = 75
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKED_BY = 37  # the first prime above 32
_LENGTH, _GROUP = BITS // 5 + 1, 4
_MISREAD = str.maketrans("OIL", "011", " -‐‑‒–—.")  # O is 0, I and L are 1; what divides is nothing


def write(numbers: Iterable[int]) -> str:
    """The code of the first of these numbers that has one; each in [0, 2**BITS).

    >>> write([0])
    '0000-0000-0000-0000'
    """
    number = next(one for one in numbers if one % _CHECKED_BY < len(_SIGNS))
    signs = [_SIGNS[number >> shift & 31] for shift in range(BITS - 5, -1, -5)]
    text = "".join(signs) + _SIGNS[number % _CHECKED_BY]
    return "-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def read(text: str) -> str | None:
    """The code as it was made, out of what a hand has written; None for what cannot be one.

    >>> read("oooo 0000-0000 0ooO")
    '0000-0000-0000-0000'
    """
    signs = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    if len(signs) != _LENGTH or not set(signs) <= set(_SIGNS):
        return None
    number = 0
    for sign in signs[:-1]:
        number = number << 5 | _SIGNS.index(sign)
    if number % _CHECKED_BY != _SIGNS.index(signs[-1]):
        return None
    return write([number])
