// The wall's clock, the one that only goes forward, and the server's as far as it is known.

export class Time {
  #offset = 0; // milliseconds by which the server's clock is ahead of this wall's

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

  /** Milliseconds since 1970, corrected by what the server said last. */
  now() {
    return this.wall() + this.#offset;
  }

  get offset() {
    return this.#offset;
  }

  set offset(milliseconds) {
    this.#offset = milliseconds;
  }

  /** The server's clock said this a moment ago. */
  learn(serverNow) {
    this.#offset = Math.round(serverNow - this.wall());
  }
}
