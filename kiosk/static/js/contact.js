// One contact with the server: what is new goes there, and what the server has signed for leaves
// the outbox. No other answer moves anything.

import { within } from "./browser.js";
import { adopt } from "./identity.js";
import { CONTEXTS, isSigned, sign } from "./keys.js";
import { ofDevice } from "./store.js";

const ADDRESS = "/api/v1/contacts";
const PATIENCE = 10_000;
const AT_ONCE = 32; // numbers set aside in one writing
const LATE = ["TimeoutError", "AbortError"]; // a browser of 2021 names no reason
const STRANGER = ["unknown_device", "wrong_signature"];

/** The letter of a contact, as it is signed. */
export function writeLetter({ contact, boot, release, time, state, outbox, shown }, entries) {
  return JSON.stringify({
    contact,
    now: time.wall(),
    monotonic: time.monotonic(),
    boot,
    last_sequence: outbox.lastSequence,
    release,
    state,
    entries,
    shown,
  });
}

export class Contact {
  #number = 0; // of the last contact
  #last = 0; // the last number that is set aside

  /** `measure() -> state` of this browser; see `kiosk/tablets/contacts.py` for the letter's fields. */
  constructor({ identity, store, outbox, fetch, time, measure, boot, release, finished }) {
    Object.assign(this, { identity, store, outbox, fetch, time, measure, boot, release, finished });
  }

  /**
   * Send at most so many entries; says how it went, as `kind`:
   *
   * "answered" by our server (`answer`, `isMore`), "fault" (it could not take this), "slow",
   * "unreachable" (nobody, or somebody else, was there), "stranger" (it does not know this tablet).
   */
  async make(limit, held) {
    await this.outbox.ready(); // a number not yet known must not be told
    const entries = await this.outbox.take(limit, held);
    const contact = await this.#count();
    const state = await this.measure();
    const { boot, release, time, outbox } = this;
    const shown = this.finished.untold;
    const letter = writeLetter({ contact, boot, release, time, state, outbox, shown }, entries);
    const outcome = await this.#sendByAnyKey(letter, contact, entries);
    if (outcome.kind === "answered") this.finished.forget(shown);
    return { isMore: state.queued > entries.length, ...outcome, entries };
  }

  /** A key whose receipt was lost may be the only one that the server still takes. */
  async #sendByAnyKey(...letter) {
    const { identity, store } = this;
    const { pending_key } = identity;
    const outcome = await this.#send(identity, ...letter);
    if (outcome.kind !== "stranger" || !pending_key) return outcome;
    const second = await this.#send(pending_key, ...letter);
    if (second.kind !== "answered") return outcome;
    await adopt(store, identity, pending_key);
    return second;
  }

  async #send({ key_id, key_pair }, body, contact, entries) {
    try {
      const response = await this.fetch(ADDRESS, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "Hailong-Device": this.identity.device_id,
          "Hailong-Key": key_id,
          "Hailong-Signature": await sign(key_pair, CONTEXTS.contact, body),
        },
        body,
        credentials: "omit",
        signal: within(PATIENCE),
      });
      const text = await response.text();
      if (response.status === 401) return { kind: isStranger(text) ? "stranger" : "unreachable" };
      if (response.status >= 400) return { kind: "fault" };
      return await this.#accept(text, response.headers, contact, entries);
    } catch (error) {
      return { kind: LATE.includes(error.name) ? "slow" : "unreachable" };
    }
  }

  /** Believe only what our server signed in answer to this very letter. */
  async #accept(text, headers, contact, entries) {
    const signature = headers.get("Hailong-Signature") ?? "";
    const key = this.identity.signing_key;
    if (!(await isSigned(key, CONTEXTS.acknowledgement, text, signature))) return { kind: "unreachable" };
    const answer = JSON.parse(text);
    const { contact: answered, device_id } = answer;
    if (answered !== contact || device_id !== this.identity.device_id) return { kind: "unreachable" };
    const named = new Set(answer.entries.map(({ sequence, rating_id }) => `${sequence}|${rating_id}`));
    await this.outbox.remove(
      entries.filter(({ sequence, rating_id }) => named.has(`${sequence}|${rating_id}`)),
    );
    return { kind: "answered", answer };
  }

  /** Contacts are counted across restarts; where that cannot be kept, at least within this page. */
  async #count() {
    if (this.#number >= this.#last) await this.#setAside();
    this.#number += 1;
    return this.#number;
  }

  /** Some numbers at once: each writing may hold up a press. A restart leaves out what it finds unused. */
  async #setAside() {
    const place = ofDevice(this.identity.device_id, "contact");
    const after = (last) => Math.max(last ?? 0, this.#number);
    const setAside = (meta) => {
      const last = meta.get(place);
      last.onsuccess = () => meta.put(after(last.result) + AT_ONCE, place);
      return { last };
    };
    const written = await this.store.run(["meta"], "readwrite", setAside).catch(() => null);
    if (!written) return; // tried again at the next contact
    this.#number = after(written.last);
    this.#last = this.#number + AT_ONCE;
  }
}

function isStranger(text) {
  try {
    return STRANGER.includes(JSON.parse(text).error?.code);
  } catch {
    return false; // a portal's own refusal
  }
}
