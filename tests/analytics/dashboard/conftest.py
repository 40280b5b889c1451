"""A tiny host of the managers' pages, a clock, and a client that audits what it opens."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from flask import Flask, g, request

from analytics.dashboard import register
from kiosk import schema
from kiosk.db import Database, writing
from tests import factories

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


def text_of(page: str) -> str:
    """The words of a page, in one line."""
    document = html5lib.parse(page, namespaceHTMLElements=False)
    return re.sub(r"[^\S\u00a0]+", " ", " ".join(document.itertext()))


def a_host(instance: Path, guard: Callable[[], object], clock: Clock) -> Flask:
    """What the host offers the pages, and nothing else."""
    app = Flask("host", static_folder=str(instance))
    app.config.update(INSTANCE=instance, SHOW_OPEN_WEEK=False, TESTING=True)

    @app.before_request
    def choose_language() -> None:
        g.locale = request.args.get("lang", "vi")
        g.user = SimpleNamespace(name="Lan Anh & Co")

    register(app, guard, clock)
    return app


@pytest.fixture
def pages(record_path: Path) -> Pages:
    """The pages of the test's instance, on a Monday, for whoever asks."""
    return Pages(a_host(record_path.parent, lambda: None, lambda: MONDAY))


@pytest.fixture
def busy(db: Database) -> Database:
    """Two weeks: W33 all well; in W34 counter H44.5-1 does clearly worse, one officer has few."""
    week_before = factories.WEDNESDAY - timedelta(days=7)
    for now, bad in ((week_before, 4), (factories.WEDNESDAY, 24)):
        for number in range(40):
            factories.rate(db, now, satisfied=number >= bad, procedure_id="1.001193")
    for number in range(12):
        factories.rate(db, counter_id="H44.9-1", satisfied=number >= 3)
    for _ in range(3):
        factories.rate(db, channel="phone", tier="poster", satisfied=False)
    with writing(db):
        for _ in range(20):
            factories.a_service(db)
        schema.put_meta(
            db, "demonstration", json.dumps({"vi": "Đây là bản trình diễn", "en": "A demonstration"})
        )
    return db
