// Contacts, one after another for as long as the page lives.

const UNTRIED = { kind: "unreachable", entries: [], isMore: false };

export class Courier {
  #timer = null;
  #due = Infinity; // when the next one begins
  #isUnderWay = false;
  #wanted = null; // how soon after the one under way

  /** `contact.make`, `pace.after`, and `onOutcome(outcome)` once each contact is over. */
  constructor({ contact, pace, clock, onOutcome }) {
    Object.assign(this, { contact, pace, clock, onOutcome });
  }

  /** Make contact within so many milliseconds, counted from the end of the one under way. */
  nudge(delay = 0) {
    if (this.#isUnderWay) this.#wanted = Math.min(delay, this.#wanted ?? delay);
    else this.#schedule(delay);
  }

  /** Never later than it would have been: who presses again and again puts nothing off. */
  #schedule(delay) {
    const due = this.clock.now() + delay;
    if (due >= this.#due) return;
    this.#due = due;
    this.clock.clearTimeout(this.#timer);
    this.#timer = this.clock.setTimeout(() => this.#round(), delay);
  }

  async #round() {
    this.#isUnderWay = true;
    this.#due = Infinity;
    this.#wanted = null;
    const { limit, held } = this.pace;
    const outcome = await this.contact.make(limit, held).catch(() => UNTRIED);
    const wait = this.pace.after(outcome);
    this.#isUnderWay = false;
    const isSooner = this.#wanted !== null && outcome.kind === "answered";
    this.#schedule(isSooner ? Math.min(wait, this.#wanted) : wait);
    await this.onOutcome(outcome);
  }
}
