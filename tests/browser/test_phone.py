"""A slip's page in the hand: one tap, with script and without, over a network that comes and goes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server, Watch
from tests.browser.screens import expect_screen, press, screen, skip
from tests.browser.slips import Slips
from tests.browser.waiting import wait_until

IN_HAND: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
WITHOUT_SCRIPT = {**IN_HAND, "java_script_enabled": False}
LARGE_TEXT = {"viewport": {"width": 195, "height": 422}, "device_scale_factor": 2}
KEPT = "Đã lưu trên máy, sẽ tự động gửi. Xin đừng đóng trang này."
RECORDED = "Đã ghi nhận. Xin cảm ơn Ông/Bà!"
MOST_BYTES = 50_000
WAITING = """
  () => new Promise((resolve, reject) => {
    const opening = indexedDB.open("hailong-phone");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const count = opening.result.transaction("outbox").objectStore("outbox").count();
      count.onsuccess = () => { opening.result.close(); resolve(count.result); };
    };
  })
"""
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(autouse=True, params=[IN_HAND], ids=["in hand"])
def options(request: pytest.FixtureRequest) -> Any:
    """What `context` makes its window of, where a test does not say."""
    return request.param


def expect_recorded(page: Page) -> None:
    """The server has the answer; where it is slow, the phone goes on before and says so."""
    expect(screen(page, "topics").get_by_text("Đánh giá đã được ghi nhận.")).to_be_visible()


def expect_nothing_waiting(page: Page) -> None:
    """What has arrived is told first, and leaves the phone's disk right afterwards."""
    wait_until(page, lambda: page.evaluate(WAITING) == 0, "something still waits")


@pytest.mark.parametrize("options", [IN_HAND, WITHOUT_SCRIPT], ids=["script", "forms"])
@pytest.mark.parametrize("satisfied", [True, False], ids=["yes", "no"])
def test_one_tap_is_an_answer_and_all_that_follows_may_be_left(
    page: Page, slips: Slips, satisfied: bool, options: dict[str, Any]
) -> None:
    before = len(slips.answers())
    page.goto(slips.path())
    expect(page.get_by_text("Đánh giá về thủ tục:")).to_be_visible()
    press(page, satisfied)
    expect_recorded(page)
    assert len(slips.answers()) == before + 1
    screen(page, "topics").get_by_role("button", name="Thời gian chờ").click()
    expect(screen(page, "comment")).to_be_visible()
    page.get_by_role("textbox", name="Góp ý").fill("Nhanh, gọi tôi 0912 345 678")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_role("heading", name=RECORDED)).to_be_visible()
    written = slips.db.conn.execute("SELECT comment FROM rating_comment").fetchall()
    assert ("Nhanh, gọi tôi [•••]",) in written
    assert len(slips.answers()) == before + 1


def test_without_a_network_it_is_kept_on_the_phone_until_there_is_one(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_INTERNET_DISCONNECTED"
    before = len(slips.answers())
    page.goto(slips.path())
    expect_screen(page, "rate")
    context.set_offline(True)
    press(page, False)
    expect_screen(page, "topics")
    expect(page.locator(".status")).to_have_text(KEPT)
    expect(page.get_by_text("Câu trả lời đã được lưu trên máy này.")).to_be_visible()
    expect(page.get_by_text("Đánh giá đã được ghi nhận.")).to_be_hidden()
    skip(page, "topics")
    skip(page, "comment")
    expect(page.get_by_role("heading", name="Đã lưu trên máy. Xin cảm ơn Ông/Bà!")).to_be_visible()
    assert page.evaluate(WAITING) == 1
    assert len(slips.answers()) == before
    context.set_offline(False)
    expect(page.get_by_role("heading", name=RECORDED)).to_be_visible()
    expect(page.locator(".status")).to_have_text("")
    expect_nothing_waiting(page)
    assert len(slips.answers()) == before + 1


def test_what_a_closed_page_left_is_sent_when_it_is_opened_again_and_not_asked_again(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_INTERNET_DISCONNECTED"
    before, path = len(slips.answers()), slips.path()
    page.goto(path)
    expect_screen(page, "rate")
    context.set_offline(True)
    press(page, True)
    expect_screen(page, "topics")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(path)
    expect(again.get_by_role("heading", name=RECORDED)).to_be_visible()
    assert len(slips.answers()) == before + 1
    expect_nothing_waiting(again)


def test_a_phone_that_can_keep_nothing_says_so_and_calls_nothing_recorded(
    page: Page, context: BrowserContext, slips: Slips, watch: Watch
) -> None:
    watch.expected = "ERR_INTERNET_DISCONNECTED"
    context.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no storage'); };")
    before = len(slips.answers())
    page.goto(slips.path())
    expect_screen(page, "rate")
    context.set_offline(True)
    press(page, True)
    expect(page.locator(".status")).to_have_text(
        "Chưa gửi được, và máy này không lưu được. Xin đừng đóng trang này."
    )
    expect(screen(page, "rate")).to_be_visible()
    context.set_offline(False)
    expect_screen(page, "topics")
    expect(page.get_by_text("Đánh giá đã được ghi nhận.")).to_be_visible()
    assert len(slips.answers()) == before + 1


def test_two_quick_taps_a_reload_and_a_second_phone_store_one(
    page: Page, browser: Browser, server: Server, slips: Slips, watch: Watch
) -> None:
    watch.expected = "404"
    before, path = len(slips.answers()), slips.path()
    page.goto(path)
    page.locator(".target").first.dblclick()
    expect_recorded(page)
    expect_nothing_waiting(page)
    page.reload()
    second = browser.new_page(base_url=server.base, locale="vi-VN", **IN_HAND)
    second.goto(path)
    for late in (page, second):
        expect_screen(late, "rate")  # nobody learns by opening it that it was answered
        press(late, False)
        expect(late.locator(".status")).to_contain_text("Mã này không dùng được nữa")
        expect(screen(late, "rate")).to_be_visible()
    second.close()
    assert len(slips.answers()) == before + 1


def test_the_language_changes_even_after_the_code_is_spent(page: Page, slips: Slips) -> None:
    page.goto(slips.path())
    press(page, True)
    expect_screen(page, "topics")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="What mattered most in your rating?")).to_be_visible()
    skip(page, "topics")
    expect(page.get_by_role("heading", name="Anything else you would like to say?")).to_be_visible()


def test_all_that_a_phone_loads_weighs_less_than_fifty_kilobytes(page: Page, slips: Slips) -> None:
    finished: list[Any] = []

    def note(request: Any) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.goto(slips.path(), wait_until="networkidle")
    # Sizes are asked for only now: a question asked while an event is told may be answered too late.
    told = [request.sizes() for request in finished]
    sizes = [one["responseHeadersSize"] + one["responseBodySize"] for one in told]
    assert len(sizes) >= 7
    assert sum(sizes) <= MOST_BYTES, sizes


@pytest.mark.parametrize("options", [IN_HAND, LARGE_TEXT], ids=["in hand", "at 200 %"])
@pytest.mark.parametrize(("lang", "scheme"), [("vi", "light"), ("en", "dark")])
def test_every_screen_can_be_read_by_everybody(
    page: Page, slips: Slips, lang: str, scheme: Any, options: dict[str, Any]
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{slips.path()}?lang={lang}")
    for name in ("rate", "topics", "comment", "thanks"):
        expect_screen(page, name)
        assert Axe().run(page).response["violations"] == [], name
        assert not page.evaluate(OVERFLOWING), name
        if name == "rate":
            press(page, False)
        elif name != "thanks":
            skip(page, name)
