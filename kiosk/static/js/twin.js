// Two databases that hold the same. A browser throws a whole database away when it finds it damaged,
// and it does so after a power cut in the middle of a write; the other one is in storage of its own,
// and is never being written in the same moment.

import { staleNote } from "./stale.js";
import { Store } from "./store.js";
import { AFTERWARDS, ORDINARY, Turns, URGENT } from "./turns.js";

const BUCKET = "hailong-twin";
const LOCK = "hailong-twin";
const SELF = "self";
const AT_ONCE = 200; // entries copied in one transaction
const PATIENCE = 2_000;
const FORGETFUL = { read: () => false, write() {} };

/** The second database, in a bucket of its own; null where the browser has no buckets. */
function openSecond({ storageBuckets }, clock) {
  if (!storageBuckets) return Promise.resolve(null);
  const bucket = storageBuckets.open(BUCKET, { persisted: true, durability: "strict" });
  const silence = new Promise((resolve) => clock.setTimeout(resolve, PATIENCE, null));
  const found = Promise.race([bucket, silence]).catch(() => null);
  return found.then((opened) => opened && new Store(opened.indexedDB, clock));
}

export class Twin {
  #beginning = null; // whether the first one was thrown away has been looked at
  #second = null;
  #isFollowing = false;
  #turns = new Turns();

  /**
   * `open() -> Promise` of the second store, or of null: then the first one stands alone. `note`
   * remembers outside of both that the second one has missed something (see stale.js).
   */
  constructor(first, { open, locks, note = FORGETFUL }) {
    Object.assign(this, { first, open, locks, note });
  }

  /** This browser's. */
  static of(window, clock) {
    const { indexedDB, navigator } = window;
    const open = () => openSecond(navigator, clock);
    const note = staleNote(window);
    return new Twin(new Store(indexedDB, clock), { open, locks: navigator.locks, note });
  }

  /**
   * As `Store.run`; a write is called done once the first one has it, and follows in the second.
   * One that is urgent waits for no other but the one that is being done.
   */
  async run(names, mode, work, options = {}) {
    await this.#begin();
    const write = () => this.first.run(names, mode, work, options);
    if (mode === "readonly" || !this.#isFollowing) return write();
    return this.#turns.take(options.isUrgent ? URGENT : ORDINARY, async () => {
      const done = await write();
      this.#turns.take(AFTERWARDS, () => this.#repeat(names, work, options));
      return done;
    });
  }

  /** From now on the second one is kept like the first. For the one page that keeps presses. */
  follow() {
    this.#isFollowing = this.#second !== null;
    if (this.#isFollowing) this.#turns.take(AFTERWARDS, () => this.#catchUp().catch(() => this.#giveUp()));
  }

  /** Resolves once all that was written is in both. */
  settled() {
    return this.#turns.over();
  }

  async #catchUp() {
    await mirror(this.first, this.#second);
    this.note.write(false);
  }

  /**
   * What lags behind must never be taken for the tablet: its numbers would be given out again. The
   * next start makes it whole. Nobody waits for it to forget whose it is: the next press would wait too.
   */
  #giveUp() {
    this.#isFollowing = false;
    this.note.write(true);
    const forget = (identity) => void identity.delete(SELF);
    this.#second.run(["identity"], "readwrite", forget).catch(() => {});
  }

  async #repeat(names, work, options) {
    if (!this.#isFollowing) return;
    await this.#second.run(names, "readwrite", work, options).catch(() => this.#giveUp());
  }

  #begin() {
    this.#beginning ??= this.#bringTogether().catch((error) => {
      this.#beginning = null; // the first one does not answer: whoever asks next tries again
      throw error;
    });
    return this.#beginning;
  }

  /** Where only the second one knows who this tablet is, the first one was thrown away. */
  async #bringTogether() {
    const isKnown = await knowsSelf(this.first);
    this.#second = await this.open();
    if (isKnown || !this.#second || this.note.read()) return;
    if (!(await knowsSelf(this.#second).catch(() => false))) return;
    const restore = async () => {
      if (!(await knowsSelf(this.first))) await mirror(this.#second, this.first);
    };
    await (this.locks ? this.locks.request(LOCK, restore) : restore()); // one page at a time
  }
}

async function knowsSelf(store) {
  const { self } = await store.run(["identity"], "readonly", (identity) => ({ self: identity.getKey(SELF) }));
  return self !== undefined;
}

/** Make `to` hold what `from` holds; who this is comes last, so that half a copy is made again. */
async function mirror(from, to) {
  await mirrorEntries(from, to);
  await mirrorFacts("meta", from, to);
  await mirrorFacts("identity", from, to);
}

async function mirrorFacts(name, from, to) {
  const { keys, values } = await from.run([name], "readonly", (store) => ({
    keys: store.getAllKeys(),
    values: store.getAll(),
  }));
  await to.run([name], "readwrite", (store) => {
    store.clear();
    keys.forEach((key, index) => store.put(values[index], key));
  });
}

async function mirrorEntries(from, to) {
  const here = await namesOf(from);
  const there = await namesOf(to);
  const missing = [...here].filter(([name]) => !there.has(name)).map(([, key]) => key);
  const extra = [...there].filter(([name]) => !here.has(name)).map(([, key]) => key);
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    await copyEntries(from, to, missing.slice(start, start + AT_ONCE));
  }
  if (extra.length > 0) {
    await to.run(["outbox"], "readwrite", (outbox) => extra.forEach((key) => outbox.delete(key)));
  }
}

async function namesOf(store) {
  const { keys } = await store.run(["outbox"], "readonly", (outbox) => ({ keys: outbox.getAllKeys() }));
  return new Map(keys.map((key) => [key.join("|"), key]));
}

async function copyEntries(from, to, keys) {
  const found = await from.run(["outbox"], "readonly", (outbox) =>
    Object.fromEntries(keys.map((key) => [key.join("|"), outbox.get(key)])),
  );
  const entries = Object.values(found).filter(Boolean);
  await to.run(["outbox"], "readwrite", (outbox) => entries.forEach((entry) => outbox.put(entry)));
}
