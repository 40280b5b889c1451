"""How a tablet hears of offers, and what its screen asks about: in the browser, without a server."""

from typing import Any

import pytest
from playwright.sync_api import Page

# A server that answers by `replies`, each a function of the letter; time runs twenty times as fast.
STAND = """
  const { Offers } = await import("/static/js/offers.js");
  const { makeKeys, sign } = await import("/static/js/keys.js");
  const [server, mine, stranger] = await Promise.all([makeKeys(), makeKeys(), makeKeys()]);
  const identity = { device_id: "T1-AAA", signing_key: server.public_key, ...mine };
  const offer = { token: "TOKEN", procedure_id: "1.001193", name: "Đất", name_en: null, seconds: 300 };
  const event = async ({ nonce }, changes = {}, keys = server) => {
    const said = { nonce, device_id: "T1-AAA", counter_id: "C-1", again_seconds: 3, offer, ...changes };
    const body = JSON.stringify(said);
    return `data: ${await sign(keys.key_pair, "hailong-offered-1", body)} ${body}\\n\\n`;
  };
  const heard = [], letters = [], pauses = [];
  let wanted = true;
  const clock = {
    now: () => performance.now() * 20,
    setTimeout: (work, delay) => (pauses.push(Math.round(delay)), setTimeout(work, delay / 20)),
    clearTimeout: (timer) => clearTimeout(timer),
  };
  const stand = (replies) => new Offers({
    identity, counter: "C-1", clock, random: () => 0,
    isWanted: () => wanted,
    onOffer: (one) => heard.push(one && one.token),
    fetch: async (address, { body, signal }) => {
      const letter = JSON.parse(body);
      letters.push(letter);
      const reply = replies[Math.min(letters.length, replies.length) - 1];
      const text = await reply(letter, signal);
      return text instanceof Response ? text : new Response(text);
    },
  });
  const until = async (isSo) => {
    const end = performance.now() + 10_000;
    while (!isSo() && performance.now() < end) await new Promise((done) => setTimeout(done, 10));
    wanted = false;
    return isSo();
  };
  const silence = (letter, signal) => new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("given up")));
  });
"""
FINISHED = """
  const { Finished } = await import("/static/js/finished.js");
  const time = { at: 0, monotonic() { return this.at; } };
  let shown = 0;
  const finished = new Finished({ time, onShown: () => { shown += 1; } });
  const offer = (token, seconds = 300) => ({ token, seconds, name: token, name_en: null });
  const ask = (one) => { finished.hear(one); finished.turn(); return finished.token; };
"""


@pytest.fixture
def page(module_page: Page) -> Page:
    return module_page


def stand(page: Page, body: str) -> Any:
    return page.evaluate(f"async () => {{ {STAND} {body} }}")


def finished(page: Page, body: str) -> Any:
    return page.evaluate(f"async () => {{ {FINISHED} {body} }}")


# --- Hearing


def test_what_our_server_signed_for_this_letter_is_heard_and_nothing_else(page: Page) -> None:
    heard = stand(
        page,
        """
        const replies = async (letter) => [
          await event(letter, { offer: { ...offer, token: "STRANGERS" } }, stranger),
          await event({ nonce: "of another letter" }, { offer: { ...offer, token: "OLD" } }),
          await event(letter, { device_id: "T2-BBB", offer: { ...offer, token: "ANOTHERS" } }),
          "data: no signature\\n\\n", ":\\n\\n", "<html>a portal</html>\\n\\n",
          await event(letter),
        ].join("");
        stand([replies]).look();
        await until(() => heard.length > 0);
        return heard;
        """,
    )
    assert heard == ["TOKEN"]


def test_an_event_that_comes_in_pieces_is_heard_whole(page: Page) -> None:
    heard = stand(
        page,
        """
        const pieces = async (letter) => {
          const bytes = new TextEncoder().encode(await event(letter));
          return new Response(new ReadableStream({
            async start(stream) {
              for (let at = 0; at < bytes.length; at += 7) stream.enqueue(bytes.slice(at, at + 7));
              stream.close();
            },
          }));
        };
        stand([pieces]).look();
        await until(() => heard.length > 0);
        return heard;
        """,
    )
    assert heard == ["TOKEN"]


