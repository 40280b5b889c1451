"""A tablet starts each day at one address, and comes back by itself from whatever failed meanwhile."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Server
from tests.browser.paired import outbox
from tests.browser.screens import TABLET, expect_screen, press, walk_to
from tests.browser.waiting import stop_the_clock, wait_until_true

pytestmark = pytest.mark.usefixtures("lost_requests_are_meant")

SILENT = """
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    return window.hears ? open.apply(this, given) : {};
  };
"""


@pytest.mark.parametrize("address", ["/t/", "/t/?lang=en", "/t"])
def test_a_paired_browser_goes_on_to_its_counter_from_the_start_address(
    paired: BrowserContext, strict_server: Server, address: str
) -> None:
    (page,) = paired.pages
    page.goto(address)
    expect(page).to_have_url(strict_server.base + TABLET)
    expect_screen(page, "rate")


def test_it_opens_at_the_documented_start_address_without_a_network(
    paired: BrowserContext, strict_server: Server
) -> None:
    paired.pages[0].close()
    paired.set_offline(True)
    page = paired.new_page()
    page.goto("/t/")
    expect(page).to_have_url(strict_server.base + TABLET)
    walk_to(page, "procedure")
    assert len(outbox(page)) == 1


def test_the_page_for_pairing_anew_goes_home_when_nobody_uses_it(paired: BrowserContext) -> None:
    (page,) = paired.pages
    page.clock.install()
    page.goto("/t/?again")
    expect(page.locator(".paired")).to_be_visible()
    stop_the_clock(page)
    page.clock.fast_forward(170_000)
    page.get_by_role("textbox").fill("AB")
    page.clock.fast_forward(170_000)
    assert page.url.endswith("/t/?again")
    page.clock.run_for(11_000)
    page.clock.resume()
    expect_screen(page, "rate")


@pytest.mark.parametrize("path", ["/t/?again", "/t/service"])
def test_the_operators_pages_open_no_menu_and_print_nothing(paired: BrowserContext, path: str) -> None:
    (page,) = paired.pages
    page.goto(path)
    expect(page.locator("[data-field=home]").first).to_have_attribute("href", TABLET)
    events = [
        "new MouseEvent('contextmenu', on)",
        "new KeyboardEvent('keydown', {key: 'p', ctrlKey: true, ...on})",
    ]
    for event in events:
        on = "const on = {cancelable: true, bubbles: true};"
        went_on = page.evaluate(f"() => {{ {on} return document.body.dispatchEvent({event}); }}")
        assert went_on is False, event


def test_a_start_that_fails_after_the_lock_does_not_lock_the_window_out_of_itself(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    paired.add_init_script("CacheStorage.prototype.match = () => { throw new Error('damaged'); };")
    fails_once = """
      const { deriveBits } = SubtleCrypto.prototype;
      window.failures = 0;
      SubtleCrypto.prototype.deriveBits = function (...given) {
        window.failures += 1;
        if (window.failures === 1) throw new Error("once");
        return deriveBits.apply(this, given);
      };
    """
    paired.add_init_script(fails_once)
    page.reload()
    expect_screen(page, "rate")
    press(page, True)  # while the start fails, or after: it begins one of its own
    expect_screen(page, "procedure")


def test_a_press_in_the_moment_a_start_fails_is_kept_by_a_start_of_its_own(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    paired.add_init_script(
        """
        const { deriveBits } = SubtleCrypto.prototype;
        SubtleCrypto.prototype.deriveBits = async function (...given) {
          if (!window.fail) {
            await new Promise((_, reject) => {
              window.fail = () => reject(new Error("once"));
            });
          }
          return deriveBits.apply(this, given);
        };
        """
    )
    page.reload()
    expect_screen(page, "rate")
    wait_until_true(page, "Boolean(window.fail)")
    press(page, True)
    page.evaluate("window.fail()")
    expect_screen(page, "procedure")


def test_storage_that_was_silent_at_the_start_is_asked_again_without_a_press(
    paired: BrowserContext,
) -> None:
    (page,) = paired.pages
    paired.add_init_script(SILENT)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("không lưu được")
    page.evaluate("window.hears = true")
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.locator(".ready")).to_have_attribute("data-state", "online")
