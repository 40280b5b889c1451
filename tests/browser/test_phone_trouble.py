"""A phone that is old, whose page is opened again, or that has two of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Server
from tests.browser.screens import press, screen
from tests.browser.test_phone import IN_HAND, Slips


@pytest.fixture(autouse=True, params=[IN_HAND], ids=["in hand"])
def options(request: pytest.FixtureRequest) -> Any:
    """What `context` makes its window of."""
    return request.param


@pytest.fixture
def slips(server: Server) -> Iterator[Slips]:
    found = Slips(server)
    yield found
    found.db.conn.close()


def test_a_phone_of_2021_brings_its_answer_to_the_record_too(
    page: Page, context: BrowserContext, slips: Slips
) -> None:
    context.add_init_script("delete AbortSignal.timeout;")
    before = len(slips.answers())
    page.goto(slips.path())
    assert page.evaluate("AbortSignal.timeout") is None
    press(page, True)
    expect(screen(page, "topics").get_by_text("Đánh giá đã được ghi nhận.")).to_be_visible()
    assert len(slips.answers()) == before + 1
