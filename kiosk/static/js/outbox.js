// What was pressed and is not yet with the server. An entry is sealed before it is kept, and
// leaves only when the server has named it. Where the browser cannot keep it, it is held in
// memory instead, and is not called recorded before the server has it.

import { ofDevice } from "./store.js";

const STORES = ["outbox", "meta"];
const MOST_OF_ONE = 4; // entries of one rating: itself and what was answered after it

/** An entry's name among those of every tablet that this browser has been. */
export const nameOf = ({ device_id, sequence }) => `${device_id}|${sequence}`;

const keyOf = (name) => {
  const [device_id, sequence] = name.split("|");
  return [device_id, Number(sequence)];
};

const FORGETFUL = { read: () => 1, write() {} };

export class Outbox {
  #next = 1;
  #loose = new Map(); // entries in memory alone, each with what to call once it has arrived
  #last = Promise.resolve();
  #isSound = true;
  #isNumbered = false; // whether it is known which numbers are spent
  #since = null; // when the oldest of what the disk holds was kept, in milliseconds since 1970
  #gone = new Set(); // what has arrived and could not be deleted yet: never sent again by this page

  /**
   * `seal(head, content) -> entry`; `onChange()` after each entry kept and each fault found;
   * `spent` remembers the numbers outside of the database (see spent.js).
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

  get #nextPlace() {
    return ofDevice(this.deviceId, "next");
  }

  /** Take up counting where the last page left off; shows too whether anything can be written. */
  async load() {
    await this.peek();
    await this.#run("readwrite", (_, meta) => {
      meta.put(this.#next, this.#nextPlace);
    });
    this.#isSound = true;
  }

  /** The same without writing anything: for a page that only shows what is here. */
  async peek() {
    const { next, since } = await this.#run("readonly", (_, meta) => ({
      next: meta.get(this.#nextPlace),
      since: meta.get("since"),
    }));
    this.#since = since ?? null;
    this.raise(Math.max(next ?? 1, this.spent.read()));
    this.#isNumbered = true;
  }

  /** Make sure that `lastSequence` is known; rejects where it cannot be read. */
  async ready() {
    if (!this.#isNumbered) await this.#number();
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
    const kept = await this.#kept(limit + this.#gone.size + held.size * MOST_OF_ONE);
    const all = new Map([...kept, ...this.#looseEntries()].map((entry) => [nameOf(entry), entry]));
    const isDue = (entry) => !held.has(entry.rating_id) && !this.#gone.has(nameOf(entry));
    const ready = [...all.values()].filter(isDue);
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

  /** These have arrived. What cannot be deleted now is deleted with what arrives next. */
  async remove(entries) {
    for (const entry of entries) {
      this.#loose.get(nameOf(entry))?.arrived("recorded");
      this.#loose.delete(nameOf(entry));
      this.#gone.add(nameOf(entry));
    }
    if (this.#gone.size === 0) return;
    const going = [...this.#gone];
    let isRepeated = false; // the same is done in two databases, and known once
    const remove = (outbox, meta) => {
      const isFirst = !isRepeated;
      isRepeated = true;
      for (const name of going) outbox.delete(keyOf(name));
      const left = outbox.count();
      left.onsuccess = () => {
        if (left.result > 0) return;
        meta.delete("since");
        if (isFirst) this.#since = null;
      };
    };
    await this.#run("readwrite", remove, { isFleeting: true }).then(
      () => going.forEach((name) => this.#gone.delete(name)),
      () => {}, // sent again after a reload or a power cut, they are known already
    );
  }

  /** How many wait, and since when at most, in milliseconds since 1970 (null: none). */
  async waiting() {
    try {
      const isAll = this.#gone.size === 0; // thousands of keys are read only where they differ
      const { keys, all, since } = await this.#run("readonly", (outbox, meta) => ({
        ...(isAll ? { all: outbox.count() } : { keys: outbox.getAllKeys() }),
        since: meta.get("since"),
      }));
      const count = isAll ? all : keys.filter((key) => !this.#gone.has(key.join("|"))).length;
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
      const writing = this.#write(entry);
      this.spent.write(this.#next); // meanwhile: a database may be thrown away with all its numbers
      await writing;
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

  /** Nothing is asked that would have to be waited for: the person waits for all of this. */
  async #write(entry) {
    let since = null;
    const write = (outbox, meta) => {
      since ??= this.#since ?? this.now();
      outbox.add(entry);
      meta.put(entry.sequence + 1, this.#nextPlace);
      meta.put(since, "since");
      outbox.transaction.commit();
    };
    await this.#run("readwrite", write, { isUrgent: true });
    this.#since = since;
  }

  #hold(entry) {
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

  async #run(mode, work, options) {
    try {
      return await this.store.run(STORES, mode, work, options);
    } catch (error) {
      if (error.name !== "ConstraintError") this.#isSound = false;
      throw error;
    }
  }
}
