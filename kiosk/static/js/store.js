// The browser's database, behind one promise a transaction. What `run` reports as done is on the
// disk: the transaction is complete, and was asked to be durable.

/** Where a fact stands in `meta` that is one tablet's: a browser may be paired anew. */
export const ofDevice = (device_id, name) => `${device_id}|${name}`;

const NAME = "hailong";
const VERSION = 1;
const PATIENCE = 4_000; // a damaged database may never answer at all

export class Store {
  #opening = null;

  constructor(indexedDB, clock, name = NAME) {
    Object.assign(this, { indexedDB, clock, name });
  }

  /**
   * One transaction over these stores; `work(...stores)` gives requests by name, and their
   * results come back by the same names. A power cut may undo one that `isFleeting`.
   *
   * Rejects where storage is refused, full, damaged or silent; nothing has been written then,
   * or (silence) it is not known.
   */
  run(names, mode, work, { isFleeting = false } = {}) {
    return this.#within(this.#run(names, mode, work, isFleeting ? "relaxed" : "strict"));
  }

  async #run(names, mode, work, durability) {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = this.#begin(database, names, mode, durability);
      const requests = work(...names.map((name) => transaction.objectStore(name))) ?? {};
      const results = () => Object.entries(requests).map(([name, { result }]) => [name, result]);
      transaction.oncomplete = () => resolve(Object.fromEntries(results()));
      transaction.onabort = () => reject(transaction.error ?? new Error("the transaction was given up"));
    });
  }

  #begin(database, names, mode, durability) {
    try {
      return database.transaction(names, mode, { durability });
    } catch (error) {
      this.#opening = null; // the connection was lost: the next transaction makes another
      throw error;
    }
  }

  #open() {
    this.#opening ??= this.#connect().catch((error) => {
      this.#opening = null; // the next transaction tries again
      throw error;
    });
    return this.#opening;
  }

  #connect() {
    return new Promise((resolve, reject) => {
      const request = this.indexedDB.open(this.name, VERSION);
      request.onupgradeneeded = () => {
        const database = request.result;
        database.createObjectStore("identity");
        database.createObjectStore("outbox", { keyPath: ["device_id", "sequence"] });
        database.createObjectStore("meta");
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const forget = () => {
          this.#opening = null;
        };
        request.result.onclose = forget;
        request.result.onversionchange = () => {
          request.result.close();
          forget();
        };
        resolve(request.result);
      };
    });
  }

  #within(promise) {
    let timer = null;
    const late = new Promise((_, reject) => {
      timer = this.clock.setTimeout(() => {
        this.#opening = null; // whoever asks next is not to wait for this one's answer
        reject(new Error("storage is silent"));
      }, PATIENCE);
    });
    return Promise.race([promise, late]).finally(() => this.clock.clearTimeout(timer));
  }
}
