"""The tablet's small modules by themselves, in the browser that runs them, against a second opinion."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kiosk import periods
from kiosk.catalogue import lookup
from kiosk.periods import VIET_NAM
from kiosk.tablets.kits import offered_procedures
from kiosk.words import fold
from tests.browser.conftest import Server
from tests.browser.modules import run

NAMES = Path(__file__).parents[2] / "kiosk" / "data" / "procedures.csv"
# Monday to Friday; Wednesday 2 September is a holiday, Saturday 5 September is worked instead.
HOURS: dict[str, Any] = {
    "week": {
        **{str(day): [["07:30", "11:30"], ["13:00", "17:00"]] for day in range(1, 6)},
        "6": [],
        "7": [],
    },
    "special": [
        {"day": "2026-09-02", "open": [], "name": "Quốc khánh", "name_en": "National Day"},
        {"day": "2026-09-05", "open": [["08:00", "11:00"]], "name": "Làm bù", "name_en": None},
    ],
}


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


def at(text: str) -> int:
    """An instant on Viet Nam's clocks, in milliseconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=VIET_NAM).timestamp()) * 1000


OPEN = {
    "2026-08-31 07:29": False,  # a Monday
    "2026-08-31 07:30": True,
    "2026-08-31 11:29": True,
    "2026-08-31 11:30": False,
    "2026-08-31 16:59": True,
    "2026-09-02 09:00": False,  # the holiday
    "2026-09-05 09:00": True,  # the Saturday that is worked
    "2026-09-06 09:00": False,  # a Sunday
    "2026-09-07 00:00": False,
}


def test_the_centre_is_open_as_its_week_and_its_special_days_say(page: Page) -> None:
    found = run(
        page,
        "roster",
        "return given[1].map((at) => m.isOpenAt(given[0], at))",
        HOURS,
        [at(text) for text in OPEN],
    )
    assert dict(zip(OPEN, found, strict=True)) == OPEN


NEXT = {
    "2026-08-31 06:00": "2026-08-31 07:30",
    "2026-08-31 12:00": "2026-08-31 13:00",
    "2026-09-01 17:00": "2026-09-03 07:30",  # past the holiday
    "2026-09-04 17:00": "2026-09-05 08:00",
    "2026-09-05 11:00": "2026-09-07 07:30",
    "2026-09-05 23:59": "2026-09-07 07:30",
}


def test_it_is_known_when_the_centre_opens_next(page: Page) -> None:
    body = "return given[1].map((at) => m.nextOpening(given[0], at))"
    found = run(page, "roster", body, HOURS, [at(text) for text in NEXT])
    assert found == [at(text) for text in NEXT.values()]


def test_a_centre_without_hours_is_always_open_and_one_that_never_opens_has_no_next_time(
    page: Page,
) -> None:
    never = {"week": {str(day): [] for day in range(1, 8)}, "special": []}
    assert run(page, "roster", "return m.isOpenAt(null, 0)") is True
    assert run(page, "roster", "return m.nextOpening(given[0], 0)", never) is None


def test_a_card_is_shown_for_its_duty_alone_and_never_past_the_kit(page: Page) -> None:
    kit = {
        "until": 100,
        "duties": [
            {"from": 10, "to": 20, "officer_id": "A"},
            {"from": 20, "to": 30, "officer_id": "B"},
            {"from": 40, "to": None, "officer_id": "C"},
        ],
    }
    instants = [9, 10, 19, 20, 30, 39, 40, 99, 100]
    found = run(page, "roster", "return given[1].map((at) => m.officerAt(given[0], at))", kit, instants)
    assert found == [None, "A", "A", "B", None, None, "C", "C", None]


def test_words_are_folded_as_the_server_folds_them(page: Page) -> None:
    with NAMES.open(encoding="utf-8", newline="") as file:
        names = [value for row in csv.DictReader(file) for value in row.values() if value]
    names += ["ĐƯỜNG Đi", "  hai   chỗ ", "I\u0323", "Ấ\u0301", ""]
    assert len(names) > 1_000
    assert run(page, "lookup", "return given[0].map(m.fold)", names) == [fold(name) for name in names]


@pytest.mark.parametrize("words", ["chung thuc", "CHỮ KÝ", "ban chinh", "2.0009", "sua loi", "zzz", " "])
def test_what_is_kept_is_found_as_the_server_finds_it(page: Page, server: Server, words: str) -> None:
    db, day = server.record(), periods.civil_day(periods.now())
    kept = offered_procedures(db, lookup.get_place(db, "H44.5-2", day), day)
    rows = [vars(procedure) for procedure in kept]
    found = run(page, "lookup", "return m.findKept(given[0], given[1])", rows, words)
    here = {procedure.procedure_id for procedure in kept}
    asked = lookup.search_procedures(db, words, day)
    db.conn.close()
    expected = [one.procedure_id for one in asked if one.procedure_id in here]
    assert [row["procedure_id"] for row in found] == expected


