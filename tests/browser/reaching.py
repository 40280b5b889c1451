"""How a test opens what only the script opens, and measures what is pressed."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.screens import expect_screen, press, screens_of, skip

LYING: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
STANDING: dict[str, Any] = {"viewport": {"width": 800, "height": 1280}}
# A 10-inch screen of 1280 by 800 points has 5.94 of them to the millimetre.
POINTS_IN_24_MM = 24 * (1280**2 + 800**2) ** 0.5 / 254
OTHER_SCREENS = ("sleep", "notice")
PRESSED = "a[href], button, input:not([type=hidden])"

OPEN = """
  (name) => {
    for (const section of document.querySelectorAll("[data-screen]")) {
      section.hidden = section.dataset.screen !== name;
    }
    document.querySelector(".quiet").hidden = true;
    document.querySelector(".countdown").hidden = true;
    const opens = document.querySelector("[data-field=opens]");
    opens.hidden = false;
    const vi = document.documentElement.lang === "vi";
    const [weekday, day] = vi ? ["thứ Hai", "23/11"] : ["Monday", "23 November"];
    const parts = { time: "07:30", weekday, day };
    opens.textContent = opens.dataset.wordsOpens.replace(/{(\\w+)}/g, (_, part) => parts[part]);
    const notice = document.querySelector("[data-screen=notice]");
    notice.querySelector("[data-field=text]").textContent = notice.dataset.secondTabText;
  }
"""
SHOW_ALL_CONTROLS = """
  () => {
    document.querySelector("[data-action=speak]").hidden = false;
    const ready = document.querySelector("[data-field=ready]");
    if (ready) ready.textContent = ready.dataset.readyOnline;
  }
"""


def walk(page: Page, name: str) -> None:
    """From the screen before to this one; sleep and notices open by themselves."""
    if name in OTHER_SCREENS:
        page.evaluate(OPEN, name)
    elif name == "procedure":
        press(page, satisfied=False)
    elif name != "rate":
        order = screens_of(page)
        skip(page, order[order.index(name) - 1])
    expect_screen(page, name)


def show_all_controls(page: Page) -> None:
    """As on a tablet that has a voice, and says it is ready."""
    page.evaluate(SHOW_ALL_CONTROLS)


def lower(page: Page) -> None:
    """The layout that the control of that name chooses."""
    page.evaluate("document.documentElement.dataset.reach = 'low'")


def boxes(page: Page, scroll: bool = False) -> dict[str, dict[str, float]]:
    """Where each thing that can be pressed lies, by its name; scrolled to first if asked."""
    found: dict[str, dict[str, float]] = {}
    for target in page.locator(PRESSED).filter(visible=True).all():
        if scroll:
            target.evaluate("(element) => element.scrollIntoView({block: 'nearest'})")
        name = target.inner_text().replace("\n", " ") or target.get_attribute("type") or "?"
        found[name] = target.evaluate("(element) => element.getBoundingClientRect().toJSON()")
    return found
