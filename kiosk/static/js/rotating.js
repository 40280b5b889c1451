// The code that phones scan: counter and minute, with what only the server and this counter's tablets
// can make of the two. It is made here, so it needs no network; see kiosk/phones/rotating.py.

import { toBase64, utf8 } from "./encoding.js";

export const WINDOW = 60_000; // milliseconds for which one code is shown
const TURN = 100;
const MAC_BYTES = 8;
const HMAC = { name: "HMAC", hash: "SHA-256" };

/** The key as a contact tells it, in hexadecimal digits, as one that nobody can read out again. */
export function importKey(text, { subtle } = globalThis.crypto) {
  const bytes = Uint8Array.from(text.match(/../g), (digits) => parseInt(digits, 16));
  return subtle.importKey("raw", bytes, HMAC, false, ["sign"]);
}

/** The counter's code at an instant, in milliseconds since 1970. */
export async function writeCode(key, counter, instant, { subtle } = globalThis.crypto) {
  const number = Math.floor(instant / WINDOW);
  const mac = await subtle.sign("HMAC", key, utf8(`${counter}|${number}`));
  const digits = String(number % TURN).padStart(2, "0");
  return `${encodeURIComponent(counter)}.${digits}.${toBase64(mac.slice(0, MAC_BYTES))}`;
}

/** The key of this page's counter: the last one that a contact told, also after a restart. */
export class CodeKey {
  #key = null;
  #told = null;

  constructor({ store, counter }) {
    Object.assign(this, { store, counter });
  }

  async recall() {
    const read = (meta) => ({ kept: meta.get("code_key") });
    const { kept } = await this.store.run(["meta"], "readonly", read).catch(() => ({}));
    if (kept?.counter === this.counter) this.#key = kept.key;
  }

  /** What a contact told for that counter; "" for a tablet that is to make no more codes. */
  async learn(counter, text) {
    const told = `${counter}|${text}`;
    if (told === this.#told) return;
    const key = text ? await importKey(text) : null;
    this.#key = counter === this.counter ? key : null; // carried away: the codes of here are over
    await this.store.run(["meta"], "readwrite", (meta) => void meta.put({ counter, key }, "code_key"));
    this.#told = told;
  }

  /** The code of an instant, or null where none can be made. */
  async code(instant) {
    return this.#key && writeCode(this.#key, this.counter, instant);
  }
}
