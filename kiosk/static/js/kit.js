// The counter's kit: the last one that came, at once, and a newer one when the server has it.

const PATIENCE = 5_000;

export class Kit {
  content = null;
  etag = null;

  constructor({ fetch, caches, counter }) {
    Object.assign(this, { fetch, caches, address: `/t/${counter}/kit.json` });
  }

  /** The kit that the service worker keeps, if there is one. */
  async recall() {
    const kept = await this.caches?.match(this.address).catch(() => undefined);
    if (kept) await this.#take(kept);
    return this;
  }

  /** Ask for the present one; says whether it is another than before. */
  async renew() {
    const before = this.etag;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await this.fetch(this.address, { credentials: "omit", signal });
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
    if (!Array.isArray(content.duties)) return;
    this.content = content;
    this.etag = (response.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
  }
}
