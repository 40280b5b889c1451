import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, abort

from analytics import rollup
from analytics.dashboard import views
from analytics.disclosure import Thresholds
from analytics.tables import DIMENSIONS
from kiosk import ratings
from kiosk.db import Database
from tests import factories
from tests.analytics.dashboard.conftest import MONDAY, Pages, a_host, text_of


@pytest.fixture
def week(busy: Database, record_path: Path, derived_path: Path, pages: Pages) -> Pages:
    """The pages of the two busy weeks."""
    rollup.refresh(record_path, derived_path, clock=lambda: MONDAY)
    return pages


def headline(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return found[1]


def row_names(page: str) -> list[str]:
    return re.findall(r'role="rowheader"><a [^>]*>([^<]*)<', page)


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_dimension_opens_in_both_languages(week: Pages, by: str, lang: str) -> None:
    page = week.get(f"/dashboard/?by={by}&lang={lang}")

    assert f'<html lang="{lang}">' in page
    assert row_names(page)


def test_the_headline_says_what_the_week_says_against_the_one_before(week: Pages) -> None:
    page = week.get("/dashboard/?by=counter")

    # 25 of 52 after 36 of 40: 35,1-61,3 against 76,9-96,0 (scipy, Wilson).
    assert headline(page) == "Tuần 34: mức hài lòng giảm rõ rệt so với tuần trước"
    assert "48,1\u00a0% (35,1–61,3; n = 52), tuần trước 90,0\u00a0% (76,9–96,0; n = 40)" in page
    assert "hai khoảng tin cậy không giao nhau" in page


def test_what_has_clearly_changed_is_named(week: Pages) -> None:
    text = text_of(week.get("/dashboard/?by=counter&lang=en"))

    assert "Quầy 1 Trung tâm Phục vụ hành chính công Phường Việt Trì fell to 40.0\u00a0%" in text
    assert "from 90.0\u00a0%" in text


def test_a_rise_is_told_as_a_rise(
    db: Database, record_path: Path, derived_path: Path, pages: Pages
) -> None:
    for number in range(40):
        before = factories.WEDNESDAY - timedelta(days=7)
        factories.rate(db, before, satisfied=number >= 24, procedure_id="1.001193")
        factories.rate(db, satisfied=number >= 4, procedure_id="1.001193")
    rollup.refresh(record_path, derived_path)

    page = pages.get("/dashboard/")

    assert headline(page) == "Tuần 34: mức hài lòng tăng rõ rệt so với tuần trước"
    assert 'class="higher"' in page
    assert "tăng lên 90,0\u00a0% (76,9–96,0; n = 40), từ 40,0\u00a0%" in text_of(page)


def test_a_week_with_nothing_before_it_claims_no_change(week: Pages) -> None:
    page = week.get("/dashboard/?week=2026-W33")

    assert headline(page) == "Tuần 33: chưa có tuần trước để so sánh"
    assert "không mục nào thay đổi" not in page


def test_the_cards_tell_every_figure_with_its_base(week: Pages) -> None:
    text = text_of(week.get("/dashboard/"))

    assert "Tỷ lệ hài lòng 48,1\u00a0% 35,1–61,3, khoảng tin cậy 95 % n = 52" in text
    assert "≥\u00a095\u00a0% 6,00 trên 6 điểm trên 20 hồ sơ" in text
    assert "0,0\u00a0% 0 trên 20 hồ sơ được đánh giá" in text
    assert "Không tính 0" in text


@pytest.mark.parametrize(
    ("lang", "apart"),
    [
        (
            "vi",
            "3 lượt qua mã QR dán sẵn, chưa xác thực. Ai cũng có thể chụp lại mã này nên các lượt đó"
            " không được tính vào tỷ lệ nào và không tính cho cán bộ nào.",
        ),
        (
            "en",
            "3 from a printed code, unverified. Anybody can have photographed the code, so these are"
            " in no rate and in no officer's figure.",
        ),
    ],
)
def test_what_printed_codes_brought_stands_apart_and_is_called_unverified(
    week: Pages, lang: str, apart: str
) -> None:
    assert apart in text_of(week.get(f"/dashboard/?lang={lang}"))


def test_a_week_without_printed_codes_does_not_speak_of_them(week: Pages) -> None:
    assert "chưa xác thực" not in text_of(week.get("/dashboard/?week=2026-W33"))


def left_out(db: Database, *answers: int) -> None:
    """Ratings of 2026-W34 that a rule does not count."""
    db.conn.executemany(
        """
        INSERT INTO rating (rating_id, iso_week, day, hour, unit_id, centre_id, counter_id,
                            channel, tier, satisfied, rule)
        VALUES (:id, '2026-W34', '2026-08-19', 9, 'H44.5', 'H44.5', 'H44.5-1',
                'tablet', 'tablet', :answer, 'repeat-1')
        """,
        [{"id": f"{number:032x}", "answer": answer} for number, answer in enumerate(answers)],
    )
    ratings.announce(db, [("2026-08-19", "H44.5")] * len(answers))


def test_ratings_left_out_by_a_rule_are_told_with_the_rate_that_includes_them(
    week: Pages, busy: Database, record_path: Path, derived_path: Path
) -> None:
    left_out(busy, *[1] * 9, *[0] * 3)
    rollup.refresh(record_path, derived_path)

    text = text_of(week.get("/dashboard/?lang=en"))

    assert "12 repeated presses" in text
    assert "counting what rules left out: 53.1\u00a0%" in text  # 34 of 64
    assert "Satisfaction rate 48.1\u00a0%" in text


def test_of_few_ratings_left_out_only_their_number_is_told(
    week: Pages, busy: Database, record_path: Path, derived_path: Path
) -> None:
    left_out(busy, 1)
    rollup.refresh(record_path, derived_path)

    text = text_of(week.get("/dashboard/?lang=en"))

    assert "1 repeated presses" in text
    assert "left out by rules: too few to show apart" in text
    assert "counting what rules left out" not in text
    assert "49.1" not in text  # 26 of 53: with 25 of 52 it would tell that the one was satisfied


def test_an_officer_with_few_ratings_has_no_figure_anywhere_on_the_page(week: Pages) -> None:
    page = week.get("/dashboard/?by=officer&key=H44.9.A-01")

    assert "chưa đủ dữ liệu (cần ít nhất 30 lượt)" in page
    assert "75,0" not in page  # 9 of 12
    assert "42,9" not in page  # and no bound of it: 46,8-91,1
    assert "46,8" not in page


def test_the_same_counter_may_be_shown_from_ten_ratings_on(week: Pages) -> None:
    assert "75,0\u00a0%" in week.get("/dashboard/?by=counter&key=H44.9-1")


def test_the_chart_is_that_of_the_chosen_row_and_of_the_total_else(week: Pages) -> None:
    total = week.get("/dashboard/?by=counter")
    chosen = week.get("/dashboard/?by=counter&key=H44.9-1")

    assert '<h2 id="chart">Tất cả</h2>' in total
    assert '<h2 id="chart">Quầy 1, Trung tâm Phục vụ hành chính công xã Hy Cương</h2>' in chosen
    assert chosen.count('aria-current="true"') == 1


def test_each_picture_describes_itself(week: Pages) -> None:
    page = week.get("/dashboard/")

    for screen in ("wide", "medium", "narrow"):
        assert f'aria-labelledby="{screen}-title {screen}-desc"' in page
        assert f'id="{screen}-desc"' in page


def test_the_figures_of_each_week_are_a_table_too(week: Pages) -> None:
    text = text_of(week.get("/dashboard/"))

    assert "34/2026 48,1\u00a0% 35,1–61,3 52 33/2026 90,0\u00a0% 76,9–96,0 40" in text


def test_the_filters_stay_in_every_link(week: Pages) -> None:
    page = week.get("/dashboard/?week=2026-W33&by=counter&key=H44.5-1&lang=en")

    links = re.findall(r'href="(/dashboard/\?[^"]*)"', page)
    by_officer = [link for link in links if "by=officer" in link]
    vietnamese = [link for link in links if "lang=vi" in link]
    assert by_officer == ["/dashboard/?week=2026-W33&amp;by=officer&amp;lang=en"]
    assert vietnamese == ["/dashboard/?week=2026-W33&amp;by=counter&amp;key=H44.5-1&amp;lang=vi"]
    assert '<input type="hidden" name="key" value="H44.5-1">' in page
    assert '<option value="2026-W33" selected>' in page


def test_rows_can_be_ordered_but_never_by_a_rate(week: Pages) -> None:
    by_n = row_names(week.get("/dashboard/?by=unit"))
    by_name = row_names(week.get("/dashboard/?by=unit&sort=name"))
    by_rate = row_names(week.get("/dashboard/?by=unit&sort=rate"))

    assert by_n == by_rate == ["UBND Phường Việt Trì", "UBND xã Hy Cương"]
    assert by_name == sorted(by_name)
    page = week.get("/dashboard/?by=unit&sort=name")
    assert page.count("aria-sort=") == 1
    assert 'aria-sort="ascending"' in page
    assert set(re.findall(r"sort=([a-z_]+)", page)) == {"n", "name", "services", "not_counted"}


def test_officers_are_said_not_to_be_ranked(week: Pages) -> None:
    assert "không phải bảng xếp hạng" in week.get("/dashboard/?by=officer")
    assert "không phải bảng xếp hạng" not in week.get("/dashboard/?by=unit")


def test_a_long_table_begins_with_fifty_rows_and_offers_the_rest(
    week: Pages, busy: Database, record_path: Path, derived_path: Path
) -> None:
    for number in range(60):
        name = {"procedure_id": f"9.{number:06d}", "name": f"Thủ tục {number}", "raw_code": "x"}
        factories.a_version(busy, "procedure", **name)
        factories.a_service(busy, procedure_id=name["procedure_id"])
    rollup.refresh(record_path, derived_path)

    short, long = week.get("/dashboard/"), week.get("/dashboard/?rows=all")

    assert len(row_names(short)) == 50
    assert "Xem cả 62" in short
    assert len(row_names(long)) == 62
    assert "Xem cả" not in long


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard/?week=2026-W54",
        "/dashboard/?week=W34",
        "/dashboard/?week=2026-W20",
        "/dashboard/?by=mood",
        "/dashboard/?by=officer&key=nobody",
        "/dashboard/chart.gif",
        "/dashboard/chart.svg?by=officer&key=nobody",
        "/dashboard/week.csv?week=2020-W01",
    ],
)
def test_what_is_not_there_is_not_found(week: Pages, address: str) -> None:
    week.get(address, status=404)


