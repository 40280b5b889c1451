"""What a phone's outbox is made of, by itself: ages, letters, refusals, answers that are lost."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

MINUTE = 60_000
PRESS = {"pressed_at": 10 * MINUTE, "monotonic": 5 * MINUTE, "boot": "b"}
AGES = [
    # wall now, counted now, this page's boot; the age in seconds
    (11 * MINUTE, 6 * MINUTE, "b", 60),
    (190 * MINUTE, 0, "another", 3 * 3_600),
    (9 * MINUTE, 8 * MINUTE, "b", 180),  # somebody set the clock back meanwhile
    (9 * MINUTE, 8 * MINUTE, "another", 0),
]
REPLIES = [
    # status, whether it bears our release, what it says; what that is to the sender
    (200, True, {"rating_id": "a", "status": "recorded"}, "recorded"),
    (200, True, {"rating_id": "b", "status": "recorded"}, "failed"),
    (200, False, {}, "failed"),
    (404, True, {}, "refused"),
    (403, False, {}, "failed"),  # a portal's
    (429, True, {}, "failed"),
    (503, True, {}, "failed"),
]
LOST = """
  const { Store } = await import('/static/js/store.js');
  const clock = { now: () => performance.now(), setTimeout: (...c) => setTimeout(...c),
                  clearTimeout: (t) => clearTimeout(t) };
  const time = { wall: () => Date.now(), monotonic: () => performance.now() };
  const told = [], sent = [];
  let isThere = false;
  const send = async (path, item) => {
    sent.push([path, item.rating_id]);
    return isThere ? "refused" : "failed";
  };
  const store = new Store(indexedDB, clock, `lost-${Math.random()}`);
  const parts = { store, send, time, clock, isOnline: () => false, onState: (s) => told.push(s) };
  const phone = new m.Phone(parts);
  await phone.start({});
  const outcomes = [
    await phone.keep({ kind: "rating", rating_id: "a", satisfied: true, receipt: "T" }, () => {}),
    await phone.keep({ kind: "detail", rating_id: "a", topics: ["fee"] }, () => {}),
  ];
  isThere = true;
  phone.nudge();
  for (let i = 0; i < 300 && (await phone.outbox.all()).length > 0; i += 1) {
    await new Promise((r) => setTimeout(r, 100));
  }
  return { told, outcomes, left: await phone.outbox.all() };
"""


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


@pytest.mark.parametrize(("wall", "counted", "boot", "seconds"), AGES)
def test_an_age_is_told_by_the_clock_that_nobody_set(
    page: Page, wall: int, counted: int, boot: str, seconds: int
) -> None:
    asked = """
      const [press, wall, counted, boot] = given;
      return m.ageOf(press, { wall: () => wall, monotonic: () => counted }, boot);
    """
    assert run(page, "delivery", asked, PRESS, wall, counted, boot) == seconds


@pytest.mark.parametrize(
    ("proof", "sent"),
    [
        ({"receipt": "T"}, {"receipt": "T"}),
        ({"ticket": "K"}, {"ticket": "K", "counter_id": "C", "channel": "phone"}),
        ({}, {"counter_id": "C", "channel": "phone"}),
    ],
)
def test_a_letter_says_what_proves_it_and_nothing_of_the_phone(
    page: Page, proof: dict[str, str], sent: dict[str, str]
) -> None:
    kept: dict[str, Any] = {
        **{"kind": "rating", "item": "x", "rating_id": "a", "satisfied": True},
        **{"counter_id": "C", "officer_id": "O", **proof, **PRESS},
    }
    told = run(page, "delivery", "return m.letterOf(given[0], 7);", kept)
    assert told == {"rating_id": "a", "satisfied": True, "age_seconds": 7, **sent}


@pytest.mark.parametrize(("status", "is_ours", "said", "outcome"), REPLIES)
def test_only_our_own_server_refuses_or_records(
    page: Page, status: int, is_ours: bool, said: dict[str, str], outcome: str
) -> None:
    asked = """
      const [status, isOurs, said] = given;
      const headers = isOurs ? { "Hailong-Release": "r" } : {};
      const send = m.sendOver(async () => new Response(JSON.stringify(said), { status, headers }));
      return send("/nowhere", { rating_id: "a" });
    """
    assert run(page, "sending", asked, status, is_ours, said) == outcome


def test_an_answer_that_is_refused_later_is_told_as_lost_and_leaves_nothing(page: Page) -> None:
    found = run(page, "phone", LOST)
    assert found["outcomes"] == ["kept", "kept"]
    assert found["told"][0] == "kept"
    assert "lost" in found["told"]
    assert found["told"][-1] == "lost"
    assert found["left"] == []


ELSEWHERE = """
  const { Store } = await import('/static/js/store.js');
  const clock = { now: () => performance.now(), setTimeout: (...c) => setTimeout(...c),
                  clearTimeout: (t) => clearTimeout(t) };
  const time = { wall: () => Date.now(), monotonic: () => performance.now() };
  const [isSlow, isUnreadable, length] = given, told = [];
  const store = new Store(indexedDB, clock, `elsewhere-${Math.random()}`);
  const failing = { run: async (names, mode, work) => {
    if (mode === "readonly" && isUnreadable) throw new Error("silent");
    return store.run(names, mode, work);
  } };
  const parts = { store: failing, send: async () => "failed", time, clock, isOnline: () => false };
  const phone = new m.Phone({ ...parts, onState: (state) => told.push(state) });
  const rating = { kind: "rating", rating_id: "a", satisfied: true };
  await phone.keep(rating, () => {});
  if (!isUnreadable) await phone.outbox.remove(await phone.outbox.all());
  if (isSlow) {
    phone.outbox.keep = () => new Promise(() => {});
    phone.keep({ ...rating, rating_id: "b" }, () => {});
  }
  phone.nudge();
  for (let i = 0; i < 5 || (told.length < length && i < 300); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return told;
"""


@pytest.mark.parametrize(
    ("is_slow", "is_unreadable", "told"),
    [
        (False, False, ["kept", "sent"]),
        (True, False, ["kept"]),  # one is neither on the disk nor given up
        (False, True, ["kept"]),  # what cannot be read is not known to be empty
    ],
    ids=["empty", "being kept", "unreadable"],
)
def test_only_an_empty_disk_says_that_another_page_has_sent_it(
    page: Page, is_slow: bool, is_unreadable: bool, told: list[str]
) -> None:
    assert run(page, "phone", ELSEWHERE, is_slow, is_unreadable, len(told)) == told