def test_between_answers_the_page_counts_whatever_becomes_of_the_walls_clock(page: Page) -> None:
    """Its own wall clock, with the offset noted last, serves only until the first answer."""
    found = run(
        page,
        "time",
        """
        let wall = 1_000_000, counted = 500;
        const time = new m.Time({ Date: { now: () => wall }, performance: { now: () => counted } });
        const found = [time.now()];
        time.offset = 7_000;
        found.push(time.now());
        time.learn(2_000_000);
        found.push(time.now(), time.offset);
        wall += 60_000, counted += 60_000;
        found.push(time.now());
        wall -= 3_600_000;
        found.push(time.now());
        time.learn(2_061_000);
        found.push(time.now(), time.offset);
        return found;
        """,
    )
    assert found == [
        *(1_000_000, 1_007_000),
        *(2_000_000, 1_000_000),
        *(2_060_000, 2_060_000),
        *(2_061_000, 2_061_000 - (1_000_000 + 60_000 - 3_600_000)),
    ]


def test_failures_wait_longer_and_longer_but_not_past_fifteen_seconds(page: Page) -> None:
    body = """
      const waits = (random) => {
        const pace = new m.Pace(() => random);
        const lost = { kind: "unreachable", entries: [] };
        return Array.from({ length: 8 }, () => pace.after(lost));
      };
      return [waits(0), waits(1)];
    """
    least, most = run(page, "pace", body)
    assert least == [500, 1000, 2000, 4000, 7500, 7500, 7500, 7500]
    assert most == [1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000]


def test_a_batch_is_halved_until_the_one_entry_is_found_that_the_server_chokes_on(page: Page) -> None:
    body = """
      const pace = new m.Pace(() => 1);
      const entry = (number) => ({ sequence: number, rating_id: `r${number}` });
      let queue = Array.from({ length: 500 }, (_, at) => entry(at + 1));
      const sizes = [];
      for (let round = 0; round < 60 && queue.length > 1; round += 1) {
        const ready = queue.filter(({ rating_id }) => !pace.held.has(rating_id));
        const entries = ready.slice(0, pace.limit);
        sizes.push(entries.length);
        const chokes = entries.some(({ sequence }) => sequence === 3);
        if (!chokes) queue = queue.filter((entry) => !entries.includes(entry));
        const isMore = queue.length > 0;
        pace.after({ kind: chokes ? "fault" : "answered", entries, isMore });
      }
      return [sizes, queue.map(({ sequence }) => sequence), [...pace.held]];
    """
    sizes, left, held = run(page, "pace", body)
    assert sizes[:7] == [200, 100, 50, 25, 12, 6, 3]
    assert left == [3]
    assert held == ["r3"]
    assert len(sizes) < 40


def test_what_stood_aside_is_tried_again_once_nothing_else_waits(page: Page) -> None:
    body = """
      const pace = new m.Pace();
      const entries = [{ sequence: 1, rating_id: "r1" }];
      const strike = () => {
        pace.after({ kind: "fault", entries, isMore: true });
        return pace.after({ kind: "answered", entries: [], isMore: true });
      };
      strike();
      const [once, wait, held] = [pace.held.size, strike(), pace.held.size];
      const last = pace.after({ kind: "answered", entries: [], isMore: true });
      return [once, held, wait, last, pace.held.size];
    """
    assert run(page, "pace", body) == [0, 1, 0, 60_000, 0]


UPDATES = """
  const posted = [];
  const worker = { waiting: given[0] ? { postMessage: (words) => posted.push(words) } : null };
  const serviceWorker = { addEventListener() {}, controller: {}, register: async () => worker };
  const time = { monotonic: () => given[2] };
  let reloads = 0;
  const reload = () => { reloads += 1; };
  const isStored = async () => true;
  const parts = { serviceWorker, time, release: "a", isIdle: () => given[1], reload, isStored };
  const updates = new m.Updates(parts);
  await updates.register();
  updates.settle(given[3]);
  updates.settle(given[3]);
  return [posted, reloads];
"""
DAY = 86_400_000


@pytest.mark.parametrize(
    ("given", "expected"),
    [  # is there a new one, is nobody there, the page's age, is the server there
        ((True, True, 1_000, True), [["take over"], 0]),
        ((True, False, 1_000, True), [[], 0]),
        ((True, True, 1_000, False), [[], 0]),
        ((False, True, 1_000, True), [[], 0]),
        ((False, False, DAY + 1, True), [[], 0]),
    ],
    ids=["a new release", "somebody stands there", "no server", "nothing new", "old, but in use"],
)
def test_a_new_release_takes_over_only_while_nobody_is_there_and_the_server_is(
    page: Page, given: tuple[bool, bool, int, bool], expected: list[Any]
) -> None:
    assert run(page, "updates", UPDATES, *given) == expected


def test_a_page_that_is_a_day_old_begins_anew_when_nobody_is_there(page: Page) -> None:
    posted, reloads = run(page, "updates", UPDATES, False, True, DAY + 1, False)
    assert (posted, reloads > 0) == ([], True)


def test_a_signature_made_for_one_purpose_serves_no_other(page: Page) -> None:
    body = """
      const { key_pair, public_key } = await m.makeKeys();
      const signature = await m.sign(key_pair, "hailong-contact-1", "body");
      const checked = [
        ["hailong-contact-1", "body", signature],
        ["hailong-ack-1", "body", signature],
        ["hailong-contact-1", "another body", signature],
        ["hailong-contact-1", "body", "no signature"],
        ["hailong-contact-1", "body", ""],
      ];
      return Promise.all(checked.map((about) => m.isSigned(public_key, ...about)));
    """
    assert run(page, "keys", body) == [True, False, False, False, False]
