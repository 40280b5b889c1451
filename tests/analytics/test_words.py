import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import analytics
from analytics.stats.intervals import Interval
from analytics.words import Words

PACKAGE = Path(analytics.__file__).parent
VI, EN = Words("vi"), Words("en")


def extracted() -> set[str]:
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    found = extract_from_dir(str(PACKAGE), method_map=methods, keywords={"_": None, "gettext": None})
    return {message[2] for message in found if isinstance(message[2], str)}


def catalogue() -> dict[str, str]:
    path = PACKAGE / "translations" / "vi" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        messages = read_po(file, locale="vi", abort_invalid=True)
    return {str(m.id): str(m.string) for m in messages if m.id and not m.fuzzy}


def test_every_text_has_its_vietnamese() -> None:
    texts = extracted()

    assert "Satisfaction rate" in texts  # the extraction finds something
    assert "Three rates that differ" in texts  # in templates too
    assert {text for text in texts if not catalogue().get(text)} == set()


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert catalogue().keys() - extracted() == set()


@pytest.mark.parametrize(
    "wrong",
    [
        "hồ sơ kết thúc",  # hồ sơ đã giải quyết
        "chưa hài lòng",  # không hài lòng, as on the button
        r"bấm lặp(?! lại)",
        r"cần \{needed\}",  # at least so many
        r": hài lòng (tăng|giảm)",  # mức hài lòng
        "quy tắc đã loại",
    ],
)
def test_what_a_native_reader_stumbled_over_does_not_come_back(wrong: str) -> None:
    found = [text for text in catalogue().values() if re.search(wrong, text, re.IGNORECASE)]

    assert found == []


def test_finished_services_are_called_the_same_wherever_they_are_named() -> None:
    named = {text: VI.gettext(text).lower() for text in extracted() if "service" in text.lower()}

    assert {text for text, words in named.items() if "hồ sơ" not in words} == set()
    assert VI.gettext("Services") == "Hồ sơ đã giải quyết"
    assert VI.gettext("{count} services finished", count=3) == "3 hồ sơ đã giải quyết"


def test_a_translation_has_the_same_blanks_to_fill() -> None:
    def blanks(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    for text, translated in catalogue().items():
        assert blanks(text) == blanks(translated), text


def test_templates_hold_no_words_outside_the_catalogue() -> None:
    for template in PACKAGE.rglob("*.html"):
        text = template.read_text("utf-8")
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", " ", text, flags=re.DOTALL)
        words = set(re.findall(r"[^\W\d_]{2,}", bare))
        assert words <= {"Hài", "lòng", "CSV"}, template.name


def test_numbers_have_the_readers_signs() -> None:
    assert VI.number(1234.5, 1) == "1.234,5"
    assert EN.number(1234.5, 1) == "1,234.5"
    assert VI.number(7120) == "7.120"


def test_a_percentage_keeps_its_sign_beside_it() -> None:
    assert VI.percent(0.8834) == "88,3\u00a0%"
    assert EN.percent(0.95, 0) == "95\u00a0%"


def test_an_interval_names_both_bounds_once() -> None:
    assert VI.interval(Interval(0.8506, 0.9343)) == "85,1–93,4"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 8, 17), date(2026, 8, 23), "17–23/8/2026"),
        (date(2026, 8, 31), date(2026, 9, 6), "31/8–6/9/2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28/12/2026–3/1/2027"),
    ],
)
def test_a_run_of_days_writes_each_part_once(first: date, last: date, text: str) -> None:
    assert VI.days(first, last) == text


def test_an_instant_is_told_on_viet_nams_clocks() -> None:
    assert VI.instant(datetime(2026, 8, 23, 23, 0, tzinfo=UTC)) == "06:00, 24/8/2026"


def test_an_unknown_language_is_answered_in_vietnamese() -> None:
    assert Words("fr").lang == "vi"
    assert Words("fr").gettext("Satisfaction rate") == "Tỷ lệ hài lòng"


def test_blanks_are_filled_after_translating() -> None:
    text = "not enough data (needs at least {needed})"

    assert VI.gettext(text, needed="30") == "chưa đủ dữ liệu (cần ít nhất 30 lượt)"
    assert EN.gettext(text, needed="30") == "not enough data (needs at least 30)"


@pytest.mark.parametrize(
    ("count", "n", "percent"),
    [(73, 80, "91.3"), (77, 80, "96.3"), (1, 16, "6.3"), (15, 16, "93.8"), (567, 2000, "28.4")],
)
def test_a_half_is_rounded_as_spreadsheets_round_it(count: int, n: int, percent: str) -> None:
    """The same share stands on a page, on paper and in a cell of the format 0.0 %."""
    assert EN.percent(count / n) == f"{percent}\u00a0%"
    assert EN.points(count / n) == f"+{percent}"
    assert EN.points(-count / n) == f"\N{MINUS SIGN}{percent}"


def test_points_are_rounded_to_two_decimals_likewise() -> None:
    assert [EN.number(points, 2) for points in (5.265, 5.125, 5.9949)] == ["5.27", "5.13", "5.99"]


def test_what_rounds_to_nought_has_no_direction() -> None:
    assert [EN.points(share) for share in (0.00049, -0.00049, 0.0005)] == ["±0.0", "±0.0", "+0.1"]
