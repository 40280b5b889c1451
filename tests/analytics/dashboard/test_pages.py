"""Every page: in words first, with n and interval, and nothing that a table may not tell."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.dashboard.desk import PAGES
from analytics.disclosure import Cell, State
from analytics.editions import Comparison, Reason
from tests.analytics.dashboard.conftest import Pages, audit, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

HOSTILE = ("9999-W53", "2026-13", "0000", "x" * 3000, "\x00", "٢٠٢٦-W34")


def title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", [name for name in PAGES if name != "overview"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_opens_in_both_languages(published: Pages, name: str, lang: str) -> None:
    page = published.get(f"/dashboard/{name}?lang={lang}")

    assert f'<html lang="{lang}">' in page
    assert page.count("aria-current=") in {1, 2}
    assert "None" not in text_of(page)


def test_procedures_are_ranked_by_citizens_hurt_with_interval_and_reasons(published: Pages) -> None:
    text = text_of(published.get("/dashboard/procedures?lang=en"))

    # July: 160 of 400 unsatisfied, of all others 42 of 807: (.4 - .052045) x 1,700 dossiers.
    assert "Month 7/2026: Đăng ký biến động đất đai hurts most citizens" in text
    assert "Đăng ký biến động đất đai 592 506–677 1,700 60.0\u00a0%" in text
    assert "1 of 2 procedures stand out" in text
    assert "Most named" not in text  # nothing is told of reasons by procedure
    assert "Not enough data Procedures with too few answers to say anything: 1." in text


def test_hours_are_those_of_the_month_and_the_one_that_differs_is_named(published: Pages) -> None:
    page = published.get("/dashboard/hours?lang=en")

    assert title(page) == "Month 7/2026: clearly less satisfied at Mon 8–9 h"
    assert "Mon 8–9 h 50.0\u00a0% 37.7–62.3 · n = 60 clearly below" in text_of(page)
    assert "75.0" not in text_of(page)  # of the hour with four answers
    assert "Edition 2026-07" in text_of(page)  # what is cited is what is shown


def test_officers_get_verdicts_in_the_order_of_names_and_no_raw_rate(published: Pages) -> None:
    text = text_of(published.get("/dashboard/fair?lang=en"))

    assert "Month 7/2026: 1 below expectation, 0 above" in text
    assert "Cán bộ A-01 below expectation 78.0\u00a0% (72.0–84.0) 91.0\u00a0% 188 one in 500" in text
    assert "Cán bộ A-02 as expected 90.0\u00a0% (85.0–94.0)" in text
    assert "Cán bộ A-03 not enough data needs at least 30 12" in text
    assert text.index("Cán bộ A-01") < text.index("Cán bộ A-02") < text.index("Cán bộ A-03")
    assert "79.8" not in text  # 150 of 188


def test_what_is_told_only_by_month_says_so_before_the_first_one(tmp_path: Path, pages: Pages) -> None:
    publish(tmp_path, an_edition("2026-W34"))

    for name in ("hours", "fair"):
        assert title(pages.get(f"/dashboard/{name}?lang=en")) == "Told from the first month on"


def test_reasons_are_ranked_with_their_share_of_the_unsatisfied(published: Pages) -> None:
    text = text_of(published.get("/dashboard/reasons?lang=en"))

    assert "most named by the unsatisfied: Result on time" in text
    assert "Result on time 26 44.1\u00a0% 32.2–56.7 · n = 59" in text  # 35 named it, 9 of them satisfied
    assert "not SIPAS" in text
    # By element, in SIPAS's order: procedures before results.
    assert text.index("Number of visits Administrative procedures 17 29.4") < text.index(
        "Result on time Results 35 25.7"
    )


STEP = Cell(State.BETWEEN, 200, 10, None, 0.6, 0.7)  # of those who named it, 60 to 80 unsatisfied
KEPT = Cell(State.WITHHELD, 300, 10)


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ({"visits": STEP}, "most named by the unsatisfied: Number of visits"),
        (
            {"visits": STEP, "time": KEPT},
            "of the reasons that may be shown, most named: Number of visits",
        ),
        ({"time": KEPT}, "reasons may not be shown, since they would tell other figures"),
        ({"fee": Cell(State.TOO_FEW, 4, 10)}, "too few answers to name a reason"),
    ],
)
def test_reasons_say_how_far_they_may_be_shown(
    tmp_path: Path, pages: Pages, topics: dict[str, Cell], said: str
) -> None:
    named = tuple(Reason(topic, "results", cell) for topic, cell in topics.items())
    publish(
        tmp_path, an_edition("2026-W34", replace(a_row(satisfied=900, unsatisfied=150), reasons=named))
    )

    page = pages.get("/dashboard/reasons?lang=en")

    assert title(page) == f"Week 34/2026: {said}"
    if "visits" in topics:
        assert "Number of visits 60–80 40.0–53.4\u00a0% n = 150" in text_of(page)
    assert ("would tell other figures: Result on time" in page) == (len(topics) == 2)


def test_of_unsatisfied_ones_told_within_bounds_the_shares_are_too(tmp_path: Path, pages: Pages) -> None:
    rate = Cell(State.BETWEEN, 1000, 10, None, 0.84, 0.85)  # 150 to 160 unsatisfied
    row = replace(a_row(), satisfaction=rate, reasons=(Reason("visits", "procedures", STEP),))
    publish(tmp_path, an_edition("2026-W34", row))

    text = text_of(pages.get("/dashboard/reasons?lang=en"))

    assert "n = 150–160 unsatisfied answers" in text
    assert "Number of visits 60–80 37.5–53.4\u00a0% 100\u00a0%" in text  # 60 of 160 to 80 of 150


def test_procedures_and_verdicts_say_where_a_figure_may_not_be_shown(
    tmp_path: Path, pages: Pages
) -> None:
    kept = replace(a_row("procedure", "1.1", 90, 10, name="Giữ lại"), satisfaction=KEPT)
    one = replace(a_row("officer", "O1", 90, 10, name="Một"), satisfaction=KEPT)
    two = replace(a_row("officer", "O2", 90, 10, name="Hai"), satisfaction=STEP)
    publish(tmp_path, an_edition("2026-07", procedure=[kept], officer=[one, two]))

    procedures, fair = pages.get("/dashboard/procedures?lang=en"), pages.get("/dashboard/fair?lang=en")

    assert title(procedures) == "Month 7/2026: procedures may not be shown apart"
    assert "Not enough data" not in procedures
    assert "Một not compared withheld 300" in text_of(fair)
    assert "Hai not compared told only within bounds 200" in text_of(fair)
    assert "Of 2 of these there are answers enough" in fair


def test_the_silent_are_bounded_and_every_way_of_asking_is_told(published: Pages) -> None:
    text = text_of(published.get("/dashboard/silence?lang=en"))

    assert "Of all served between" in text
    assert "Result handed over at the counter 700 160 of 700" in text


def test_bounds_that_may_not_be_shown_are_not_spoken_of(tmp_path: Path, pages: Pages) -> None:
    row = replace(a_row(), on_time=KEPT, late=STEP)
    publish(tmp_path, an_edition("2026-W34", row))

    text = text_of(pages.get("/dashboard/silence?lang=en"))

    assert "Not shown, since it would tell other figures or single answers." in text
    assert "narrows this" not in text
    assert "Not enough" not in text


def test_exclusions_are_told_by_rule_and_the_rate_both_ways(published: Pages) -> None:
    text = text_of(published.get("/dashboard/exclusions?lang=en"))

    assert "12 of 316 ratings not counted" in text
    assert "repeated presses 12 1" in text
    assert "As counted 80.6\u00a0%" in text
    assert "With what rules left out 81.3\u00a0%" in text


def test_two_periods_of_a_row_can_be_compared(published: Pages) -> None:
    page = published.get("/dashboard/compare?by=procedure&key=1.012791&with=2026-W33&lang=en")

    assert title(page) == "Week 34/2026 against Week 33/2026: clearly lower"
    assert "Difference: −30.0 percentage points" in text_of(page)


def test_two_rows_of_a_period_can_be_compared(published: Pages) -> None:
    page = published.get("/dashboard/compare?by=procedure&key=1.012791&with=1.001193&lang=en")

    assert title(page) == "Đăng ký biến động đất đai against Đăng ký khai sinh: clearly lower"


def test_nothing_is_compared_before_it_is_asked_for(published: Pages) -> None:
    page = published.get("/dashboard/compare?lang=en")

    assert title(page) == "Compare two periods or two rows"
    assert "open one of them on the page Tables" in text_of(page)


def test_rows_can_be_ordered_but_never_by_a_rate(published: Pages) -> None:
    def names(sort: str) -> list[str]:
        page = published.get(f"/dashboard/tables?by=procedure&sort={sort}")
        return re.findall(r'role="rowheader"><a [^>]*>([^<]*)<', page)

    assert names("rate") == names("n")
    assert names("n") == [
        "Đăng ký khai sinh",
        "Đăng ký biến động đất đai",
        "Chứng thực bản sao từ bản chính",
    ]
    assert names("name") == sorted(names("n"), key=lambda name: name.replace("Đ", "DZ"))


@pytest.mark.parametrize("wish", ["period", "edition", "by", "key", "with"])
def test_no_wish_makes_a_fault(published: Pages, wish: str) -> None:
    client = published.app.test_client()
    for name in ("compare", "tables", "wall", "own", "hours.csv"):
        for value in HOSTILE:
            answer = client.get(f"/dashboard/{name}", query_string={wish: value})
            assert answer.status_code in {200, 404}, (name, value)


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard/nothing",
        "/dashboard/?period=2026-W20",
        "/dashboard/?period=2026-W34&edition=2",
        "/dashboard/?by=mood",
        "/dashboard/?by=procedure&key=nobody",
        "/dashboard/overview.gif",
        "/dashboard/overview.csv?section=nothing",
        "/dashboard/procedures.svg",
        "/dashboard/wall?by=officer",
        "/dashboard/wall?by=counter",
        "/dashboard/wall?by=procedure",
    ],
)
def test_what_is_not_there_is_not_found(published: Pages, address: str) -> None:
    published.get(address, status=404)


def test_markup_in_a_name_is_text(tmp_path: Path, pages: Pages) -> None:
    row = a_row("procedure", "1.1", 40, 10, name="<b onclick=x>Thủ tục</b>")
    publish(tmp_path, an_edition("2026-W34", procedure=[row]))

    page = pages.get("/dashboard/tables")

    assert "&lt;b onclick=x&gt;Thủ tục&lt;/b&gt;" in page
    assert "<b onclick" not in page


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_holds_exactly_the_rows_that_are_shown(published: Pages) -> None:
    kind, content = published.bytes("/dashboard/tables.csv?by=procedure&section=rows&lang=en")

    head, *rows = rows_of(content)
    assert kind == "text/csv"
    assert head[2:7] == [f"Satisfaction rate {part}" for part in ("%", "low %", "high %", "n", "state")]
    assert rows[1][0] == "Đăng ký biến động đất đai"
    assert rows[1][2:7] == ["60.0", "50.2", "69.1", "100", "shown"]
    assert rows[2][2:7] == ["", "", "", "4", "too_few"]


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [
        ("svg", "image/svg+xml", b"<?xml"),
        ("png", "image/png", b"\x89PNG"),
    ],
)
def test_a_picture_can_be_taken_along(published: Pages, form: str, kind: str, start: bytes) -> None:
    found, content = published.bytes(f"/dashboard/hours.{form}?section=hours")

    assert found == kind
    assert content.startswith(start)


def test_a_long_table_begins_with_fifty_rows_and_offers_the_rest(tmp_path: Path, pages: Pages) -> None:
    rows = [
        a_row("procedure", f"9.{number:06}", 40, 10, name=f"Thủ tục {number}") for number in range(60)
    ]
    publish(tmp_path, an_edition("2026-W34", procedure=rows))

    short, long = pages.get("/dashboard/tables"), pages.get("/dashboard/tables?rows=all")

    assert short.count('role="rowheader"') == 50
    assert "Xem tất cả 60 mục" in short
    assert "toàn bộ bảng tại: http://localhost/dashboard/tables?rows=all" in text_of(short)
    assert long.count('role="rowheader"') == 60
    assert "Xem tất cả" not in long


def test_of_many_officers_those_with_a_signal_are_among_the_first_fifty(
    tmp_path: Path, pages: Pages
) -> None:
    usual, below = (
        Comparison("as_expected", 0.9, 0.9, 0.8, 1.0, 0.4),
        Comparison("below", 0.9, 0.6, 0.5, 0.7, 0.001),
    )
    rows = [
        a_row(
            "officer", f"O{n:02}", 90, 10, name=f"Cán bộ {n:02}", comparison=below if n == 59 else usual
        )
        for n in range(60)
    ]
    publish(tmp_path, an_edition("2026-07", officer=rows))

    page = pages.get("/dashboard/fair")

    assert page.count('role="rowheader"') == 50
    assert "Cán bộ 59" in page
    assert pages.get("/dashboard/fair?rows=all").count('role="rowheader"') == 60


@pytest.mark.parametrize("path", ["", "tables", "tables.csv?section=table", "wall"])
def test_a_damaged_edition_is_said_in_words_and_nothing_of_it_is_shown(
    published: Pages, tmp_path: Path, path: str
) -> None:
    for file in (tmp_path / "editions").glob("2026-W34*.json"):
        file.chmod(0o644)
        file.write_text(file.read_text("utf-8").replace("60", "61"), "utf-8")
    answer = published.get(f"/dashboard/{path}{'&' if '?' in path else '?'}lang=en", 503)

    audit(answer)
    assert "A file of published figures is damaged" in answer
    assert "n = " not in answer


def test_an_edition_of_a_number_too_long_for_one_is_not_there(published: Pages) -> None:
    published.get(f"/dashboard/?period=2026-W34&edition={'9' * 5000}", 404)
