// The wall's clock, the one that only goes forward, and the server's as far as it is known.

export class Time {
  #offset = 0; // milliseconds by which the server's clock is ahead of this wall's
  #answer = null; // what the server's clock said last in this page, and what was counted then

  constructor({ Date, performance }) {
    Object.assign(this, { Date, performance });
  }

  /** Milliseconds since 1970, as this device believes. */
  wall() {
    return this.Date.now();
  }

  /** Milliseconds since the page was opened. */
  monotonic() {
    return this.performance.now();
  }

  /**
   * Milliseconds since 1970 by the server's clock: counted on from what it said last, because
   * somebody may set this wall's; before its first answer, the wall's with the offset kept.
   */
  now() {
    if (!this.#answer) return this.wall() + this.#offset;
    return this.#answer.server + this.monotonic() - this.#answer.counted;
  }

  get offset() {
    return this.#offset;
  }

  set offset(milliseconds) {
    this.#offset = milliseconds;
  }

  /** The server's clock said this a moment ago. */
  learn(serverNow) {
    this.#answer = { server: serverNow, counted: this.monotonic() };
    this.#offset = Math.round(serverNow - this.wall());
  }
}