def test_of_another_counter_nothing_is_offered_here(page: Page) -> None:
    heard = stand(
        page,
        """
        stand([(letter) => event(letter, { counter_id: "C-2" })]).look();
        await until(() => heard.length > 0);
        return heard;
        """,
    )
    assert heard == [None]


def test_the_tablet_asks_again_when_the_server_says(page: Page) -> None:
    pauses, nonces = stand(
        page,
        """
        stand([(letter) => event(letter, { again_seconds: 60 })]).look();
        await until(() => letters.length === 2);
        return [pauses, new Set(letters.map(({ nonce }) => nonce)).size];
        """,
    )
    assert 60_000 in pauses
    assert nonces == 2


def test_where_nothing_comes_through_a_stream_it_asks_without_waiting(page: Page) -> None:
    waits, heard = stand(
        page,
        """
        stand([silence, (letter) => event(letter)]).look();
        await until(() => heard.length > 1);
        return [letters.map(({ wait }) => wait), heard];
        """,
    )
    assert waits[:3] == [55, 0, 0]
    assert heard == ["TOKEN", "TOKEN"]


def test_failures_make_it_wait_longer_and_longer(page: Page) -> None:
    pauses = stand(
        page,
        """
        stand([() => new Response("", { status: 503 })]).look();
        await until(() => letters.length === 4);
        return pauses;
        """,
    )
    # The first events are waited for 4 s each time; between lie pauses that double.
    pauses = [pause for pause in pauses if pause >= 2_000]
    assert pauses[:6] == [4_000, 2_000, 4_000, 4_000, 4_000, 8_000]


def test_where_nobody_could_see_it_nothing_is_asked_and_what_is_under_way_ends(page: Page) -> None:
    asked, ended = stand(
        page,
        """
        let isOver = false;
        const listener = stand([(letter, signal) => {
          signal.addEventListener("abort", () => { isOver = true; });
          return silence(letter, signal);
        }]);
        wanted = false;
        listener.look();
        const before = letters.length;
        wanted = true;
        listener.look();
        listener.look();
        while (letters.length === 0) await new Promise((done) => setTimeout(done, 5));
        wanted = false;
        listener.look();
        await new Promise((done) => setTimeout(done, 100));
        return [[before, letters.length], isOver];
        """,
    )
    assert asked == [0, 1]
    assert ended


# --- What the screen asks about


def test_what_was_heard_last_is_asked_about_at_the_next_turn(page: Page) -> None:
    found = finished(
        page,
        """
        finished.hear(offer("A"));
        const before = finished.token;
        finished.turn();
        const first = finished.token;
        finished.hear(offer("B"));
        const still = finished.token;
        finished.turn();
        return [before, first, still, finished.token, shown];
        """,
    )
    assert found == [None, "A", "A", "B", 2]


def test_an_offer_ends_with_its_time_or_when_it_is_taken_back(page: Page) -> None:
    found = finished(
        page,
        """
        const first = ask(offer("A", 10));
        time.at = 9_999;
        finished.turn();
        const still = finished.token;
        time.at = 10_000;
        finished.turn();
        const over = finished.token;
        return [first, still, over, ask(offer("B")), ask(null)];
        """,
    )
    assert found == ["A", "A", None, "B", None]


def test_a_slip_that_is_scanned_again_after_all_is_asked_about_again(page: Page) -> None:
    found = finished(
        page,
        """
        finished.take("SLIP");
        finished.spend(finished.token);
        const disowned = finished.token;
        finished.take("SLIP");
        return [disowned, finished.token, finished.kind];
        """,
    )
    assert found == [None, "SLIP", "receipt"]


def test_what_was_answered_is_not_asked_about_again_though_the_server_says_it_still(page: Page) -> None:
    found = finished(
        page,
        """
        ask(offer("A"));
        finished.spend(finished.token);
        const spent = finished.token;
        const again = ask(offer("A"));
        finished.restore("A");
        return [spent, again, ask(offer("A")), ask(offer("B"))];
        """,
    )
    assert found == [None, None, "A", "B"]


def test_what_has_stood_there_is_told_until_the_server_knows(page: Page) -> None:
    found = finished(
        page,
        """
        finished.hear(offer("NEVER SHOWN"));
        ask(offer("A"));
        ask(offer("B"));
        const first = finished.untold;
        finished.forget(["A"]);
        return [first, finished.untold];
        """,
    )
    assert found == [["A", "B"], ["B"]]