def test_markup_in_a_name_is_text(
    week: Pages, busy: Database, record_path: Path, derived_path: Path
) -> None:
    factories.a_version(
        busy,
        "counter",
        "2026-08-01",
        counter_id="H44.9-1",
        name="<b onclick=x>Quầy</b>",
        centre_id="H44.9",
    )

    page = week.get("/dashboard/?by=counter&key=H44.9-1")

    assert "&lt;b onclick=x&gt;Quầy&lt;/b&gt;" in page
    assert "<b onclick" not in page


def test_a_demonstration_bears_its_banner_in_the_readers_language(week: Pages) -> None:
    assert '<p class="banner">Đây là bản trình diễn</p>' in week.get()
    assert '<p class="banner">A demonstration</p>' in week.get("/dashboard/?lang=en")


def test_a_real_record_bears_none(
    db: Database, record_path: Path, derived_path: Path, pages: Pages
) -> None:
    factories.rate(db)
    rollup.refresh(record_path, derived_path)

    assert 'class="banner"' not in pages.get()


def test_the_page_says_as_of_when(week: Pages) -> None:
    assert "Số liệu tính đến 08:00, 31/8/2026." in week.get()


def test_the_table_can_be_taken_along_as_csv(week: Pages) -> None:
    kind, content = week.bytes("/dashboard/week.csv?by=officer&lang=en")

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert kind == "text/csv"
    assert {row["key"]: row["satisfaction_state"] for row in rows if row["by"] == "officer"} == {
        "H44.5.A-01": "shown",
        "H44.9.A-01": "too_few",
        "": "empty",
    }


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [
        ("svg", "image/svg+xml", b"<?xml"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_the_chart_can_be_taken_along(week: Pages, form: str, kind: str, start: bytes) -> None:
    found, content = week.bytes(f"/dashboard/chart.{form}?by=counter&key=H44.9-1")

    assert found == kind
    assert content.startswith(start)


def test_a_dossier_rate_that_would_tell_few_answers_is_nowhere_on_the_page(
    db: Database, record_path: Path, derived_path: Path, pages: Pages
) -> None:
    services = [factories.a_service(db, overdue=int(number < 3)) for number in range(40)]
    for number, service in enumerate(services[10:15]):
        factories.rate(db, service_id=service, satisfied=number > 1)
    for number in range(40):
        factories.rate(db, satisfied=number > 3, procedure_id="1.001193")
    rollup.refresh(record_path, derived_path)

    text = text_of(pages.get("/dashboard/?by=unit&lang=en"))

    # 40 - 3 late - 2 unsatisfied: a rate of 87.5 % and 5.83 points would tell of the two of five.
    assert "87.5\u00a0%" not in text
    assert "5.83" not in text
    assert text.count("not shown: it would tell the answers") == 2  # of the unit and of the total
    assert text.count("12.5\u00a0%") == 4  # the response rate stays: 5 of 40, here and by ending


def test_a_cell_without_a_figure_is_a_dash_with_its_reason(week: Pages) -> None:
    page = week.get("/dashboard/?by=officer&lang=en")

    reason = "not enough data (needs at least 30 services)"
    dash = f'title="{reason}"><span aria-hidden="true">–</span><span class="unseen">{reason}</span>'
    assert page.count(dash) == 2  # of the officer with 20 services: response rate and dossiers
    assert "–: no services, fewer than 30, or a figure that would tell the answers." in page


def test_the_thresholds_named_below_are_those_in_force(
    week: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "Thresholds", lambda: Thresholds(officer=41, other=17))

    text = text_of(week.get("/dashboard/?lang=en"))

    assert "Officers are shown from 41 ratings, all else from 17." in text


def test_whoever_is_signed_in_is_named_and_led_to_their_account(week: Pages) -> None:
    assert "<span>Lan Anh &amp; Co</span>" in week.get()


def test_the_account_is_linked_where_the_host_has_one(
    busy: Database, record_path: Path, derived_path: Path
) -> None:
    rollup.refresh(record_path, derived_path)
    app = a_host(record_path.parent, lambda: None, lambda: MONDAY)
    app.add_url_rule("/account", "auth.account", lambda: "")

    assert '<a href="/account?lang=vi">Lan Anh &amp; Co</a>' in Pages(app).get()


def guarded(instance: Path) -> Flask:
    return a_host(instance, lambda: abort(403), lambda: MONDAY)


@pytest.mark.parametrize(
    "path",
    ["/dashboard/", "/dashboard/week.csv", "/dashboard/chart.png", "/dashboard/static/dashboard.css"],
)
def test_the_guard_stands_before_every_address(
    busy: Database, record_path: Path, derived_path: Path, path: str
) -> None:
    rollup.refresh(record_path, derived_path)

    Pages(guarded(record_path.parent)).get(path, status=403)
