"""What a press shows and does not show, and what a finger that taps twice or two fingers do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.screens import TABLET, expect_screen, press, screen, skip, walk_to
from tests.browser.waiting import stop_the_clock, wait_until, wait_until_true

RATINGS = "**/api/v1/ratings"
FINGERS = {"has_touch": True}
FOCUS = """
  () => {
    const { activeElement } = document;
    return [activeElement.id, getComputedStyle(activeElement).outlineStyle];
  }
"""

OPACITIES = "[...document.querySelectorAll('.target')].map((one) => getComputedStyle(one).opacity)"


def lose(route: Route) -> None:
    route.abort("internetdisconnected")


def refuse(route: Route) -> None:
    ours = {"Hailong-Release": "ours"}
    route.fulfill(status=404, headers=ours, json={"error": {"code": "unknown_counter"}})


def by_finger(page: Page, satisfied: bool) -> None:
    press(page, satisfied)


def by_keyboard(page: Page, satisfied: bool) -> None:
    page.locator(f".target[value='{int(satisfied)}']").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("fate", [lose, refuse])
@pytest.mark.parametrize("way", [by_finger, by_keyboard])
def test_the_focus_does_not_stay_on_the_answer(
    page: Page, watch: Watch, way: Callable[[Page, bool], None], fate: Callable[[Route], None]
) -> None:
    watch.expected = "Failed to load resource"
    for satisfied in (True, False):
        page.goto(TABLET)
        page.route(RATINGS, fate)
        way(page, satisfied)
        expect(page.get_by_role("status")).not_to_have_text("")
        expect(page.locator("#rate-title")).to_be_focused()
        assert page.evaluate(FOCUS) == ["rate-title", "none"]


def test_an_answer_that_travels_for_long_dims_all_targets_alike(page: Page, watch: Watch) -> None:
    watch.expected = "Failed to load resource"
    looks = []
    for satisfied in (True, False):
        page.goto(TABLET)
        page.route(RATINGS, lambda _: None)
        press(page, satisfied)
        expect(page.locator("main[aria-busy=true]")).to_be_visible()
        expect(page.locator(".target").first).to_have_css("opacity", "0.55")
        looks.append(page.evaluate(OPACITIES))
    assert looks == [["0.55", "0.55"]] * 2


def test_after_a_refusal_the_focus_is_on_no_answer_though_it_had_wandered(
    page: Page, watch: Watch
) -> None:
    watch.expected = "Failed to load resource"
    page.goto(TABLET)
    on_their_way: list[Route] = []
    page.route(RATINGS, lambda route: on_their_way.append(route))  # noqa: PLW0108 (a built-in is refused)
    with page.expect_request(RATINGS):
        press(page, False)
    page.locator(".target").first.focus()
    wait_until(page, lambda: on_their_way, "the answer is not on its way")
    refuse(on_their_way[0])
    expect(page.get_by_role("status")).not_to_have_text("")
    assert page.evaluate(FOCUS) == ["rate-title", "none"]


@pytest.mark.parametrize("options", [FINGERS], ids=["touch"])
def test_a_double_tap_on_a_topic_does_not_swallow_the_thanks(
    page: Page, options: dict[str, object]
) -> None:
    page.clock.install()
    page.goto(TABLET)
    walk_to(page, "thanks")
    link = page.locator("[data-screen=thanks] [data-action=start]")
    box = link.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    link.click()
    walk_to(page, "topics")
    under = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.tile')?.value", [x, y])
    assert under, "no topic lies where the way back will lie"
    stop_the_clock(page)
    page.touchscreen.tap(x, y)
    expect(screen(page, "thanks")).to_be_visible()
    page.clock.run_for(300)
    page.touchscreen.tap(x, y)
    page.clock.run_for(100)
    expect_screen(page, "thanks")
    page.touchscreen.tap(x, y)
    page.clock.resume()
    expect_screen(page, "rate")


@pytest.mark.parametrize("options", [FINGERS], ids=["touch"])
def test_a_double_tap_on_a_language_changes_it_once(page: Page, options: dict[str, object]) -> None:
    page.clock.install()
    page.goto(TABLET)
    box = page.get_by_role("link", name="English").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    stop_the_clock(page)
    page.touchscreen.tap(x, y)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.clock.run_for(300)
    page.touchscreen.tap(x, y)
    page.wait_for_timeout(500)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_rested_takes_presses_again(page: Page) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    skip(page, "procedure")
    expect_screen(page, "topics")
    assert page.locator("[data-screen=topics] [inert], .rail[inert]").count() == 0
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="What mattered most")).to_be_focused()


@pytest.mark.parametrize("options", [{**FINGERS, "is_mobile": True}], ids=["touch"])
def test_what_two_fingers_have_drawn_out_is_as_before_for_the_next_person(
    page: Page, options: dict[str, object]
) -> None:
    page.goto(TABLET)
    meta = page.locator("meta[name=viewport]")
    content = meta.get_attribute("content")
    session = page.context.new_cdp_session(page)
    for _ in range(2):  # the second person may zoom as well
        walk_to(page, "procedure")
        session.send("Input.synthesizePinchGesture", {"x": 300, "y": 300, "scaleFactor": 2})
        wait_until_true(page, "visualViewport.scale > 1.5")
        for name in ("procedure", "topics"):
            expect_screen(page, name)
            page.locator(f"[data-screen={name}] .skip").evaluate("button => button.click()")
        expect_screen(page, "thanks")
        assert page.evaluate("visualViewport.scale") > 1.5  # nobody's own size is taken away
        page.locator("[data-screen=thanks] [data-action=start]").evaluate("link => link.click()")
        expect_screen(page, "rate")
        wait_until_true(page, "visualViewport.scale === 1")
        expect(meta).to_have_attribute("content", content or "none")


@pytest.mark.parametrize("options", [{**FINGERS, "is_mobile": True}], ids=["touch"])
def test_above_a_keyboard_on_the_screen_the_results_are_seen(
    page: Page, options: dict[str, object]
) -> None:
    page.goto(TABLET)
    walk_to(page, "procedure")
    page.set_viewport_size({"width": 1280, "height": 420})  # as the keyboard leaves it
    page.get_by_role("searchbox").fill("chung thuc")
    expect(screen(page, "procedure").locator(".found .tile").first).to_contain_text("Chứng thực")
    wait_until_true(
        page,
        """
        () => {
          const places = Array.from(document.querySelectorAll(".found .tile"),
            (tile) => tile.getBoundingClientRect());
          return places.some(({ top, bottom }) => top >= 0 && bottom <= innerHeight);
        }
        """,
    )
    assert "interactive-widget=resizes-content" in page.content()


@pytest.mark.parametrize("path", [TABLET, "/p/H44.5-2"])
def test_a_tablet_is_not_pulled_to_reload(page: Page, path: str) -> None:
    page.goto(path)
    found = page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY")
    assert found == ("none" if path == TABLET else "auto")
