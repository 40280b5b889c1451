"""What text is made of: one form for storing it, one for finding it, and what is refused."""

import re
import unicodedata

from .errors import TextTooLong, UnsafeText

_SPACES = re.compile(r"\s+")
_MOST_IN_ONE = 4  # characters that NFC makes into one
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def tidy(text: str) -> str:
    """NFC, single spaces, none at the ends: the form in which every name is stored."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower case without diacritics, for search only.

    >>> fold("Đăng ký khai sinh")
    'dang ky khai sinh'
    """
    parts = unicodedata.normalize("NFD", tidy(text).casefold()).replace("đ", "d")
    return "".join(part for part in parts if not unicodedata.combining(part))


def slug(text: str) -> str:
    """An identifier made from a name.

    >>> slug("Hộ tịch")
    'ho-tich'
    """
    return _NOT_IN_ID.sub("-", fold(text)).strip("-")


def check_free_text(text: str, field: str, limit: int) -> str:
    """A citizen's words, tidied, or a refusal.

    Raises TextTooLong past `limit` characters, counted in NFC, where a letter with its marks is one;
    UnsafeText for control characters (other than line breaks and tabs) and for marks that change the
    direction of reading.
    """
    if len(text) <= limit * _MOST_IN_ONE:  # more cannot come down to it, and would cost time
        text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise TextTooLong(field, given=len(text), limit=limit)
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character not in "\n\r\t":
            raise UnsafeText(field)
    return tidy(text)
