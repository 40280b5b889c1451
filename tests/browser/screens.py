"""How a test walks through a citizen's screens."""

from playwright.sync_api import Locator, Page, expect

TABLET = "/t/H44.5-2"
PHONE = "/p/H44.5-2"
SCREENS = ("rate", "procedure", "topics", "thanks")


def screen(page: Page, name: str) -> Locator:
    """One of the screens, whether open or not."""
    return page.locator(f"[data-screen={name}]")


def expect_screen(page: Page, name: str) -> None:
    """Wait until this screen, and no other, is open and takes presses."""
    expect(screen(page, name)).to_be_visible()
    expect(page.locator("[data-screen]:visible")).to_have_count(1)
    expect(page.locator(f"[data-screen={name}] [inert], .rail[inert]")).to_have_count(0)


def press(page: Page, satisfied: bool) -> None:
    """Press one of the two targets."""
    page.locator(f".target[value='{int(satisfied)}']").click()


def expect_sent(page: Page) -> None:
    """The server has what was pressed on this phone, which goes on before where the server is slow."""
    expect(page.locator("#kiosk")).to_have_attribute("data-delivery", "sent")


def skip(page: Page, name: str) -> None:
    """Pass over a question."""
    screen(page, name).locator(".skip").click()


def screens_of(page: Page) -> list[str]:
    """The open page's screens, in their order."""
    return (page.locator("#kiosk").get_attribute("data-screens") or "").split()


def walk_to(page: Page, name: str, *, satisfied: bool = True) -> None:
    """From the first screen to this one, skipping what lies between."""
    for position, step in enumerate(screens_of(page)):
        expect_screen(page, step)
        if step == name:
            return
        if position == 0:
            press(page, satisfied)
        else:
            skip(page, step)
