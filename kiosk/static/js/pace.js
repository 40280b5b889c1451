// How much the next contact carries, and how long it waits. Failures make it wait longer and carry
// less, down to nothing at all: if nothing goes through where one entry did not, and so again, that
// entry is the cause, and its rating stands aside while the others pass. Once may be chance: the
// network has come back between the two.

const MOST = 200; // entries
const QUIET = 60_000;
const FIRST = 1_000;
const STRIKES = 2;
const LONGEST = 15_000; // with a request's own patience, back within 30 s of the network

export class Pace {
  #failures = 0;
  #suspect = null; // the rating whose entry went alone and did not pass
  #strikes = 0;
  limit = MOST;
  held = new Set(); // ratings that stand aside, with their details, which would find no rating

  constructor(random = Math.random) {
    this.random = random;
  }

  /** Milliseconds until the next contact, after this one. */
  after({ kind, entries, isMore }) {
    if (kind === "answered") return this.#onAnswer(entries, isMore);
    this.#failures += 1;
    if (kind === "stranger") return QUIET;
    if (kind !== "unreachable") this.#doubt(entries);
    const most = Math.min(FIRST * 2 ** (this.#failures - 1), LONGEST);
    return most * (0.5 + this.random() / 2);
  }

  #doubt(entries) {
    if (entries.length > 0) this.#accuse(entries.length === 1 ? entries[0].rating_id : null);
    this.limit = Math.floor(entries.length / 2);
  }

  #accuse(rating) {
    if (rating !== this.#suspect) this.#strikes = 0;
    this.#suspect = rating;
  }

  #onAnswer(entries, isMore) {
    this.#failures = 0;
    if (this.limit > 0) this.#accuse(null);
    else if (this.#suspect) this.#strikes += 1;
    if (this.#strikes === STRIKES) {
      this.held.add(this.#suspect);
      this.#accuse(null);
    }
    const wasEmpty = entries.length === 0 && this.limit > 0;
    this.limit = Math.min(Math.max(this.limit * 2, 1), MOST);
    if (wasEmpty) this.held.clear(); // all others have passed: try those once more
    return isMore && !wasEmpty ? 0 : QUIET;
  }
}
