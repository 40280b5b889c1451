"""What may be asked of a page: its order, all of its rows, a file; and what is not there."""

import csv
import io
import re
from pathlib import Path

import pytest

from analytics.editions import Comparison
from tests.analytics.dashboard.conftest import Pages, audit, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

PARTS = ("%", "from %", "to %", "low %", "high %", "n", "state")
HOSTILE = ("9999-W53", "2026-13", "0000", "x" * 3000, "\x00", "٢٠٢٦-W34")


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


@pytest.mark.parametrize(
    "page", ["", "tables", "tables.csv", "compare", "overview.svg", "overview.csv?section=weeks&"]
)
@pytest.mark.parametrize("key", ["", "&key=H44.5.A-02"])
def test_no_address_tells_officers_raw_rates(published: Pages, page: str, key: str) -> None:
    joined = "" if page.endswith("&") else "?"

    published.get(f"/dashboard/{page}{joined}by=officer{key}&period=2026-07", status=404)


def test_officers_are_compared_all_the_same(published: Pages) -> None:
    assert "Cán bộ A-01" in published.get("/dashboard/fair?by=officer&period=2026-07")


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
    assert head[2:9] == [f"Satisfaction rate {part}" for part in PARTS]
    assert rows[1][0] == "Đăng ký biến động đất đai"
    assert rows[1][2:9] == ["60.0", "", "", "50.2", "69.1", "100", "shown"]
    assert rows[2][2:9] == ["", "", "", "", "", "4", "too_few"]


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
