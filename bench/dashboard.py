"""How long managers wait for a page: a province with a million ratings a year, and with a hundred.

A page reads editions, and an edition holds a cell for each row of the catalogue, however many
ratings are behind it. So both provinces have the same rows and editions; the counts differ by a
factor of a hundred, and with them how many cells are large enough to be shown. What does grow with
ratings, the roll-up and the freezing, is measured in `refreshing` and `hiding`.
"""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from flask import Flask, g
from flask.testing import FlaskClient

from analytics.dashboard import register
from analytics.dashboard.desk import PAGES
from analytics.editions import Comparison, Edition, Row
from analytics.weeks import Week, span
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

from . import commenting

YEARLY = {"a million": 1_000_000, "a hundred million": 100_000_000}
UNITS, PROCEDURES, FIELDS, OFFICERS, WEEKS = 164, 400, 70, 800, 26
ROUNDS = 40
LAST = Week(2026, 34)
LIMIT, RATIO = 60.0, 1.3
TOPICS = {"time": (0.4, 0.5), "visits": (0.3, 0.3), "waiting": (0.2, 0.2), "manner": (0.9, 0.1)}


def run(folder: Path) -> None:
    """Median and 95th percentile of every page, warm, of both provinces, and the ratio."""
    found = {}
    for name, yearly in YEARLY.items():
        instance = folder / str(yearly)
        (instance / "editions").mkdir(parents=True)
        publish(instance, *province(yearly))
        found[name] = waits(instance)
    print(
        f"\npages, at most {LIMIT:.0f} ms warm (95 %), at most {RATIO} times as long with a hundred"
        " times as many ratings:"
    )
    for page in found["a million"]:
        small, large = (times[page] for times in found.values())
        print(
            f"  {page:12} {median(small):5.1f} ms, 95 % {p95(small):5.1f};"
            f" a hundred million: {median(large):5.1f} ms, 95 % {p95(large):5.1f};"
            f" ratio {median(large) / median(small):.2f}"
        )
    instance = folder / "comments"
    commenting.make_month(instance)
    first, *others = waited(client_of(instance), f"/dashboard/{commenting.ADDRESS}")
    print(
        f"  one unit's {commenting.TEXTS:,} texts, at most {LIMIT:.0f} ms warm (95 %):"
        f" {median(others):.1f} ms, 95 % {p95(others):.1f};"
        f" {first:.0f} ms where they are read from the record, as each night and ten minutes after"
    )


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20)[-1]


def waits(instance: Path) -> dict[str, list[float]]:
    """Milliseconds of processor time of each page, after it was opened once."""
    client = client_of(instance)
    addresses = {page: "/dashboard/" if page == "overview" else f"/dashboard/{page}" for page in PAGES}
    return {page: waited(client, address)[1:] for page, address in addresses.items()}


def client_of(instance: Path) -> FlaskClient:
    """Somebody who reads the pages of that instance."""
    app = Flask("host")
    app.config.update(INSTANCE=instance, SHOW_OPEN_WEEK=False)

    @app.before_request
    def choose_language() -> None:
        g.locale = "vi"

    register(app, lambda _what: lambda: None, lambda: datetime(2026, 8, 26, tzinfo=UTC))
    return app.test_client()


def waited(client: FlaskClient, address: str) -> list[float]:
    """The first time, and ROUNDS more."""
    return [opened(client, address) for _round in range(ROUNDS + 1)]


def opened(client: FlaskClient, address: str) -> float:
    """Milliseconds until the page is there."""
    start = time.process_time()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return (time.process_time() - start) * 1000


def province(yearly: int) -> Iterator[Edition]:
    """Half a year of weeks, and the month before the last of them."""
    draw = random.Random(1)  # noqa: S311 (a benchmark)
    for week in span(LAST, WEEKS):
        unit, centre, procedure, field = places(yearly // 52, draw)
        yield an_edition(
            str(week),
            total(yearly // 52, draw),
            unit=unit,
            centre=centre,
            procedure=procedure,
            field=field,
        )
    monthly = yearly // 12
    unit, centre, procedure, field = places(monthly, draw)
    hours = [(day, hour) for day in range(1, 6) for hour in range(7, 16)]
    yield an_edition(
        "2026-07",
        total(monthly, draw),
        unit=unit,
        centre=centre,
        procedure=procedure,
        field=field,
        officer=[compared(f"O{i}", monthly // OFFICERS, draw) for i in range(OFFICERS)],
        hour_weekday=[row("hour_weekday", f"{d}-{h:02}", monthly // 45, draw) for d, h in hours],
    )


def places(ratings: int, draw: random.Random) -> Iterator[list[Row]]:
    """Units, centres, procedures and fields, with their reasons."""
    for kind, name, count in (
        ("unit", "H44.{}", UNITS),
        ("centre", "H44.{}", UNITS),
        ("procedure", "1.{:06}", PROCEDURES),
        ("field", "F{}", FIELDS),
    ):
        yield [row(kind, name.format(number), ratings // count, draw) for number in range(count)]


def row(kind: str, key: str, ratings: int, draw: random.Random) -> Row:
    """One row of about so many ratings, a tenth of them unsatisfied; of some procedures a third."""
    n = max(1, round(ratings * draw.uniform(0.3, 1.7)))
    hurts = kind == "procedure" and key.endswith("5")
    bad = round(n * (0.33 if hurts else draw.uniform(0.05, 0.15)))
    return a_row(kind, key, n - bad, bad, 5 * n, name=f"{kind} {key}", reasons=topics(n - bad, bad))


def compared(key: str, ratings: int, draw: random.Random) -> Row:
    """An officer with a verdict."""
    found = Comparison("as_expected", 0.9, 0.9, 0.85, 0.94, 0.4)
    n = max(1, round(ratings * draw.uniform(0.3, 1.7)))
    return a_row("officer", key, n - n // 10, n // 10, 5 * n, name=f"Cán bộ {key}", comparison=found)


def total(ratings: int, draw: random.Random) -> Row:
    """All of a period."""
    bad = round(ratings * draw.uniform(0.09, 0.11))
    return a_row("total", "", ratings - bad, bad, 5 * ratings, reasons=topics(ratings - bad, bad))


def topics(good: int, bad: int) -> dict[str, tuple[int, int]] | None:
    """Who named what: satisfied, and all."""
    found = {}
    for topic, (of_good, of_bad) in TOPICS.items():
        satisfied = int(good * of_good / 10)
        if satisfied + int(bad * of_bad) >= 10:
            found[topic] = satisfied, satisfied + int(bad * of_bad)
    return found or None
