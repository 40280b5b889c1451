"""What the sleep screen says: when the centre opens, and what today is called."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server
from tests.browser.test_tablet_modules import HOURS, at

SHOWN = """
  async ([hours, now]) => {
    const { Desk } = await import("/static/js/desk.js");
    const desk = new Desk({ time: { now: () => now } });
    desk.kit = { hours, duties: [], officers: {}, until: now + 1 };
    desk.furnish({ document, find: (selector) => document.querySelector(selector) });
    const line = (field) => document.querySelector(`[data-field=${field}]`);
    const { hidden, textContent, lang } = line("holiday");
    return { opens: line("opens").textContent, holiday: hidden ? null : [textContent, lang] };
  }
"""


@pytest.fixture(scope="module")
def pages(browser: Browser, server: Server) -> Iterator[dict[str, Page]]:
    """The tablet's page in each language."""
    made = {lang: browser.new_page(base_url=server.base) for lang in ("vi", "en")}
    for lang, page in made.items():
        page.goto(f"/t/H44.5-2?lang={lang}")
        page.wait_for_load_state("networkidle")
    yield made
    for page in made.values():
        page.close()


def shown(page: Page, now: str, hours: dict[str, Any] = HOURS) -> dict[str, Any]:
    """The lines of the sleep screen at that time in Viet Nam."""
    found: dict[str, Any] = page.evaluate(SHOWN, [hours, at(now)])
    return found


OPENS = {  # the days of 2026 as a calendar has them: 31 August is a Monday
    "2026-08-30 20:00": (
        "Làm việc trở lại lúc 07:30, thứ Hai, ngày 31/8",
        "Opens again at 07:30 on Monday, 31 August",
    ),
    "2026-08-31 12:00": (
        "Làm việc trở lại lúc 13:00, thứ Hai, ngày 31/8",
        "Opens again at 13:00 on Monday, 31 August",
    ),
    "2026-09-04 17:00": (
        "Làm việc trở lại lúc 08:00, thứ Bảy, ngày 5/9",
        "Opens again at 08:00 on Saturday, 5 September",
    ),
}


@pytest.mark.parametrize("now", OPENS)
def test_time_weekday_and_day_stand_as_the_language_writes_them(
    pages: dict[str, Page], now: str
) -> None:
    assert tuple(shown(pages[lang], now)["opens"] for lang in ("vi", "en")) == OPENS[now]


def test_a_holiday_is_called_by_its_name(pages: dict[str, Page]) -> None:
    assert shown(pages["vi"], "2026-09-02 09:00")["holiday"] == ["Quốc khánh", "vi"]
    assert shown(pages["en"], "2026-09-02 09:00")["holiday"] == ["National Day", "en"]


def test_a_holiday_without_an_english_name_keeps_its_own_and_says_in_which_language(
    pages: dict[str, Page],
) -> None:
    special: list[dict[str, Any]] = [
        {"day": "2026-09-02", "open": [], "name": "Quốc khánh", "name_en": None}
    ]
    hours = HOURS | {"special": special}
    assert shown(pages["en"], "2026-09-02 09:00", hours)["holiday"] == ["Quốc khánh", "vi"]


@pytest.mark.parametrize("now", ["2026-09-01 18:00", "2026-09-05 12:00", "2026-09-06 09:00"])
def test_no_name_is_shown_on_other_days_nor_after_hours_of_a_day_that_is_worked(
    pages: dict[str, Page], now: str
) -> None:
    assert shown(pages["vi"], now)["holiday"] is None


def test_a_day_of_another_week_has_no_name(pages: dict[str, Page]) -> None:
    nameless: list[dict[str, Any]] = [{"day": "2026-09-02", "open": [], "name": None, "name_en": None}]
    found = shown(pages["vi"], "2026-09-02 09:00", HOURS | {"special": nameless})
    assert found["holiday"] is None
