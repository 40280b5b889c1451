"""A sheet's template and its data, made into PDF.

The data reach the template as JSON, never as markup: whatever a name holds is printed as it is.
The same data give the same bytes: no date, no fonts of the machine.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst

_PACKAGE = Path(__file__).parents[1]
FONTS = _PACKAGE / "fonts"
TEMPLATES = _PACKAGE / "templates" / "print"

_NO_LETTER = "could not be displayed"  # typst's words

# No Vietnamese or English word is as long; what is longer may be broken after so many characters.
_LONGEST_WORD = 20
_UNBROKEN = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_BREAK = "\N{ZERO WIDTH SPACE}"
# Vietnamese writes one word in several syllables; large lines are not broken inside these.
_ONE_WORD = re.compile(
    "hài lòng|phục vụ|điện thoại|đường dẫn|câu trả lời|vài giây|này không", re.IGNORECASE
)


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template in templates/print/, filled with the data.

    It follows PDF/UA-1, unless a text holds a letter that no font here has: then a box stands for
    that letter, which the standard forbids. Other threads run meanwhile: typst works outside the
    interpreter's lock.
    """
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
    )
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1", timestamp=0)
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
        made = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=0)
    assert isinstance(made, bytes)  # noqa: S101 (what `format="pdf"` without `output` gives)
    return made


def breakable(text: str) -> str:
    """The text in composed letters, with places to break in what would not end.

    >>> breakable("a" * 41).split("\\u200b") == ["a" * 20, "a" * 20, "a"]
    True
    """
    return _UNBROKEN.sub(lambda found: found[0] + _BREAK, unicodedata.normalize("NFC", text))


def unbroken(text: str) -> str:
    """The text with its words of several syllables held together.

    >>> unbroken("Không hài lòng") == "Không hài\N{NO-BREAK SPACE}lòng"
    True
    """
    return _ONE_WORD.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
