"""What is kept twice: two stores that agree, and which of them is believed where they do not."""

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

# Two stores as the page has them, with what both of them hold.
STORES = """
  const { Store } = await import("/static/js/store.js");
  const names = ["identity", "meta", "outbox"];
  const nameOf = (suffix) => `twin-${suffix}-${Math.random()}`;
  const make = async (suffix) => {
    const bucket = await navigator.storageBuckets.open(nameOf(suffix).replace(".", "-"));
    return new Store(bucket.indexedDB, window);
  };
  const put = (store, sequence) => store.run(["outbox"], "readwrite", (entries) => {
    entries.put({ device_id: "T1", sequence });
  });
  const know = (store, self) => store.run(["identity"], "readwrite", (identity) => {
    identity.put(self, "self");
  });
  const held = async (store) => {
    const { self, all } = await store.run(["identity", "outbox"], "readonly", (identity, entries) => ({
      self: identity.get("self"), all: entries.getAll(),
    }));
    return [self ?? null, all.map(({ sequence }) => sequence)];
  };
  const first = await make("first"), second = await make("second");
  const twinOf = (open) => new m.Twin(first, { open, locks: navigator.locks });
"""


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


def twin(page: Page, script: str) -> object:
    return run(page, "twin", STORES + script)


def test_what_is_written_stands_in_both(page: Page) -> None:
    both = twin(
        page,
        """
        const twin = twinOf(async () => second);
        await know(twin, "T1");
        twin.follow();
        await put(twin, 1);
        await put(twin, 2);
        await twin.settled();
        return [await held(first), await held(second)];
        """,
    )
    assert both == [["T1", [1, 2]], ["T1", [1, 2]]]


def test_where_the_first_was_thrown_away_the_second_gives_it_all_back(page: Page) -> None:
    restored = twin(
        page,
        """
        await know(second, "T1");
        for (let sequence = 1; sequence <= 450; sequence += 1) await put(second, sequence);
        const twin = twinOf(async () => second);
        const [self, sequences] = await held(twin);
        return [self, sequences.length, (await held(first))[1].length];
        """,
    )
    assert restored == ["T1", 450, 450]


def test_what_the_second_missed_it_gets_at_the_next_start_and_loses_what_was_sent(page: Page) -> None:
    mended = twin(
        page,
        """
        await know(first, "T1");
        await know(second, "T0");
        await put(first, 2);
        await put(first, 3);
        await put(second, 1);
        await put(second, 2);
        const twin = twinOf(async () => second);
        await held(twin);
        twin.follow();
        await twin.settled();
        return [await held(first), await held(second)];
        """,
    )
    assert mended == [["T1", [2, 3]], ["T1", [2, 3]]]


def test_only_one_of_them_is_written_at_a_time(page: Page) -> None:
    most = twin(
        page,
        """
        let writing = 0, most = 0;
        const watched = (store) => ({ run: async (names, mode, work) => {
          writing += mode === "readwrite";
          most = Math.max(most, writing);
          try { return await store.run(names, mode, work); } finally { writing -= mode === "readwrite"; }
        } });
        const twin = new m.Twin(watched(first), { open: async () => watched(second) });
        await know(twin, "T1");
        twin.follow();
        await Promise.all([1, 2, 3, 4, 5].map((sequence) => put(twin, sequence)));
        await twin.settled();
        return [most, (await held(second))[1].length];
        """,
    )
    assert most == [1, 5]


@pytest.mark.parametrize(
    "open_second",
    ["async () => null", "async () => ({ run: () => Promise.reject(new Error('full')) })"],
    ids=["no buckets", "full"],
)
def test_without_a_second_the_first_serves_alone(page: Page, open_second: str) -> None:
    alone = twin(
        page,
        f"""
        const twin = twinOf({open_second});
        await know(twin, "T1");
        twin.follow();
        await put(twin, 1);
        await twin.settled();
        return held(twin);
        """,
    )
    assert alone == ["T1", [1]]


