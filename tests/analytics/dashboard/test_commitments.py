"""What was promised, beside what came of it."""

from pathlib import Path

from tests.analytics.dashboard.conftest import Pages, text_of
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

HEAD = "unit_id,index,period,target_percent\n"


def promised(instance: Path, *lines: str) -> None:
    (instance / "targets.csv").write_text(HEAD + "\n".join(lines) + "\n")


def test_without_a_file_of_targets_nothing_is_said_of_them(published: Pages) -> None:
    assert "commitments" not in published.get("/dashboard/?lang=en")


def test_on_the_whole_every_commitment_has_a_line_with_its_verdict_and_what_it_takes(
    published: Pages, tmp_path: Path
) -> None:
    promised(
        tmp_path,
        "total,satisfaction,2026-W34,90",
        "total,satisfaction,2026,84.5",
        "H44.5,satisfaction,2026-W34,74",
        "H44.9,satisfaction,2026-W34,85",
    )

    page = published.get("/dashboard/?lang=en")
    text = text_of(page)

    # 245 of 304 in the week: 75.8 to 84.6; 791 of 912 in three weeks: 84.4 to 88.8.
    assert (
        "All together Satisfaction rate, Week 34/2026 90.0\u00a0% 80.6\u00a0% 75.8–84.6 · n = 304"
        " target missed" in text
    )
    assert (
        "Satisfaction rate, Year 2026 84.5\u00a0% 86.7\u00a0% 84.4–88.8 · n = 912 too early to say with"
        in text
    )
    assert "Commitments of units: 1 reached, 0 missed, 1 too early to say, 0 not shown." in text
    assert "by=unit&amp;key=H44.5" in page


def test_a_unit_is_told_its_own_and_a_procedure_none(published: Pages, tmp_path: Path) -> None:
    promised(tmp_path, "total,satisfaction,2026-W34,90", "H44.5,satisfaction,2026-W34,75")

    unit = text_of(published.get("/dashboard/?by=unit&key=H44.5&lang=en"))
    procedure = text_of(published.get("/dashboard/?by=procedure&key=1.012791&lang=en"))

    assert "UBND Phường Việt Trì Satisfaction rate, Week 34/2026 75.0\u00a0% 80.0\u00a0%" in unit
    assert "All together Satisfaction" not in unit
    assert "Targets" not in procedure


def test_what_is_not_shown_has_no_verdict_and_no_forecast(pages: Pages, tmp_path: Path) -> None:
    publish(tmp_path, an_edition("2026-W34", unit=[a_row("unit", "H44.5", 3, 1)]))
    promised(tmp_path, "H44.5,satisfaction,2026,90", "H44.7,satisfaction,2026,90")

    text = text_of(pages.get("/dashboard/?lang=en"))

    assert "(needs at least 10) n = 4 not shown H44.7" in text
    assert "Commitments of units: 0 reached, 0 missed, 0 too early to say, 2 not shown." in text


def test_what_is_counted_in_full_is_told_by_week_until_its_period_ends(
    published: Pages, tmp_path: Path
) -> None:
    promised(tmp_path, "total,response,2026,20", "total,response,2026-W34,20")

    text = text_of(published.get("/dashboard/?lang=en"))

    assert "20.0\u00a0% Week 34/2026: 25.3\u00a0% too early to say" in text
    assert "20.0\u00a0% 25.3\u00a0% n = 1,200 target met" in text


def test_a_changed_file_holds_at_once_and_a_faulty_one_not_at_all(
    published: Pages, tmp_path: Path
) -> None:
    promised(tmp_path, "total,satisfaction,2026-W34,90")
    assert "90.0" in text_of(published.get("/dashboard/?lang=en"))

    promised(tmp_path, "total,mood,2026-W34,90", "total,satisfaction,2026-W34,85")

    assert "The file of targets has faults" in published.get("/dashboard/?lang=en")


def test_many_commitments_begin_with_ten_and_can_be_taken_along(
    published: Pages, tmp_path: Path
) -> None:
    promised(tmp_path, *(f"H44.{number},satisfaction,2026-W34,90" for number in range(12)))

    assert "Show all 12" in published.get("/dashboard/?lang=en")
    _kind, content = published.bytes("/dashboard/overview.csv?section=targets&rows=all&lang=en")
    assert len(content.decode().splitlines()) == 13
