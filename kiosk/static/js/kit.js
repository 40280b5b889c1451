// The counter's kit: the last one that came, at once, and a newer one when the server has it.

import { within } from "./browser.js";

const PATIENCE = 5_000;

export class Kit {
  content = null;
  etag = null;
  #key = ""; // null: a paired tablet's that has not been told yet, without which half would come

  constructor({ fetch, caches, store, counter }) {
    Object.assign(this, { fetch, caches, store, counter, address: `/t/${counter}/kit.json` });
  }

  /** For a paired tablet: its key, and the kit that the service worker keeps, if there is one. */
  async recall() {
    this.#key = null;
    this.#learn(await this.#readKey());
    try {
      const kept = await this.caches?.match(this.address);
      if (kept) await this.#take(kept);
    } catch {
      await this.#forget(); // a damaged copy would only be met again
    }
    return this;
  }

  async #forget() {
    const names = (await this.caches?.keys().catch(() => [])) ?? [];
    const forget = async (name) => (await this.caches.open(name)).delete(this.address);
    await Promise.allSettled(names.map(forget));
  }

  /** The key to a counter's kit, as a contact told it; kept for the next time. */
  async learn(counter, key) {
    if (counter === this.counter && key === this.#key) return;
    this.#learn({ counter, key });
    await this.store.run(["meta"], "readwrite", (meta) => void meta.put({ counter, key }, "kit_key"));
  }

  #learn(told) {
    if (told?.counter === this.counter) this.#key = told.key;
  }

  async #readKey() {
    const read = (meta) => ({ told: meta.get("kit_key") });
    return (await this.store.run(["meta"], "readonly", read).catch(() => ({}))).told;
  }

  /** Ask for the present one; says whether it is another than before. */
  async renew() {
    if (this.#key === null) return false;
    const before = this.etag;
    try {
      const signal = within(PATIENCE);
      const response = await this.fetch(`${this.address}${this.#key && `?key=${this.#key}`}`, { credentials: "omit", signal });
      if (response.ok && response.headers.has("Hailong-Release")) await this.#take(response);
    } catch {
      return false; // the last one still serves
    }
    return this.etag !== before;
  }

  /** Let the service worker see each picture once, so that it has them without a network. */
  async fetchPictures() {
    const pictures = Object.values(this.content?.officers ?? {}).map(({ photo }) => photo);
    for (const photo of pictures.filter(Boolean)) await this.fetch(photo).catch(() => null);
  }

  async #take(response) {
    const content = await response.json();
    if (!isWhole(content)) throw new TypeError("this is no kit");
    this.content = content;
    this.etag = (response.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
  }
}

/** Whether all is there that this page reads without a question. */
function isWhole(content) {
  const { duties, officers, procedures } = content ?? {};
  return Array.isArray(duties) && Array.isArray(procedures) && typeof officers === "object" && officers !== null;
}
