"""Every word a person reads is in the catalogue, in every language, with the same blanks."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import html5lib
import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

import kiosk
from kiosk import i18n
from kiosk.errors import WrongType
from kiosk.web import api

ROOT = Path(kiosk.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
READ_ALOUD = ("title", "alt", "placeholder", "aria-label", "value", "content")
NOT_WORDS = {"width=device-width, initial-scale=1", "light dark", "Hài lòng", "ABCD-EFGH"}
BLANK = "\ufffc"
ATTRIBUTES = re.compile(r'( ?data-[a-z]+="[^"]*")+')  # what a block adds to the tag around it
WRONG_TYPE = "Trường “{}” sai kiểu dữ liệu; yêu cầu: {}."
EXPECTED = {
    "text": "chuỗi văn bản",
    "true or false": "giá trị true hoặc false",
    "a number": "số",
    "a list of at most 12 texts": "danh sách có tối đa 12 chuỗi văn bản",
}


def used() -> dict[str, str]:
    """Every text in the code and the templates, with a file in which it stands."""
    found = extract_from_dir(str(ROOT), METHODS, keywords={"_": None, "N_": None})
    return {text: name for name, _, text, _, _ in found if isinstance(text, str)}


def entries() -> dict[str, Message]:
    """The Vietnamese catalogue."""
    with (i18n.FOLDER / "vi" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(entry.id): entry for entry in read_po(file, locale="vi") if entry.id}


def blanks(text: str) -> set[str]:
    """The {names} that a text leaves open."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_in_use_has_its_vietnamese() -> None:
    catalogue = entries()
    missing = {
        text: name
        for text, name in used().items()
        if text not in catalogue or not catalogue[text].string or catalogue[text].fuzzy
    }
    assert missing == {}


def test_no_entry_is_left_over_from_a_text_that_is_gone() -> None:
    assert sorted(set(entries()) - set(used())) == []


def test_the_blanks_are_the_same_in_both_languages() -> None:
    differing = [text for text, entry in entries().items() if blanks(text) != blanks(str(entry.string))]
    assert differing == []


def test_the_search_finds_texts_of_all_kinds() -> None:
    assert {"There is no such page.", "Sign in", "Were you satisfied with this service?"} <= set(used())


def test_vietnamese_is_written_in_composed_letters_and_decently_spaced() -> None:
    for entry in entries().values():
        text = str(entry.string)
        assert not re.search("[\u0300-\u036f]", text), f"decomposed letters: {text}"
        assert text == text.strip(), f"space at an end: {text!r}"
        assert not re.search(r"\w [,;!?]|  ", text), f"stray space: {text!r}"


def fixed_words(path: Path) -> Iterator[str]:
    """What a template would show by itself, were everything it fills in left out."""
    parts = []
    inside = False
    for _, kind, text in Environment().lex(path.read_text("utf-8")):  # noqa: S701 (only lexed)
        if kind == "data":
            parts.append(text)
        elif kind == "variable_begin":
            parts.append(BLANK)
        inside = kind == "variable_begin"
    assert not inside
    for element in html5lib.parse("".join(parts), namespaceHTMLElements=False).iter():
        if element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in READ_ALOUD)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    words = {text.strip() for text in fixed_words(path) if re.search(r"[^\W\d_]", text)}
    words = {text for text in words if not ATTRIBUTES.fullmatch(text)}
    assert words - NOT_WORDS - form_values(path) == set()


def form_values(path: Path) -> set[str]:
    """The values of controls, which are for the server: never shown, since none is a text field."""
    shown_by_value = re.compile(r"<input(?=[^>]*type=\"(?:submit|button|text)\")")
    source = path.read_text("utf-8")
    assert not shown_by_value.search(source), "a button's words belong between its tags"
    return set(re.findall(r'<(?:button|input|option)[^>]* value="([^"{]*)"', source))


def test_the_search_for_words_sees_them_where_they_hide(tmp_path: Path) -> None:
    template = tmp_path / "page.html"
    template.write_text(
        '{# a note #}<p title="Hint">{{ _("Fine") }} stray<img alt="{{ _("Fine") }}"></p>'
        '{% if x %}<b>{{ name }}</b>{% endif %}<input placeholder="Type">',
        "utf-8",
    )
    found = {text.strip(BLANK + " ") for text in fixed_words(template)} - {""}
    assert found == {"Hint", "stray", "Type"}


@pytest.mark.parametrize(
    ("wanted", "accepted", "expected"),
    [
        (None, (), "vi"),
        ("en", (), "en"),
        ("en-US", (), "en"),
        ("fr", ("en",), "en"),
        ("../../etc", (), "vi"),
        ("", ("ja", "zh"), "vi"),
        ("vi", ("en",), "vi"),
    ],
)
def test_the_language_is_the_one_asked_for_else_accepted_else_vietnamese(
    wanted: str | None, accepted: tuple[str, ...], expected: str
) -> None:
    assert i18n.choose(wanted, accepted) == expected


def test_numbers_and_days_are_written_as_their_readers_write_them() -> None:
    assert (i18n.number("vi", 1234.5), i18n.number("en", 1234.5)) == ("1.234,5", "1,234.5")
    day = date(2026, 8, 9)
    assert (i18n.day("vi", day), i18n.day("en", day)) == ("09/08/2026", "9 Aug 2026")


def test_whole_numbers_in_messages_are_written_as_their_readers_write_them() -> None:
    text = "The request is larger than {limit} bytes: send fewer items at a time."
    assert "1.000.000 byte:" in i18n.translate("vi", text, limit=1_000_000)
    assert "1,000,000 bytes:" in i18n.translate("en", text, limit=1_000_000)


def shapes() -> Iterator[tuple[str, str]]:
    """Every field of the API with what it is said to hold."""
    for shape in (api.RATING_SHAPE, api.DETAIL_SHAPE):
        yield from ((name, field.expected) for name, field in shape.items())


@pytest.mark.parametrize(("name", "expected"), sorted(set(shapes())))
def test_what_a_field_must_hold_is_said_in_the_readers_language(name: str, expected: str) -> None:
    words = i18n.translate("vi", WrongType.text, field=name, expected=expected)
    assert expected not in words
    assert words == WRONG_TYPE.format(name, EXPECTED[expected])
    assert i18n.translate("en", WrongType.text, field=name, expected=expected).endswith(f"{expected}.")


def test_a_value_that_is_no_word_of_the_catalogue_is_not_translated() -> None:
    text = "There is already a user “{user}”."
    assert i18n.translate("vi", text, user="text") == "Đã có người dùng “text”."
    assert i18n.written("vi", {"expected": "", "kind": "H44.5", "flag": True}) == {
        "expected": "",
        "kind": "H44.5",
        "flag": True,
    }


def test_what_is_filled_in_stays_as_it_was_given() -> None:
    text = "There is no procedure “{procedure}”."
    assert i18n.translate("vi", text, procedure="{x}") == "Không có thủ tục “{x}”."
    assert i18n.translate("en", text, procedure="%s") == "There is no procedure “%s”."
