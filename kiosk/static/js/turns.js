// Writes take turns: never two at once, and one for which a person waits goes before all that wait.

export const URGENT = "urgent"; // somebody waits for it
export const AFTERWARDS = "afterwards"; // what was done is done again elsewhere
export const ORDINARY = "ordinary";
const ORDER = [URGENT, AFTERWARDS, ORDINARY];

export class Turns {
  #waiting = new Map(ORDER.map((kind) => [kind, []]));
  #isBusy = false;

  /** Resolves or rejects as `job() -> Promise` does, once its turn has come. */
  take(kind, job) {
    return new Promise((resolve, reject) => {
      this.#waiting.get(kind).push(() => job().then(resolve, reject));
      this.#serve();
    });
  }

  /** Resolves once nothing waits any more. */
  over() {
    return this.take(ORDINARY, async () => {});
  }

  async #serve() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let job = this.#next(); job; job = this.#next()) await job();
    this.#isBusy = false;
  }

  #next() {
    return ORDER.map((kind) => this.#waiting.get(kind)).find((jobs) => jobs.length > 0)?.shift();
  }
}