def test_a_first_one_that_does_not_answer_is_asked_again(page: Page) -> None:
    asked = twin(
        page,
        """
        let failures = 0;
        const failing = { run: (...given) => {
          failures += 1;
          return failures === 1 ? Promise.reject(new Error("silent")) : first.run(...given);
        } };
        const twin = new m.Twin(failing, { open: async () => second });
        const refused = await held(twin).catch(({ message }) => message);
        return [refused, await held(twin)];
        """,
    )
    assert asked == ["silent", [None, []]]


# A second one that can be told to fail, a note beside both, and what remains of the second one.
FAILING = """
  let isStale = false, isFailing = false;
  const note = { read: () => isStale, write: (value) => { isStale = value; } };
  const failing = { run: (names, mode, work) => {
    const isRefused = isFailing && mode === "readwrite" && names.includes("outbox");
    return isRefused ? Promise.reject(new Error("silent")) : second.run(names, mode, work);
  } };
  const noted = (store) => new m.Twin(store, { open: async () => failing, note });
  const missOne = async () => {
    const twin = noted(first);
    await know(twin, "T1");
    twin.follow();
    await put(twin, 1);
    await twin.settled();
    isFailing = true;
    await put(twin, 2);
    await twin.settled();
    isFailing = false;
    const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let i = 0; i < 50 && (await held(second))[0]; i += 1) await soon();
    return twin;
  };
"""


def test_a_second_one_that_missed_a_write_forgets_whose_it_is_and_is_noted(page: Page) -> None:
    found = twin(
        page, FAILING + "await missOne(); return [isStale, await held(first), await held(second)];"
    )
    assert found == [True, ["T1", [1, 2]], [None, [1]]]


def test_a_second_one_that_missed_a_write_is_never_taken_for_the_tablet(page: Page) -> None:
    """Even where it could not be made to forget: the note stands in another storage."""
    thrown_away = "await missOne(); await know(second, 'T1'); return held(noted(await make('fresh')));"
    assert twin(page, FAILING + thrown_away) == [None, []]


def test_a_second_one_that_was_made_whole_serves_again(page: Page) -> None:
    mended = twin(
        page,
        FAILING
        + """
        await missOne();
        const next = noted(first);
        await held(next);
        next.follow();
        await next.settled();
        return [isStale, await held(noted(await make("fresh")))];
        """,
    )
    assert mended == [False, ["T1", [1, 2]]]


def test_what_is_noted_outlives_the_page_and_nothing_fails_without_storage(page: Page) -> None:
    asked = """
      const note = () => m.staleNote(given[0] ? window : {});
      note().write(true);
      const noted = note().read();
      note().write(false);
      return [noted, note().read()];
    """
    assert run(page, "stale", asked, True) == [True, False]
    assert run(page, "stale", asked, False) == [False, False]


def test_numbers_are_not_given_out_again_by_a_page_whose_database_was_thrown_away(page: Page) -> None:
    numbers = twin(
        page,
        """
        const { Outbox } = await import("/static/js/outbox.js");
        const { spentNumbers } = await import("/static/js/spent.js");
        const seal = async (head) => head;
        const spent = spentNumbers(window, "T7");
        const parts = { seal, deviceId: "T7", now: () => 0, onChange() {}, spent };
        const outboxOf = async (store) => {
          const outbox = new Outbox({ ...parts, store });
          await outbox.load();
          return outbox;
        };
        const before = await outboxOf(first);
        for (const rating_id of ["a", "b", "c"]) await before.keep({ rating_id });
        spent.write(2); // a page that lags behind
        const after = await outboxOf(second);
        await after.keep({ rating_id: "d" });
        localStorage.removeItem("hailong-spent");
        return (await after.all()).map(({ sequence }) => sequence);
        """,
    )
    assert numbers == [4]
