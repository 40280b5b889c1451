// The time that is left on a screen: seen, extended by a press, over exactly once.

export class Countdown {
  #deadline = 0;
  #timer = null;

  /** `onTick(seconds)` each second, `onEnd()` once; `clock` has now(), setTimeout, clearTimeout. */
  constructor(clock, onTick, onEnd) {
    Object.assign(this, { clock, onTick, onEnd });
  }

  start(seconds) {
    this.#deadline = this.clock.now() + seconds * 1_000;
    this.#tick();
  }

  extend(seconds) {
    if (this.#timer === null) return;
    this.#deadline += seconds * 1_000;
    this.#tick();
  }

  stop() {
    this.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tick() {
    this.clock.clearTimeout(this.#timer);
    const left = this.#deadline - this.clock.now();
    if (left <= 0) {
      this.#timer = null;
      this.onEnd();
      return;
    }
    this.onTick(Math.ceil(left / 1_000));
    this.#timer = this.clock.setTimeout(() => this.#tick(), left % 1_000 || 1_000);
  }
}
