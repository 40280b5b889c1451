"""Where the browser cannot keep a press, nothing is called recorded before the server has it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, an_instance, serving
from tests.browser.paired import Tablet, a_tablet, outbox
from tests.browser.screens import TABLET, expect_screen, press, screen
from tests.browser.test_faults import SETTINGS
from tests.browser.waiting import wait_until

# Writing as it fails on a broken disk: at once.
REFUSED = """
  () => {
    IDBObjectStore.prototype.add = () => { throw new DOMException("refused", "UnknownError"); };
    IDBObjectStore.prototype.put = IDBObjectStore.prototype.add;
  }
"""
# And as it fails on a full one: all seems well until the transaction is to be completed.
FULL = """
  () => {
    IDBTransaction.prototype.commit = IDBTransaction.prototype.abort;
    for (const name of ["add", "put"]) {
      const write = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...given) {
        const request = write.call(this, ...given);
        request.addEventListener("success", () => this.transaction.abort());
        return request;
      };
    }
  }
"""
BREAKS = pytest.mark.parametrize("how", [FULL, REFUSED], ids=["full", "refused"])
CACHED_SECONDS = 31  # Chromium remembers for half a minute how much room there was


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A kiosk whose tablets are paired."""
    with serving(an_instance(tmp_path_factory.mktemp("storage"), SETTINGS)) as running:
        yield running


@pytest.fixture
def tablet(browser: Browser, server: Server) -> Iterator[Tablet]:
    """A tablet of its own for each test: what is broken here stays broken."""
    with a_tablet(browser, server) as one:
        expect(one.page.locator("[data-field=ready][data-state=online]")).to_be_visible()
        yield one
        assert one.marks() == []
        assert one.record.conn.execute("SELECT count(*) FROM quarantine").fetchone() == (0,)


@BREAKS
def test_without_storage_and_network_nothing_is_called_recorded(tablet: Tablet, how: str) -> None:
    tablet.page.evaluate(how)
    check_nothing_is_shown_before_the_server_has_it(tablet)


@pytest.mark.soak
def test_a_browser_whose_quota_is_used_up_calls_nothing_recorded(tablet: Tablet) -> None:
    session = tablet.page.context.new_cdp_session(tablet.page)
    quota = {"origin": tablet.road.base, "quotaSize": 1}
    session.send("Storage.overrideQuotaForOrigin", quota)
    tablet.page.wait_for_timeout(CACHED_SECONDS * 1000)
    check_nothing_is_shown_before_the_server_has_it(tablet)


def check_nothing_is_shown_before_the_server_has_it(tablet: Tablet) -> None:
    before = tablet.stored()
    tablet.road.go_dark()
    press(tablet.page, True)
    tablet.page.wait_for_timeout(3_000)
    expect(tablet.page.locator("[data-screen]:visible")).to_have_attribute("data-screen", "rate")
    assert "ghi nhận" not in tablet.page.locator("body").inner_text()
    status = tablet.page.get_by_role("status")
    expect(status).to_have_text(status.get_attribute("data-trouble") or "no words")
    assert tablet.stored() == before
    tablet.road.light()
    tablet.heal()
    expect(screen(tablet.page, "procedure")).to_be_visible()
    assert len(tablet.stored()) == len(before) + 1


@BREAKS
def test_with_a_network_people_still_rate_where_nothing_can_be_kept(tablet: Tablet, how: str) -> None:
    before = tablet.stored()
    tablet.page.evaluate(how)
    tablet.rate(True)
    tablet.rate(False)
    assert len(tablet.stored()) == len(before) + 2


def test_numbers_given_out_in_memory_alone_are_not_given_out_again(tablet: Tablet) -> None:
    """After a reload the storage works again; the server must not think of two tablets."""
    before = tablet.stored()
    tablet.page.evaluate(REFUSED)
    tablet.rate(True)
    tablet.page.goto(TABLET)
    rating = tablet.rate(False)
    after = tablet.delivered()
    assert len(after) == len(before) + 2
    assert after[rating] == 0
    rules = tablet.record.conn.execute("SELECT DISTINCT rule FROM rating").fetchall()
    assert rules == [(None,)]


def test_storage_wiped_under_the_page_loses_no_later_press(tablet: Tablet) -> None:
    before = tablet.stored()
    session = tablet.page.context.new_cdp_session(tablet.page)
    rated = {tablet.rate(True): 1}
    tablet.delivered()
    wiped = {"origin": tablet.road.base, "storageTypes": "indexeddb"}
    session.send("Storage.clearDataForOrigin", wiped)
    press(tablet.page, False)
    expect(screen(tablet.page, "procedure")).to_be_visible()
    wait_until(tablet.page, lambda: len(tablet.stored()) > len(before) + 1, "the later press is lost")
    after = tablet.delivered()
    assert rated.items() <= after.items()
    assert len(after) == len(before) + 2


def test_a_second_window_of_the_same_tablet_stands_still(tablet: Tablet) -> None:
    before = tablet.stored()
    other = tablet.page.context.new_page()
    other.goto(TABLET)
    expect_screen(other, "notice")
    rated = {tablet.rate(True): 1}
    assert list(outbox(other).values()) in ([], list(rated))
    assert tablet.delivered() == before | rated
    other.close()
