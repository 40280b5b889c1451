// Keeping the page's release in step with the server's. A new release is fetched whole beside the
// old one, and takes over only while nobody stands here and nothing is being written.

const DAY = 86_400_000;
const SETTLED = 600_000; // without a service worker, a page reloads for a release no sooner

export class Updates {
  #registration = null;
  #isTakingOver = false;
  #isDue = false; // the new release has taken over, and this page is of the old one
  #isKept = false;

  /**
   * `isIdle()` says when a reload disturbs nobody; `keep()` fetches all that this page needs, once
   * the service worker sees it pass.
   */
  constructor({ serviceWorker, time, release, isIdle, reload, keep }) {
    Object.assign(this, { serviceWorker, time, release, isIdle, reload, keep });
  }

  /** Let the page be kept for times without a network; where that cannot be, it works on. */
  async register() {
    if (!this.serviceWorker) return;
    this.#isKept = Boolean(this.serviceWorker.controller); // it was kept when it was last opened
    this.serviceWorker.addEventListener("controllerchange", async () => {
      if (this.#isTakingOver) this.#changeOver();
      else this.#isKept = await this.keep();
    });
    this.#registration = await this.serviceWorker
      .register("/t/sw.js", { updateViaCache: "none" })
      .catch(() => null);
  }

  /** Whether the page would open without a network. */
  get isKept() {
    return this.#isKept;
  }

  /** The server's release, as a contact told it. */
  async see(release) {
    if (release === this.release) return;
    if (this.#registration) await this.#registration.update().catch(() => {});
    else if (this.time.monotonic() > SETTLED && this.isIdle()) this.reload();
  }

  /** Somebody may have begun to press since it was asked to take over: that person ends first. */
  #changeOver() {
    this.#isDue = true;
    this.settle(true);
  }

  /** Change over now, if there is something to change to and nobody is disturbed. */
  settle(isReachable) {
    if (!this.isIdle()) return;
    if (this.#isDue) this.reload();
    if (this.#isTakingOver) return;
    const waiting = this.#registration?.waiting;
    if (waiting) {
      this.#isTakingOver = true;
      waiting.postMessage("take over");
    } else if (this.time.monotonic() > DAY && (this.isKept || isReachable)) {
      this.reload(); // a page that never ends gathers what it should not
    }
  }
}
