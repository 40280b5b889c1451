// What was finished at this counter a moment ago, as our server tells it: by a stream of events
// where that comes through, else by asking every few seconds. EventSource cannot sign a letter.

import { randomHex } from "./encoding.js";
import { CONTEXTS, isSigned, sign } from "./keys.js";

const ADDRESS = "/api/v1/offers";
const WAIT = 55; // seconds that a stream is asked for
const FIRST = 4_000; // milliseconds until its first event; a proxy may hold streams back
const SILENCE = 15_000; // the server speaks every five seconds
const POLLING = 600_000; // how long no further stream is tried where one was held back
const LEAST = 2_000;
const MOST = 60_000;

export class Offers {
  #stop = null; // ends what is under way
  #timer = null;
  #failures = 0;
  #pollsUntil = 0;

  /** `isWanted()`: whether anybody could see an offer now; `onOffer(offer)`, null for none. */
  constructor({ identity, counter, fetch, clock, isWanted, onOffer, random = Math.random }) {
    Object.assign(this, { identity, counter, fetch, clock, isWanted, onOffer, random });
  }

  /** Begin to listen, or cease: to be called whenever that may have changed. */
  look() {
    if (this.isWanted()) {
      if (!this.#stop && this.#timer === null) this.#round();
      return;
    }
    this.#stop?.abort();
    this.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #round() {
    this.#stop = new AbortController();
    const isStream = this.clock.now() >= this.#pollsUntil && "TextDecoderStream" in globalThis;
    const again = await this.#listen(isStream ? WAIT : 0, this.#stop).catch(() => null);
    this.#stop = null;
    if (!this.isWanted()) return;
    if (again === null) this.#pollsUntil = isStream ? this.clock.now() + POLLING : 0;
    this.#failures = again === null ? this.#failures + 1 : 0;
    this.#timer = this.clock.setTimeout(() => {
      this.#timer = null;
      this.look();
    }, this.#pause(again));
  }

  /** Not all tablets at once after the server has begun anew. */
  #pause(again) {
    const least = again === null ? LEAST * 2 ** (this.#failures - 1) : again * 1_000;
    return Math.min(least, MOST) + this.random() * 500;
  }

  /** After how many seconds to ask again, as the last event says it; null where none came. */
  async #listen(wait, stop) {
    const nonce = randomHex(16);
    let timer = this.clock.setTimeout(() => stop.abort(), FIRST);
    let again = null;
    try {
      const response = await this.#send(JSON.stringify({ nonce, wait }), stop.signal);
      for await (const event of events(response)) {
        this.clock.clearTimeout(timer);
        timer = this.clock.setTimeout(() => stop.abort(), SILENCE);
        again = (await this.#hear(event, nonce)) ?? again;
      }
      return again;
    } catch {
      return again; // what was heard was heard: the line alone has broken
    } finally {
      this.clock.clearTimeout(timer);
      stop.abort();
    }
  }

  async #send(body, signal) {
    const { device_id, key_id, key_pair } = this.identity;
    const response = await this.fetch(ADDRESS, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Hailong-Device": device_id,
        "Hailong-Key": key_id,
        "Hailong-Signature": await sign(key_pair, CONTEXTS.offers, body),
      },
      body,
      credentials: "omit",
      signal,
    });
    if (!response.ok) throw new Error(`offers: ${response.status}`);
    return response;
  }

  /** Believe only what our server signed in answer to this very letter. */
  async #hear(event, nonce) {
    const line = event.split("\n").find((one) => one.startsWith("data: "));
    if (!line) return null; // a sign that the line holds
    const [, signature, body] = /^data: (\S+) (.*)$/.exec(line) ?? [];
    const { signing_key, device_id } = this.identity;
    if (!(await isSigned(signing_key, CONTEXTS.offered, body ?? "", signature ?? ""))) return null;
    const said = JSON.parse(body);
    if (said.nonce !== nonce || said.device_id !== device_id) return null;
    this.onOffer(said.counter_id === this.counter ? said.offer : null);
    return said.again_seconds;
  }
}

/** The events of a reply, each as it comes; all at its end where a browser cannot read it before. */
async function* events(response) {
  if (!("TextDecoderStream" in globalThis)) {
    yield* (await response.text()).split("\n\n");
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop();
    yield* parts;
  }
}
