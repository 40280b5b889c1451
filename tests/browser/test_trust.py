"""The optional question in a real browser: asked after the topics, stored once, told by nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Server, an_instance, serving
from tests.browser.screens import PHONE, TABLET, expect_screen, expect_sent, screen, skip, walk_to

SETTINGS = "IDLE_SECONDS = 300\nREPEAT_SECONDS = 0\nBURST_PRESSES = 0\nTRUST_QUESTION = True\n"
YES, NO = "Có", "Không"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A centre that asks it."""
    with serving(an_instance(tmp_path_factory.mktemp("trust"), SETTINGS)) as running:
        yield running


def told(server: Server) -> list[tuple[int, int]]:
    """Each answer beside the rating it belongs to, and in no order of arrival."""
    db = server.record()
    found = db.conn.execute(
        "SELECT r.satisfied, t.trusts FROM rating_trust AS t JOIN rating AS r USING (rating_id)"
    ).fetchall()
    db.conn.close()
    return sorted(found)


def answer(page: Page, satisfied: bool, name: str, after: str) -> str:
    """A visit up to the screen after the question; what stands there."""
    walk_to(page, "trust", satisfied=satisfied)
    screen(page, "trust").get_by_role("button", name=name, exact=True).click()
    expect_screen(page, after)
    return re.sub(r' (inert|hidden)=""|\d+ giây', "", page.locator("#kiosk").inner_html())


def test_a_tablet_asks_and_shows_the_same_whatever_was_answered(page: Page, server: Server) -> None:
    before = told(server)
    seen = set()
    for satisfied, name in ((True, YES), (False, NO)):
        page.goto(server.base + TABLET)
        seen.add(answer(page, satisfied, name, "thanks"))
    assert len(seen) == 1
    assert told(server) == sorted([*before, (0, 0), (1, 1)])


def test_a_phone_asks_and_goes_on_to_the_comment(page: Page, server: Server) -> None:
    before = told(server)
    page.goto(server.base + PHONE)
    answer(page, True, NO, "comment")
    skip(page, "comment")
    expect_screen(page, "thanks")
    expect_sent(page)
    assert told(server) == sorted([*before, (1, 0)])
