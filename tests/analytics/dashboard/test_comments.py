"""The page of what citizens wrote: the words and nothing beside them."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.dashboard import library
from analytics.dashboard.parts import Leaf
from analytics.editions import Edition, comments
from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

PAGE = "/dashboard/comments"
UNIT = f"{PAGE}?by=unit&key=H44.5&lang=en"
WEEK = "2026-W33"


@pytest.fixture
def august(tmp_path: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """A month with twelve texts of one unit and nine of another; the record is made up."""
    rows = [a_row("unit", "H44.5", 200, 50, 900), a_row("unit", "H44.9", 145, 29, 300)]
    total = replace(a_row(), covers=(WEEK,))
    publish(tmp_path, an_edition("2026-08", total, unit=rows), an_edition("2026-W36"))
    texts = {"H44.5": [f"Ý kiến {n} & <b>" for n in range(12)], "H44.9": [f"Xã {n}" for n in range(9)]}
    pairs = [(unit, text) for unit, those in texts.items() for text in those]
    comments.fix(tmp_path / "editions", WEEK, pairs)

    def read(_: library.Library, edition: Edition, unit: str) -> tuple[str, ...]:
        known = unit in comments.units(tmp_path / "editions", edition)
        return tuple(texts[unit]) if known else ()

    monkeypatch.setattr(library.Library, "comments", read)
    return pages


@pytest.fixture
def many(august: Pages, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """The same with 120 texts of the one unit: two pages of fifty, and one of twenty."""
    texts = tuple(f"Ý kiến {n:03}" for n in range(120))
    monkeypatch.setattr(library.Library, "comments", lambda *_: texts)
    return august


def quoted(page: str) -> list[str]:
    """The texts that a page shows, in their order."""
    return re.findall("<li>(Ý kiến [^<]*)</li>", page)


def test_units_with_enough_texts_can_be_chosen(august: Pages) -> None:
    page = august.get(f"{PAGE}?lang=en")
    assert "Month 8/2026: what citizens wrote" in text_of(page)
    assert "key=H44.5" in page and "key=H44.9" not in page
    assert "Ý kiến" not in page.replace("Ý kiến người dân", "")


def test_the_words_of_a_unit_are_read_as_they_were_written(august: Pages) -> None:
    page = august.get(UNIT)
    assert "12 texts, in the order of their letters" in text_of(page)
    assert "Ý kiến 3 &amp; &lt;b&gt;" in page
    quotes = page.split('class="quotes"')[1].split("</ul>")[0]
    assert quotes.count("<li>") == 12
    assert "%" not in quotes


def test_many_texts_are_read_page_by_page_and_none_is_left_out(many: Pages) -> None:
    first, second, last = (many.get(f"{UNIT}&leaf={leaf}") for leaf in (1, 2, 3))

    assert many.get(UNIT) == first
    assert "120 texts, in the order of their letters" in text_of(second)
    assert "Page 2 of 3" in text_of(second)
    assert [len(quoted(page)) for page in (first, second, last)] == [50, 50, 20]
    assert quoted(first) + quoted(second) + quoted(last) == [f"Ý kiến {n:03}" for n in range(120)]


def test_each_page_leads_to_its_neighbours(many: Pages) -> None:
    def led(leaf: int) -> list[tuple[str, ...]]:
        nav = many.get(f"{UNIT}&leaf={leaf}").split('class="leaves"')[1].split("</nav>")[0]
        return [found.groups() for found in re.finditer(r'rel="(\w+)"[^>]*leaf=(\d)', nav)]

    assert [led(leaf) for leaf in (1, 2, 3)] == [
        [("next", "2")],
        [("prev", "1"), ("next", "3")],
        [("prev", "2")],
    ]


def test_few_texts_have_no_pages(august: Pages) -> None:
    page = august.get(UNIT)
    assert "leaves" not in page
    assert "Page 1" not in text_of(page)


@pytest.mark.parametrize("leaf", ["0", "4", "-1", "x", "", "٢", "00000001", "9" * 300])
def test_a_page_that_there_is_not_is_not_found(many: Pages, leaf: str) -> None:
    many.get(f"{UNIT}&leaf={leaf}", 404)


@pytest.mark.parametrize(
    ("number", "of", "near"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
    ],
)
def test_near_pages_are_the_first_the_last_and_the_neighbours(
    number: int, of: int, near: list[int]
) -> None:
    assert Leaf(number, of).near == near


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_of_too_few_nothing_is_told_not_even_how_many(august: Pages, lang: str) -> None:
    text = text_of(august.get(f"{PAGE}?by=unit&key=H44.9&lang={lang}"))
    assert "Xã 1" not in text
    assert {"vi": "Chưa có ý kiến để xem", "en": "Nothing to read here"}[lang] in text
    assert "9 texts" not in text


def test_a_week_is_answered_by_its_month_and_texts_are_in_no_file(august: Pages) -> None:
    assert "Month 8/2026" in text_of(august.get(UNIT + "&period=2026-08"))
    august.get(UNIT.replace("comments", "comments.csv", 1), 404)


def test_before_the_first_month_there_is_nothing_to_read(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W34"))
    assert "Told from the first month on" in text_of(pages.get(UNIT))


@pytest.mark.parametrize("key", ["H44.77", "x" * 300, "%00"])
def test_a_unit_that_there_is_not_is_not_found(august: Pages, key: str) -> None:
    august.get(f"{PAGE}?by=unit&key={key}", 404)
