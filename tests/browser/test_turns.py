"""Which write comes next: what a person waits for, then what is to be done again, then the rest."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

JOBS = """
  const turns = new m.Turns();
  const done = [];
  const held = {};
  const job = (name) => () => new Promise((resolve, reject) => {
    held[name] = { resolve, reject };
  }).then(() => done.push(name));
  const quick = (name) => async () => done.push(name);
"""


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


def turns(page: Page, script: str) -> object:
    return run(page, "turns", JOBS + script)


def test_what_somebody_waits_for_goes_before_all_that_waits(page: Page) -> None:
    order = turns(
        page,
        """
        turns.take("ordinary", job("first"));
        turns.take("ordinary", quick("second"));
        turns.take("afterwards", quick("again"));
        turns.take("urgent", quick("press"));
        held.first.resolve();
        await turns.over();
        return done;
        """,
    )
    assert order == ["first", "press", "again", "second"]


def test_never_are_two_under_way(page: Page) -> None:
    order = turns(
        page,
        """
        turns.take("ordinary", job("first"));
        turns.take("urgent", quick("press"));
        await new Promise((resolve) => setTimeout(resolve, 20));
        const before = [...done];
        held.first.resolve();
        await turns.over();
        return [before, done];
        """,
    )
    assert order == [[], ["first", "press"]]


def test_one_that_fails_holds_up_nobody_and_is_told(page: Page) -> None:
    order = turns(
        page,
        """
        const failing = turns.take("ordinary", job("first")).catch((error) => error);
        turns.take("ordinary", quick("second"));
        held.first.reject("full");
        await turns.over();
        return [await failing, done];
        """,
    )
    assert order == ["full", ["second"]]


def test_it_is_over_once_what_follows_from_the_last_is_done_too(page: Page) -> None:
    order = turns(
        page,
        """
        turns.take("ordinary", async () => {
          done.push("written");
          turns.take("afterwards", quick("repeated"));
        });
        await turns.over();
        return done;
        """,
    )
    assert order == ["written", "repeated"]
