// The service that the first screen asks about: the one just finished at this counter, until
// somebody has answered, has said that it is another's, or its time is over.

const REMEMBERED = 50;

export class Finished {
  #heard = null; // what the server offers now
  #asked = null; // what the screen asks about
  #spent = []; // tokens that are not to be asked about again; the server may not know it yet
  #untold = new Set(); // tokens that have stood on the screen, until the server knows

  /** `onShown()` once a further one stands on the screen. */
  constructor({ time, onShown = () => {} }) {
    Object.assign(this, { time, onShown });
  }

  /** The server offers this now (null: nothing); it is taken up at the next turn. */
  hear(offer) {
    this.#heard = offer && { ...offer, ends: this.time.monotonic() + offer.seconds * 1_000 };
  }

  /** Ask about what was heard last. To be called only while nobody stands here. */
  turn() {
    const heard = this.#heard;
    const isDue = heard && heard.ends > this.time.monotonic() && !this.#spent.includes(heard.token);
    const isOther = this.#asked?.token !== heard?.token;
    this.#asked = isDue ? heard : null;
    if (!isDue || !isOther) return;
    this.#untold.add(heard.token);
    this.onShown();
  }

  /** Write it into the page. What was disowned leaves its place empty: nothing moves under a finger. */
  furnish(stage) {
    const card = stage.find(".finished");
    if (!card) return;
    card.hidden = !this.#asked;
    card.toggleAttribute("data-gone", this.#asked !== null && this.token === null);
    const line = card.querySelector("[data-field=finished]");
    const { name, name_en } = this.#asked ?? {};
    const isEnglish = stage.document.documentElement.lang === "en" && Boolean(name_en);
    line.textContent = this.#asked?.isSlip ? line.dataset.slip : ((isEnglish ? name_en : name) ?? "");
    line.lang = isEnglish ? "en" : "vi";
  }

  /** Ask about the slip that somebody here has scanned, until that person has gone. */
  take(token) {
    this.restore(token); // whoever said "not mine" may scan it after all
    this.#asked = { token, isSlip: true };
  }

  /** What a press is tied to, or null. */
  get token() {
    const token = this.#asked?.token ?? null;
    return this.#spent.includes(token) ? null : token;
  }

  /** What that token is: the counter's offer, or the receipt that stands on a slip. */
  get kind() {
    return this.#asked?.isSlip ? "receipt" : "offer";
  }

  /** Somebody has answered about it, or it was not theirs: it is asked about no more. */
  spend(token) {
    if (token) this.#spent = [...this.#spent, token].slice(-REMEMBERED);
  }

  /** The answer could not be kept: it may be asked about again. */
  restore(token) {
    this.#spent = this.#spent.filter((one) => one !== token);
  }

  /** The tokens that have stood here and that the server does not know of yet. */
  get untold() {
    return Array.from(this.#untold).slice(0, REMEMBERED);
  }

  /** The server knows of these. */
  forget(tokens) {
    tokens.forEach((token) => this.#untold.delete(token));
  }
}
