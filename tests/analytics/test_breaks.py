"""Where a series of editions breaks, and that pages and paper are told the same."""

from pathlib import Path

import pytest

from analytics.breaks import Broken, as_marks, find_broken, newest
from analytics.editions import Editions
from analytics.periods import parse
from analytics.pictures.weekly import Event
from analytics.picturing import weekly_of
from analytics.reports.contents import make_report
from analytics.reports.excerpt import Belonging, take
from analytics.weeks import Week
from analytics.words import Words
from tests.analytics.editions_by_hand import a_cell, a_row, an_edition

EN, VI = Words("en"), Words("vi")
W32, W33, W34 = (Week(2026, number) for number in (32, 33, 34))


def publish_months(editions: Editions) -> None:
    """July on tablets, August by slips."""
    for period, (slips, tablets) in {"2026-07": (10, 190), "2026-08": (150, 50)}.items():
        tiers = [a_row("tier", "receipt", slips, slips), a_row("tier", "tablet", tablets, tablets)]
        editions.publish(an_edition(period, tables={"tier": tiers}))


def broken_until(editions: Editions, week: str) -> tuple[Broken, ...]:
    weeks, months = newest(editions, "week"), newest(editions, "month")
    return find_broken(editions, weeks, months, parse(week).end_day, 26)


def test_another_way_of_asking_breaks_it_at_the_first_week_of_the_month_that_tells_so(
    tmp_path: Path,
) -> None:
    editions = Editions(tmp_path)
    publish_months(editions)

    [found] = broken_until(editions, "2026-W36")
    assert (str(found.week), found.method) == ("2026-W32", "")  # 1 August is a day of July's last week
    assert not broken_until(editions, "2026-W34")  # before that month has ended


def test_the_newest_edition_of_a_week_tells_its_method(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    for number in (1, 2):
        editions.publish(an_edition("2026-W33", number=number, method=str(number)))
    editions.publish(an_edition("2026-W34", method="2"))

    assert broken_until(editions, "2026-W34") == ()


def test_a_mark_says_why_in_either_language() -> None:
    broken = [Broken(W33, method="2"), Broken(W34, way="receipt")]

    assert [mark.text for mark in as_marks(broken, EN)] == [
        "another method: 2",
        "asked another way: A slip with a code of its own",
    ]
    assert all(mark.breaks for mark in as_marks(broken, VI))
    assert as_marks(broken, VI)[0].text != as_marks(broken, EN)[0].text


@pytest.mark.parametrize(
    ("event", "is_drawn"),
    [
        (Event(W32, "before"), False),
        (Event(W33, "noted"), True),
        (Event(W33, "nothing came before it", breaks=True), False),
        (Event(W34, "asked another way", breaks=True), True),
    ],
)
def test_only_what_falls_among_the_weeks_is_drawn(event: Event, is_drawn: bool) -> None:
    points = [(W33, a_cell(90, 100)), (W34, a_cell(91, 100))]
    chart = weekly_of("All", points, EN, [event])

    assert chart is not None
    assert bool(chart.events) == is_drawn
    assert weekly_of("All", [], EN, [event]) is None


def test_a_report_draws_the_break_and_tells_it(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    for number in (31, 32, 33):
        editions.publish(an_edition(f"2026-W{number}"))
    publish_months(editions)
    excerpt = take(editions, editions.of("2026-08"), None, Belonging())

    report = make_report(excerpt, EN)
    [weeks] = [section for section in report.sections if section.title == "Week by week"]
    assert weeks.texts[0].startswith("1. Week 32/2026: asked another way: ")
    assert "asked another way" in weeks.pictures[0].description
    assert report.basis[0].startswith("Asked another way: ")
    assert report.basis[0].endswith(
        "from week 32/2026 on: what was before is not to be compared with it."
    )


def test_what_is_usual_begins_anew_behind_a_break() -> None:
    points = [(W34.before(back), a_cell(90, 100)) for back in range(20, 0, -1)]
    points += [(W34.before(-ahead), a_cell(60, 100)) for ahead in range(12)]
    whole = weekly_of("All", points, EN)
    parted = weekly_of("All", points, EN, [Event(W34, "asked another way", breaks=True)])

    assert whole is not None
    assert parted is not None
    assert whole.usual is not None
    assert parted.usual is not None
    assert whole.usual.signals
    assert not parted.usual.signals
    assert parted.usual.centre == pytest.approx(0.6)
