"""Numbers that lead to a person, taken out of what citizens write before it is kept.

What is looked for are telephone and identity numbers as they are written in Viet Nam, in any
digits of Unicode and however they are divided. What is left alone where it can be told apart:
dates, amounts of money, codes of dossiers and of procedures. Numbers in words ("không chín
tám…"), names and addresses are not found: the page asks people not to write them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

MASK = "[•••]"

_UNBROKEN = 9  # so many digits in one go are masked, whatever they are
_LONGEST = 14  # 00 84 and ten digits
_CURRENCY = r"(?:đồng(?!\s+(?:chí|ý))|vnđ|vnd|usd|đ|₫|triệu|tỷ|tỉ|nghìn|ngàn)"
_GROUPED = r"[1-9]\d{0,2}(?:[.,\s]\d{3})+"
_DOSSIER = r"(?<![\d.])(?:\d{3}\.\d\d\.\d{2,3}\.)?[a-z]\d\d(?:\.\d+)*-\d{6}-\d{3,8}(?!\d)"
_A_DOSSIER = re.compile(_DOSSIER, re.IGNORECASE)
_KEPT = re.compile(
    rf"""
      {_DOSSIER}
    | (?<![\d.])[1-3]\.\d{{6}}(?:\.\d{{3}}\.\d\d\.\d\d\.[a-z]\d\d)?(?![.\s-]?\d)            # procedure
    | (?<!\d)(?<!\d[./-])(?:0?[1-9]|[12]\d|3[01])(?P<mark>[./-])(?:0?[1-9]|1[0-2])(?P=mark)
      (?:19|20)\d\d(?![./-]?\d)                                                             # date
    | (?<!\d)(?<!\d[./-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![./-]?\d)
    | (?<![\d+])(?<!\d[./\s-])(?:{_GROUPED}|[1-9]\d*)\s?{_CURRENCY}(?!\w)                   # money
    | (?<![\d+])(?<!\d[./\s-])(?!84)[1-9]\d{{0,2}}(?:[.,]\d{{3}})*[.,]000(?![.,]?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RUN = re.compile(r"\d+(?:(?:[\s./()_*–—‐‑−·•-]{1,3}|,)\d+)*")
_PHONE_OR_CARD = re.compile(r"0\d{9,11}|(?:00)?84\d{9,10}")


class _Group(NamedTuple):
    """Digits without a gap, and where they stand."""

    digits: str
    start: int
    end: int


def mask(text: str) -> str:
    """The text with each telephone or identity number replaced by MASK.

    Expects tidied text (NFC). Masking twice changes nothing more, and no text grows by it.

    >>> mask("Gọi 0912 345 678 trước 15/08/2026, phí 150.000 đồng")
    'Gọi [•••] trước 15/08/2026, phí 150.000 đồng'
    """
    parts, end = [], 0
    for start, stop in _find_spans(_plain(text)):
        parts += [text[end:start], MASK]
        end = stop
    return "".join([*parts, text[end:]])


def mask_comment(text: str) -> str:
    """The same, and codes of dossiers too: beside a rating they would say whose it is.

    >>> mask_comment("hồ sơ H44.5-260817-0001, 0912 345 678")
    'hồ sơ [•••], [•••]'
    """
    parts, end = [], 0
    for found in _A_DOSSIER.finditer(_plain(text)):
        parts += [mask(text[end : found.start()]), MASK]
        end = found.end()
    return "".join([*parts, mask(text[end:])])


def _plain(text: str) -> str:
    """The same number of characters, with digits and marks in the forms that are looked for."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character).startswith("M"):
        return "_"  # a mark that stands on a digit divides nothing
    same = unicodedata.normalize("NFKC", character)
    return same if len(same) == 1 else character


def _find_spans(plain: str) -> Iterator[tuple[int, int]]:
    for start, stop in _between(plain):
        for run in _RUN.finditer(plain, start, stop):
            found = re.finditer(r"\d+", run[0])
            groups = [_Group(m[0], run.start() + m.start(), run.start() + m.end()) for m in found]
            yield from _find_in_run(groups)


def _between(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches between what is left alone."""
    end = 0
    for kept in _KEPT.finditer(plain):
        yield end, kept.start()
        end = kept.end()
    yield end, len(plain)


def _find_in_run(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    """Telephones and cards first; what is left between them may be an old card of nine digits."""
    waiting: list[_Group] = []
    at = 0
    while at < len(groups):
        count = _count(groups[at : at + _LONGEST], _is_phone_or_card)
        if count:
            yield from _find_old_cards(waiting)
            yield groups[at].start, groups[at + count - 1].end
            waiting = []
        else:
            waiting.append(groups[at])
        at += count or 1
    yield from _find_old_cards(waiting)


def _find_old_cards(groups: Sequence[_Group]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(groups):
        count = _count(groups[at : at + _LONGEST], _is_old_card)
        if count:
            yield groups[at].start, groups[at + count - 1].end
        at += count or 1


def _count(groups: Sequence[_Group], is_number: Callable[[Sequence[str]], bool]) -> int:
    """Of how many of the first groups such a number is made, the most there are; 0 if it is none."""
    digits: list[str] = []
    total = found = 0
    for group in groups[:_LONGEST]:
        digits.append(group.digits)
        total += len(group.digits)
        if total > _LONGEST and len(digits) > 1:
            break
        if total >= _UNBROKEN and is_number(digits):
            found = len(digits)
    return found


def _is_phone_or_card(digits: Sequence[str]) -> bool:
    if len(digits) == 1 and len(digits[0]) >= _UNBROKEN:
        return True
    return _PHONE_OR_CARD.fullmatch("".join(digits)) is not None


def _is_old_card(digits: Sequence[str]) -> bool:
    """Nine digits, divided evenly enough not to be a few numbers in a row."""
    lengths = {len(group) for group in digits}
    return sum(map(len, digits)) == _UNBROKEN and (lengths == {1} or min(lengths) > 1)
