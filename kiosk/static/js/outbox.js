// What was pressed and is not yet with the server. An entry is sealed before it is kept, and
// leaves only when the server has named it. Where the browser cannot keep it, it is held in
// memory instead, and is not called recorded before the server has it.

const STORES = ["outbox", "meta"];
const MOST_OF_ONE = 4; // entries of one rating: itself and what was answered after it

/** An entry's name among those of every tablet that this browser has been. */
export const nameOf = ({ device_id, sequence }) => `${device_id}|${sequence}`;

const FORGETFUL = { read: () => 1, write() {} };

export class Outbox {
  #next = 1;
  #loose = new Map(); // entries in memory alone, each with what to call once it has arrived
  #last = Promise.resolve();
  #isSound = true;
  #isNumbered = false; // whether it is known which numbers are spent

  /**
   * `seal(head, content) -> entry`; `onChange()` after each entry kept and each fault found;
   * `spent` remembers numbers where the database cannot (see spent.js).
   */
  constructor({ store, seal, deviceId, now, onChange, spent = FORGETFUL }) {
    Object.assign(this, { store, seal, deviceId, now, onChange, spent });
  }

  /** Whether the last entry could be kept: room for a number is not yet room for an entry. */
  get isSound() {
    return this.#isSound;
  }

  get lastSequence() {
    return this.#next - 1;
  }

  /** Take up counting where the last page left off; shows too whether anything can be written. */
  async load() {
    await this.peek();
    await this.#run("readwrite", (_, meta) => {
      meta.put(this.#next, "next");
    });
    this.#isSound = true;
  }

  /** The same without writing anything: for a page that only shows what is here. */
  async peek() {
    const { next } = await this.#run("readonly", (_, meta) => ({ next: meta.get("next") }));
    this.raise(Math.max(next ?? 1, this.spent.read()));
    this.#isNumbered = true;
  }

  /** Numbers below this one are spent. */
  raise(next) {
    this.#next = Math.max(this.#next, next);
  }

  /** Keep one item; "recorded" once it is on this disk or on the server's, whichever is first. */
  async keep(content, onTrouble = () => {}) {
    const turn = this.#last.then(() => this.#keep(content));
    this.#last = turn.catch(() => {});
    const { arrival, isLoose } = await turn;
    if (isLoose) onTrouble();
    return arrival;
  }

  /** At most so many entries of one tablet, in the order of their numbers, but for ratings held back. */
  async take(limit, held = new Set()) {
    if (limit === 0) return [];
    const kept = await this.#kept(limit + held.size * MOST_OF_ONE);
    const all = new Map([...kept, ...this.#looseEntries()].map((entry) => [nameOf(entry), entry]));
    const ready = [...all.values()].filter(({ rating_id }) => !held.has(rating_id));
    const [first] = ready; // a tablet that was paired anew may still hold what its old name sealed
    return ready
      .filter(({ device_id }) => device_id === first.device_id)
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, limit);
  }

  /** Everything, of whichever tablet. */
  async all() {
    const { all } = await this.#run("readonly", (outbox) => ({ all: outbox.getAll() }));
    return all.sort((a, b) => a.sequence - b.sequence);
  }

  /** These have arrived. */
  async remove(entries) {
    for (const entry of entries) {
      this.#loose.get(nameOf(entry))?.arrived("recorded");
      this.#loose.delete(nameOf(entry));
    }
    if (entries.length === 0) return;
    await this.#run("readwrite", (outbox, meta) => {
      for (const { device_id, sequence } of entries) outbox.delete([device_id, sequence]);
      const count = outbox.count();
      count.onsuccess = () => count.result || meta.delete("since");
    }).catch(() => {}); // sent again, they are known already
  }

  /** How many wait, and since when at most, in milliseconds since 1970 (null: none). */
  async waiting() {
    try {
      const { count, since } = await this.#run("readonly", (outbox, meta) => ({
        count: outbox.count(),
        since: meta.get("since"),
      }));
      return { queued: count + this.#loose.size, since: since ?? this.#oldestLoose() };
    } catch {
      return { queued: this.#loose.size, since: this.#oldestLoose() };
    }
  }

  async #keep(content, isAgain = false) {
    if (!this.#isNumbered) await this.#number();
    const head = { sequence: this.#next, rating_id: content.rating_id, device_id: this.deviceId };
    this.#next += 1;
    const entry = await this.seal(head, content);
    try {
      await this.#write(entry);
      this.#isSound = true;
      return { arrival: "recorded", isLoose: false };
    } catch (error) {
      if (error.name !== "ConstraintError" || isAgain) {
        return { arrival: this.#hold(entry), isLoose: true };
      }
      await this.#number(); // another page has used this one
      return this.#keep(content, true);
    } finally {
      this.onChange();
    }
  }

  /** Learn the next number, even where nothing can be written; rejects where it cannot be read. */
  async #number() {
    this.#isNumbered = false;
    await this.load().catch((error) => {
      if (!this.#isNumbered) throw error;
    });
  }

  #write(entry) {
    return this.#run("readwrite", (outbox, meta) => {
      outbox.add(entry);
      meta.put(entry.sequence + 1, "next");
      const since = meta.get("since");
      since.onsuccess = () => since.result ?? meta.put(this.now(), "since");
    });
  }

  #hold(entry) {
    this.spent.write(this.#next);
    return new Promise((arrived) => {
      this.#loose.set(nameOf(entry), { entry, arrived, since: this.now() });
    });
  }

  #looseEntries() {
    return Array.from(this.#loose.values(), ({ entry }) => entry);
  }

  #oldestLoose() {
    return this.#loose.size ? Math.min(...Array.from(this.#loose.values(), ({ since }) => since)) : null;
  }

  async #kept(most) {
    try {
      return (await this.#run("readonly", (outbox) => ({ all: outbox.getAll(null, most) }))).all;
    } catch {
      return [];
    }
  }

  async #run(mode, work) {
    try {
      return await this.store.run(STORES, mode, work);
    } catch (error) {
      if (error.name !== "ConstraintError") this.#isSound = false;
      throw error;
    }
  }
}
