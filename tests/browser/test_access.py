"""Whoever comes can rate: large targets, low targets, large words, and nothing axe objects to."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import LONG_NAMES
from tests.browser.reaching import (
    LYING,
    OTHER_SCREENS,
    POINTS_IN_24_MM,
    STANDING,
    boxes,
    lower,
    show_all_controls,
    walk,
)
from tests.browser.screens import PHONE, SCREENS, TABLET, screens_of

BOTH_WAYS = pytest.mark.parametrize("options", [LYING, STANDING], ids=["lying", "standing"])
ALL_SCREENS = (*SCREENS, *OTHER_SCREENS)
AT_200_PERCENT = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
NARROW = {"viewport": {"width": 320, "height": 640}}
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CLIPPED = """
  [...document.querySelectorAll("h1, p, button, a, button span")].filter((e) => e.checkVisibility())
    .filter((e) => getComputedStyle(e).display !== "inline" && !e.closest(".unseen"))
    .filter((e) => e.scrollWidth > e.clientWidth + 1
                   || (getComputedStyle(e).overflow === "hidden" && e.scrollHeight > e.clientHeight + 2))
    .map((e) => e.textContent.trim())
"""
# The one name longer than five lines; screen readers and speech have it whole, a phone shows it.
CUT_ON_PURPOSE = LONG_NAMES["2.000884"]
# WCAG 2.2, 1.4.12: line height 1.5, paragraphs 2, letters 0.12, words 0.16 times the font size.
TEXT_SPACING = """
  () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
  }
"""


@pytest.mark.parametrize(
    ("options", "lang", "scheme", "is_low"),
    [
        (LYING, "vi", "light", False),
        (LYING, "en", "dark", True),
        (STANDING, "en", "light", False),
        (STANDING, "vi", "dark", True),
    ],
)
def test_axe_finds_nothing_on_any_screen_in_any_layout(
    page: Page, options: dict[str, Any], lang: str, scheme: Any, is_low: bool
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{TABLET}?lang={lang}")
    show_all_controls(page)
    if is_low:
        lower(page)
    for name in ALL_SCREENS:
        walk(page, name)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"


@BOTH_WAYS
@pytest.mark.parametrize("is_low", [False, True], ids=["usual", "low"])
def test_everything_pressed_is_at_least_24_millimetres_wide_and_high(
    page: Page, options: dict[str, Any], is_low: bool
) -> None:
    page.goto(TABLET)
    show_all_controls(page)
    if is_low:
        lower(page)
    for name in ALL_SCREENS:
        walk(page, name)
        small = {
            target: box
            for target, box in boxes(page).items()
            if min(box["width"], box["height"]) < POINTS_IN_24_MM
        }
        assert small == {}, name


@pytest.mark.parametrize(
    ("options", "lang"), [(LYING, "vi"), (STANDING, "en")], ids=["lying", "standing"]
)
def test_in_the_low_layout_everything_pressed_lies_in_the_lower_half(
    page: Page, options: dict[str, Any], lang: str
) -> None:
    height = options["viewport"]["height"]
    page.goto(f"{TABLET}?lang={lang}")
    show_all_controls(page)
    lower(page)
    for name in ALL_SCREENS:
        walk(page, name)
        assert page.evaluate("document.documentElement.scrollHeight") <= height, name
        outside = {
            target: box
            for target, box in boxes(page, scroll=True).items()
            if box["y"] < height / 2 or box["y"] + box["height"] > height + 0.5
        }
        assert outside == {}, name


def test_in_the_low_layout_the_way_past_a_question_is_seen_without_scrolling(page: Page) -> None:
    page.goto(TABLET)
    show_all_controls(page)
    lower(page)
    for name in ("rate", "procedure", "topics"):
        walk(page, name)
    skip = page.locator(".topics .skip").bounding_box()
    assert skip is not None
    assert skip["y"] + skip["height"] <= 800


@pytest.mark.parametrize("address", [TABLET, PHONE])
@pytest.mark.parametrize(
    ("options", "lang"), [(AT_200_PERCENT, "vi"), (NARROW, "en")], ids=["zoomed to 200 %", "320 wide"]
)
def test_zoomed_or_narrow_nothing_is_cut_and_nobody_scrolls_sideways(
    page: Page, options: dict[str, Any], address: str, lang: str
) -> None:
    page.goto(f"{address}?lang={lang}")
    show_all_controls(page)
    for name in [*screens_of(page), *(OTHER_SCREENS if address == TABLET else ())]:
        walk(page, name)
        assert not page.evaluate(OVERFLOWING), name
        assert page.evaluate(CLIPPED) == [], name


@pytest.mark.parametrize("address", [TABLET, PHONE])
def test_a_readers_own_spacing_of_text_loses_nothing(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(TEXT_SPACING)
    show_all_controls(page)
    for name in screens_of(page):
        walk(page, name)
        assert not page.evaluate(OVERFLOWING), name
        cut = page.evaluate(CLIPPED)
        assert [words for words in cut if words != CUT_ON_PURPOSE] == [], name


@pytest.mark.parametrize("options", [NARROW, {"viewport": {"width": 390, "height": 844}}])
def test_on_a_phone_every_target_is_at_least_44_points_high(page: Page, options: dict[str, Any]) -> None:
    page.goto(PHONE)
    show_all_controls(page)
    for name in screens_of(page):
        walk(page, name)
        assert [t for t, box in boxes(page).items() if min(box["width"], box["height"]) < 44] == []
