"""How long tests wait: until something is so. The limits are for a busy machine, none is a pause."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 30_000  # milliseconds for whatever a page does next
MOST_SECONDS = 60  # for what many steps lead to
LEAD = 5_000  # milliseconds in which any machine tells the time and stops it


def wait_until(page: Page, is_so: Callable[[], object], otherwise: str) -> None:
    """Look again and again, while the page goes on; raises AssertionError with these words."""
    end = time.monotonic() + MOST_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError(otherwise)
        page.wait_for_timeout(50)


def wait_until_true(page: Page, expression: str) -> None:
    """Until it is so in the page, asked from without: its own policy forbids `page.wait_for_function`
    to look a second time."""
    wait_until(page, lambda: page.evaluate(expression), f"it never came to be: {expression}")


def stop_the_clock(page: Page) -> None:
    """The page's time, installed before, stands still from now on: what a test does takes none of it.

    It jumps ahead by LEAD first, for it cannot stop in the past. Until `page.clock.resume()` only
    `run_for` and `fast_forward` move it.
    """
    page.clock.pause_at((page.evaluate("Date.now()") + LEAD) / 1000)
