"""A day at a centre: the one-stop system announces what it finished, slips are printed and read back,
people answer on phones and on the counter's tablet, robots open links, and some come too late."""

import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.phones import rotating
from kiosk.printing import links
from kiosk.printing.slips import Slip, slips
from kiosk.tablets import device_keys
from tests.browser.cases import CASES, DESK, HALL, PROCEDURES, Case, check_counts, check_dashboard, today
from tests.browser.conftest import Server, an_instance, serving
from tests.browser.one_stop import OneStop
from tests.browser.paired import Tablet, a_tablet
from tests.browser.screens import expect_screen, expect_sent, press, screen, skip
from tests.browser.waiting import wait_until
from tests.paper import Paper

SETTINGS = (
    "OPEN_TABLETS = False\nIDLE_SECONDS = 300\nTHANKS_SECONDS = 60\n"
    "REPEAT_SECONDS = 0\nBURST_PRESSES = 0\n"
    "RECEIPT_DAYS = {days}\n"
)
IN_HAND: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "vi-VN"}
ROUNDS = 20  # of a robot
UNUSABLE = "Mã này không dùng được"


def announce(one_stop: OneStop, number: int) -> str:
    """The link of the case's receipt."""
    case = CASES[number]
    service = {
        "dossier": f"H44.5-{case.finished:%y%m%d}-{number:04d}",
        "procedure": list(PROCEDURES)[number % 2],
        "resolving_unit": "H44.5",
        "received": case.finished.isoformat(),
        "finished": case.finished.isoformat(),
        "outcome": case.ending,
        "channel": case.channel,
        **({"counter": case.counter} if case.counter else {"receiving_unit": "H44.5"}),
    }
    return str(one_stop.announce(service)["receipt"])


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return an_instance(tmp_path, SETTINGS.format(days=30))


@pytest.fixture
def server(instance: Path) -> Iterator[Server]:
    with serving(instance) as running:
        yield running


def test_the_counts_of_a_whole_day_come_out_exactly(
    browser: Browser, server: Server, instance: Path
) -> None:
    one_stop = OneStop(server)  # before the tablet, which asks seldom where nobody announces anything
    with a_tablet(browser, server) as tablet:
        expect(tablet.page.locator("[data-field=ready][data-state=online]")).to_be_visible()
        receipts = read_back([announce(one_stop, number) for number in range(14)])
        for number, receipt in enumerate(receipts):
            if CASES[number].answered:
                answer_on_a_phone(browser, server, receipt, CASES[number])
        for number in (0, 6):  # a second phone comes with the same slip
            find_it_spent(browser, server, receipts[number])
        for number in (0, 3, 7):  # and robots, before anybody or after
            let_robots_look(server, receipts[number])
        for number in range(14, 20):
            announce(one_stop, number)
            answer_on_the_tablet(tablet, number)
        scan_the_poster(browser, server)
        scan_the_screen(browser, server, instance)
        wait_until_told(tablet)
        tablet.delivered()
    come_too_late(browser, instance, receipts[12])
    check_counts(server)
    check_dashboard(server)


def read_back(urls: list[str]) -> list[str]:
    """The links as an independent reader finds them on the printed slips."""
    wanted = [
        Slip(f"H44.5-{number}", url, "Trung tâm", "Quầy 1", today()) for number, url in enumerate(urls)
    ]
    paper = Paper(slips(wanted, "roll"))
    found = [code.text for page in range(len(paper)) for code in paper.codes(page)]
    assert found == urls
    return found


def visit(browser: Browser, server: Server, url: str, **options: Any) -> Page:
    """A phone that nobody has used before opens the link."""
    path = "/" + url.split("/", 3)[3]
    page = browser.new_context(**IN_HAND, base_url=server.base, **options).new_page()
    page.goto(path)
    return page


def answer_on_a_phone(browser: Browser, server: Server, url: str, case: Case) -> None:
    page = visit(browser, server, url, java_script_enabled=case.answered == "phone")
    press(page, case.satisfied)
    expect(screen(page, "topics")).to_be_visible()
    if case.answered == "phone":
        expect_sent(page)
        page.reload()
    else:
        page.go_back()
    page.context.close()


def find_it_spent(browser: Browser, server: Server, url: str) -> None:
    """It asks whoever opens it; only whoever presses hears that it was answered."""
    page = visit(browser, server, url, java_script_enabled=False)
    press(page, False)
    expect(page.get_by_role("heading", name=UNUSABLE)).to_be_visible()
    page.context.close()


def find_it_over(browser: Browser, server: Server, url: str) -> None:
    page = visit(browser, server, url)
    expect(page.get_by_role("heading", name=UNUSABLE)).to_be_visible()
    page.context.close()


def let_robots_look(server: Server, url: str) -> None:
    for round_ in range(ROUNDS):
        method = ("GET", "HEAD")[round_ % 2]
        address = server.base + "/" + url.split("/", 3)[3]
        request = urllib.request.Request(address, method=method)  # noqa: S310
        try:
            urllib.request.urlopen(request).close()  # noqa: S310
        except urllib.error.HTTPError as refusal:
            refusal.close()


def answer_on_the_tablet(tablet: Tablet, number: int) -> None:
    """The screen asks about the service that was just finished; most people answer."""
    page, case = tablet.page, CASES[number]
    asked = list(PROCEDURES.values())[number % 2]
    expect_screen(page, "rate")
    expect(page.locator("[data-field=finished]")).to_have_text(asked)
    if case.answered:
        press(page, case.satisfied)
        expect_screen(page, "topics")
        skip(page, "topics")
        expect_screen(page, "thanks")
        screen(page, "thanks").locator("[data-action=start]").click()


def wait_until_told(tablet: Tablet) -> None:
    """The tablet's next contact tells which services stood on its screen."""
    asked = "SELECT count(*) FROM service_offered WHERE channel = 'tablet'"
    shown = (sum(case.counter == DESK for case in CASES),)

    def is_told() -> bool:
        tablet.heal()
        tablet.page.wait_for_timeout(200)
        return bool(tablet.record.conn.execute(asked).fetchone() == shown)

    wait_until(tablet.page, is_told, "the tablet did not tell what it showed")


def scan_the_poster(browser: Browser, server: Server) -> None:
    page = visit(browser, server, links.counter_url(server.base, HALL))
    press(page, satisfied=True)
    expect(screen(page, "procedure")).to_be_visible()
    expect_sent(page)
    page.context.close()


def scan_the_screen(browser: Browser, server: Server, instance: Path) -> None:
    db = server.record()
    key = rotating.key_of(device_keys.load_server_keys(instance, db), db, DESK)
    code = rotating.write_code(key, DESK, datetime.now(UTC))
    db.conn.close()
    page = visit(browser, server, f"{server.base}/q/{code}")
    press(page, satisfied=False)
    expect(screen(page, "procedure")).to_be_visible()
    expect_sent(page)
    page.context.close()


def come_too_late(browser: Browser, instance: Path, url: str) -> None:
    """The same slips at a server that takes them for three days only."""
    (instance / "config.py").write_text("OPEN_TABLETS = False\n" + SETTINGS.format(days=3), "utf-8")
    with serving(instance) as running:
        find_it_over(browser, running, url)
