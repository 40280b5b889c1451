"""A tiny host of the managers' pages, a clock, and a client that audits what it opens."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from flask import Flask, g, request

from analytics.dashboard import register
from analytics.editions import Comparison, Edition, Row
from tests.analytics.dashboard.editions_by_hand import a_row, an_edition, publish

MONDAY = datetime(2026, 8, 31, 1, tzinfo=UTC)  # 2026-W35 ended yesterday
Clock = Callable[[], datetime]


class Pages:
    """Opens pages and finds fault with them; keeps the host for its switches."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._client = app.test_client()

    def get(self, address: str = "/dashboard/", status: int = 200) -> str:
        """The page at the address, audited if it is one."""
        answer = self._client.get(address)
        assert answer.status_code == status, answer.text
        if status == 200 and answer.mimetype == "text/html":
            audit(answer.text)
        return answer.text

    def bytes(self, address: str) -> tuple[str, bytes]:
        """Type and content of a file."""
        answer = self._client.get(address)
        assert answer.status_code == 200
        return str(answer.mimetype), answer.data


def audit(page: str) -> None:
    """What holds for every page: valid, one h1, a language, no script, nothing inline."""
    html5lib.HTMLParser(strict=True).parse(page)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r'<html lang="(vi|en)">', page)
    assert re.search(r"<title>[^<]+</title>", page)
    assert "<script" not in page
    assert not re.search(r"<style|<[a-zA-Z][^>]*\s(style|on[a-z]+)=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    for head in re.findall(r"<th[ >][^>]*", page):
        assert "scope=" in head
    for chosen in re.findall(r'<select id="([^"]+)"', page):
        assert f'<label for="{chosen}">' in page


def headline(page: str) -> str:
    """What a page says first."""
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return found[1]


def text_of(page: str) -> str:
    """The words of a page, in one line."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    return re.sub(r"[^\S\u00a0]+", " ", " ".join(document.itertext()))


def a_host(
    instance: Path, guard: Callable[[str], Callable[[], object]], clock: Clock = lambda: MONDAY
) -> Flask:
    """What the host offers the pages, and nothing else."""
    app = Flask("host", static_folder=str(instance))
    app.config.update(INSTANCE=instance, SHOW_OPEN_WEEK=False, TESTING=True)

    @app.before_request
    def choose_language() -> None:
        g.locale = request.args.get("lang", "vi")
        g.user = SimpleNamespace(name="Lan Anh & Co", officer_id="H44.5.A-01")

    register(app, guard, clock)
    return app


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """The pages of an instance of its own, on a Monday, for whoever asks."""
    return Pages(a_host(tmp_path, lambda what: lambda: None))


@pytest.fixture
def published(tmp_path: Path, pages: Pages) -> Pages:
    """Two calm weeks, one in which land registration got clearly worse, and a month."""
    publish(tmp_path, *[calm(period) for period in ("2026-W32", "2026-W33")], worse("2026-W34"), july())
    return pages


def calm(period: str) -> Edition:
    """A week in which nothing stands out."""
    rows = [LAND.of(90, 10), BIRTH.of(180, 20), COPIES.of(3, 1)]
    return an_edition(period, a_row(satisfied=273, unsatisfied=31, services=1200), procedure=rows)


def worse(period: str) -> Edition:
    """Land registration at 60 %, the rest as before."""
    topics = {"time": (4, 28), "visits": (2, 12)}
    rows = [LAND.of(60, 40, reasons=topics), BIRTH.of(182, 18), COPIES.of(3, 1)]
    units = [a_row("unit", "H44.5", 200, 50, 900), a_row("unit", "H44.9", 45, 9, 300)]
    total = a_row(
        satisfied=245,
        unsatisfied=59,
        services=1200,
        reasons={"time": (9, 35), "visits": (5, 17)},
        left_out=12,
    )
    return an_edition(period, total, procedure=rows, unit=units)


def july() -> Edition:
    """A month with officers and hours."""
    as_expected = Comparison("as_expected", 0.9, 0.9, 0.85, 0.94, 0.4)
    below = Comparison("below", 0.91, 0.78, 0.72, 0.84, 0.002)
    officers = [
        a_row("officer", "H44.5.A-01", 150, 38, 700, name="Cán bộ A-01", comparison=below, left_out=3),
        a_row("officer", "H44.5.A-02", 180, 20, 800, name="Cán bộ A-02", comparison=as_expected),
        a_row(
            "officer",
            "H44.5.A-03",
            9,
            3,
            50,
            name="Cán bộ A-03",
            comparison=Comparison("not_enough_data"),
        ),
    ]
    hours = [a_row("hour_weekday", "1-08", 30, 30, 0), a_row("hour_weekday", "1-09", 95, 5, 0)]
    hours.append(a_row("hour_weekday", "2-08", 3, 1, 0))
    rows = [LAND.of(240, 160, 1700), BIRTH.of(760, 40, 3400), COPIES.of(5, 2)]
    total = a_row(satisfied=1005, unsatisfied=202, services=5200)
    return an_edition("2026-07", total, officer=officers, hour_weekday=hours, procedure=rows)


class Procedure:
    """A procedure of which rows are made."""

    def __init__(self, key: str) -> None:
        self.key = key

    def of(self, satisfied: int, unsatisfied: int, services: int = 400, **more: Any) -> Row:
        """Its row with so many answers."""
        return a_row("procedure", self.key, satisfied, unsatisfied, services, **more)


LAND, BIRTH, COPIES = Procedure("1.012791"), Procedure("1.001193"), Procedure("2.000815")
