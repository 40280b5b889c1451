// Bringing an answer to the record at once, from a phone or a tablet that is not paired: until
// the record names it, it was not received.

import { within } from "./browser.js";

const FINAL = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);
const LONGEST_WAIT = 30_000;
const SAME_LENGTH = 256; // so that the size of what travels does not tell the answer
const PATHS = { rating: "/api/v1/ratings", detail: "/api/v1/details" };

/** A function that posts one item and says "recorded", "refused" or "failed". */
export function sendOver(fetch, timeoutMs = 8_000) {
  return async (path, item) => {
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(item).padEnd(SAME_LENGTH),
        credentials: "omit",
        signal: within(timeoutMs),
      });
      const isOurs = response.headers.has("Hailong-Release"); // a portal's refusal is none
      if (FINAL(response.status)) return isOurs ? "refused" : "failed";
      const receipt = response.ok ? await response.json() : {};
      const named = receipt.rating_id === item.rating_id && receipt.status === "recorded";
      return named ? "recorded" : "failed";
    } catch {
      return "failed";
    }
  };
}

/** Keeps an item by sending it until the record answers; its age is told anew each time. */
export class Sender {
  constructor({ send, wait, clock, channel }) {
    Object.assign(this, { send, wait, clock, channel });
  }

  /** "recorded" or "refused"; `onTrouble()` once, where the first try fails. */
  async keep(item, onTrouble) {
    const pressedAt = this.clock.now();
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.send(PATHS[item.kind], this.#letter(item, pressedAt));
      if (outcome !== "failed") return outcome;
      if (attempt === 0) onTrouble();
      await this.wait(Math.min(1_000 * 2 ** attempt, LONGEST_WAIT));
    }
  }

  #letter({ kind, officer_id, ...content }, pressedAt) {
    if (kind === "detail") return content;
    const age_seconds = Math.round((this.clock.now() - pressedAt) / 1_000);
    return { ...content, channel: this.channel, age_seconds };
  }
}
