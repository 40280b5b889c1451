// Keeping the page's release in step with the server's. A new release is fetched whole beside the
// old one, and takes over only while nobody stands here and nothing is being written.

const DAY = 86_400_000;
const SETTLED = 600_000; // without a service worker, a page reloads for a release no sooner

export class Updates {
  #registration = null;
  #isTakingOver = false;
  #isDue = false; // the new release has taken over, and this page is of the old one
  #isKept = false;
  #gathering = null;

  /**
   * `isIdle()` says when a reload disturbs nobody; `keep()` fetches all that this page needs, which
   * the service worker sees pass; `isStored()` looks whether it lies there.
   */
  constructor({ serviceWorker, time, release, isIdle, reload, keep, isStored }) {
    Object.assign(this, { serviceWorker, time, release, isIdle, reload, keep, isStored });
  }

  /** Let the page be kept for times without a network; where that cannot be, it works on. */
  async register() {
    if (!this.serviceWorker) return;
    this.serviceWorker.addEventListener("controllerchange", () => {
      if (this.#isTakingOver) this.#changeOver();
      else this.#gather();
    });
    await this.look();
    await this.#install();
  }

  /** Look whether the page would open without a network. */
  async look() {
    const isThere = Boolean(this.serviceWorker?.controller);
    this.#isKept = isThere && (await this.isStored().catch(() => false));
  }

  async #install() {
    this.#registration = await this.serviceWorker
      .register("/t/sw.js", { updateViaCache: "none" })
      .catch(() => null);
  }

  /** One at a time: a contact and the worker's arrival may both ask for it. */
  async #gather() {
    this.#gathering ??= this.keep().finally(() => {
      this.#gathering = null;
    });
    await this.#gathering.catch(() => {}); // what lies there says how far it came
    await this.look();
  }

  /** Whether the page would open without a network, as far as was seen last. */
  get isKept() {
    return this.#isKept;
  }

  /** The server's release, as a contact told it. */
  async see(release) {
    if (!this.#isKept && this.serviceWorker) await this.#strive();
    if (release === this.release) return;
    if (this.#registration) await this.#registration.update().catch(() => {});
    else if (this.time.monotonic() > SETTLED && this.isIdle()) this.reload();
  }

  /** What failed once is tried again: the worker's arrival, and what it should have kept. */
  async #strive() {
    if (!this.serviceWorker.controller) await this.#install();
    else await this.#gather();
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
    if (waiting && isReachable) {
      this.#isTakingOver = true;
      waiting.postMessage("take over");
    } else if (this.time.monotonic() > DAY && (this.isKept || isReachable)) {
      this.reload(); // a page that never ends gathers what it should not
    }
  }
}
