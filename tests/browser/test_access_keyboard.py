"""Without a finger on the glass: keyboard, switch, and a screen reader's order."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reaching import LYING, OTHER_SCREENS, STANDING, show_all_controls, walk
from tests.browser.screens import SCREENS, TABLET, expect_screen

NAME = """
  () => {
    const e = document.activeElement;
    const words = e === document.body ? "" : e.innerText || e.labels?.[0]?.innerText;
    return (words ?? "").trim().split("\\n")[0];
  }
"""
RING = """
  () => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return [style.outlineStyle, parseFloat(style.outlineWidth), e.contains(hit),
            box.x - reach >= -1, box.right + reach <= innerWidth + 1];
  }
"""
CLICKED_ELSEWHERE = """
  [...document.querySelectorAll("[onclick], [tabindex], [role=button], [accesskey]")]
    .filter((e) => e.tabIndex >= 0 && !e.matches("a[href], button, input")).map((e) => e.outerHTML)
"""


def tab_through(page: Page, most: int = 40) -> list[str]:
    """The names of what Tab reaches from the open screen's heading, until it leaves the page."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME)
        if not name:
            return names
        names.append(name)
    raise AssertionError(f"Tab never leaves: {names}")


def test_tab_reaches_the_answers_first_then_the_controls_and_leaves(page: Page) -> None:
    page.goto(TABLET)
    show_all_controls(page)
    names = tab_through(page)
    assert names == ["Hài lòng", "Không hài lòng", "English", "Đọc to", "Đưa nút xuống thấp"]


def test_on_the_later_screens_too_the_order_is_that_of_reading(page: Page) -> None:
    page.goto(TABLET)
    walk(page, "rate")
    walk(page, "procedure")
    names = tab_through(page)
    assert names[:2] == ["Tìm theo tên thủ tục", "Tìm"]
    assert names[-4:] == ["Không rõ / Bỏ qua", "English", "Đưa nút xuống thấp", "Thêm thời gian"]
    walk(page, "topics")
    names = tab_through(page)
    assert (len(names), names[0], names[11:]) == (
        16,
        "Thời hạn trả kết quả",
        ["Trả lời phản ánh", "Bỏ qua", "English", "Đưa nút xuống thấp", "Thêm thời gian"],
    )


def test_shift_and_tab_walk_the_same_way_back(page: Page) -> None:
    page.goto(TABLET)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(NAME) == "Hài lòng"


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_whole_visit_goes_by_one_key_beside_tab(page: Page, key: str) -> None:
    page.goto(TABLET)
    expect_screen(page, "rate")
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    for name, presses in (("procedure", 3), ("topics", 1)):
        expect_screen(page, name)
        expect(page.locator(f"#{name}-title")).to_be_focused()
        for _ in range(presses):
            page.keyboard.press("Tab")
        page.keyboard.press(key)
    expect_screen(page, "thanks")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Về màn hình đầu"
    page.keyboard.press("Enter")
    expect_screen(page, "rate")


@pytest.mark.parametrize("options", [LYING, STANDING], ids=["lying", "standing"])
def test_what_is_focused_is_seen_whole_with_a_thick_ring(page: Page, options: dict[str, Any]) -> None:
    page.goto(TABLET)
    show_all_controls(page)
    for name in SCREENS:
        walk(page, name)
        page.locator(f"#{name}-title").focus()
        page.keyboard.press("Tab")
        while page.evaluate(NAME):
            style, width, is_in_sight, *is_inside = page.evaluate(RING)
            assert (style, is_in_sight, is_inside) == ("solid", True, [True, True])
            assert width >= 4
            page.keyboard.press("Tab")


def test_nothing_can_be_pressed_that_a_switch_cannot_reach(page: Page) -> None:
    page.goto(TABLET)
    assert page.evaluate(CLICKED_ELSEWHERE) == []
    for name in OTHER_SCREENS:
        walk(page, name)
        assert page.evaluate(CLICKED_ELSEWHERE) == []


def test_the_low_layout_is_chosen_and_left_by_keyboard_and_ends_with_the_visit(page: Page) -> None:
    page.goto(TABLET)
    control = page.get_by_role("button", name="Đưa nút xuống thấp")
    control.focus()
    page.keyboard.press("Space")
    expect(control).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="English").click()
    lowered = page.get_by_role("button", name="Lower buttons")
    expect(lowered).to_have_attribute("aria-pressed", "true")  # though the page was written anew
    lowered.click()
    expect(page.locator("html")).not_to_have_attribute("data-reach", "low")
    lowered.click()
    for name in ("procedure", "topics", "thanks"):
        walk(page, name)
        expect(page.locator("html")).to_have_attribute("data-reach", "low")
    page.get_by_role("link", name="Back to the start").click()
    expect(page.locator("html")).not_to_have_attribute("data-reach", "low")
    expect(control).to_have_attribute("aria-pressed", "false")
