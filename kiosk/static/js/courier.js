// Contacts, one after another for as long as the page lives.

const UNTRIED = { kind: "unreachable", entries: [], isMore: false };

export class Courier {
  #timer = null;
  #isUnderWay = false;
  #isWanted = false;

  /** `contact.make`, `pace.after`, and `onOutcome(outcome)` once each contact is over. */
  constructor({ contact, pace, clock, onOutcome }) {
    Object.assign(this, { contact, pace, clock, onOutcome });
  }

  /** Make contact now, or right after the one under way. */
  nudge(delay = 0) {
    if (this.#isUnderWay) this.#isWanted = true;
    else this.#schedule(delay);
  }

  #schedule(delay) {
    this.clock.clearTimeout(this.#timer);
    this.#timer = this.clock.setTimeout(() => this.#round(), delay);
  }

  async #round() {
    this.#isUnderWay = true;
    this.#isWanted = false;
    const { limit, held } = this.pace;
    const outcome = await this.contact.make(limit, held).catch(() => UNTRIED);
    const wait = this.pace.after(outcome);
    this.#isUnderWay = false;
    this.#schedule(this.#isWanted && outcome.kind === "answered" ? 0 : wait);
    await this.onOutcome(outcome);
  }
}
