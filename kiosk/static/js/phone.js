// A citizen's own phone: what is pressed is kept on it until the server has answered for it, over
// reloads and without a network. Nothing is sealed here: the phone is its owner's, and what has been
// sent is gone.

import { Courier } from "./courier.js";
import { Delivery } from "./delivery.js";
import { randomHex } from "./encoding.js";
import { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";

const PATIENCE = 2_500; // milliseconds until "kept on this phone" is said instead of "recorded"
const PROOFS = ["receipt", "ticket"];
const OWNER = "phone";
const bare = async (head, content) => ({ ...head, content });

/** A store whose faults are met at the first writing: what cannot be read is as good as empty. */
const forgiving = (store) => ({
  run: (names, mode, work, options) =>
    store.run(names, mode, work, options).catch((error) => {
      if (mode === "readonly") return { all: [] };
      throw error;
    }),
});

export class Phone {
  #unsettled = new Map(); // of this visit: an item's name to what to call with the server's word
  #isLost = false;
  #beingKept = 0; // how many are neither on the disk nor given up
  #boot = randomHex(8);

  /** `onState("sent" | "kept" | "lost")` says where the answers of this visit are. */
  constructor({ store, send, time, clock, isOnline, onState }) {
    Object.assign(this, { store, time, clock, isOnline, onState });
    const onChange = () => this.nudge();
    const now = () => time.wall();
    this.outbox = new Outbox({ store: forgiving(store), seal: bare, deviceId: OWNER, now, onChange });
    const onSettled = (content, outcome) => this.#settle(content, outcome);
    const onNothing = () => this.#lookForTheRest();
    const contact = new Delivery({ outbox: this.outbox, send, time, boot: this.#boot, onSettled, onNothing });
    this.courier = new Courier({ contact, pace: new Pace(), clock, onOutcome: () => {} });
  }

  /** Send what an earlier page left. Whether an answer with this proof, and no other, is among it. */
  async start(proof) {
    const { all } = await this.#everything();
    const names = [...Object.keys(proof), ...PROOFS];
    const isOurs = ({ content }) => names.every((name) => content[name] === proof[name]);
    const ours = all.filter(isOurs);
    for (const { content } of ours) this.#unsettled.set(content.item, () => {});
    if (ours.length > 0) this.onState("kept");
    this.nudge();
    return ours.length > 0;
  }

  /** Try again now: the network may be back. */
  nudge() {
    this.courier.nudge();
  }

  /**
   * "recorded" by the server, "kept" on this phone, or "refused" for good. Where nothing can be kept,
   * `onTrouble()` is called and only the server's word ends the waiting.
   */
  async keep(item, onTrouble) {
    const name = randomHex(8);
    const isFirst = this.#unsettled.size === 0;
    const answered = new Promise((resolve) => this.#unsettled.set(name, resolve));
    const { time } = this;
    const press = { pressed_at: time.wall(), monotonic: time.monotonic(), boot: this.#boot };
    await this.#keep({ ...item, ...press, item: name }, onTrouble);
    const outcome = await Promise.race([answered, this.#patience(isFirst)]);
    if (outcome === "kept") this.onState("kept");
    return outcome;
  }

  async #keep(content, onTrouble) {
    this.#beingKept += 1;
    try {
      await this.outbox.keep(content, onTrouble);
    } finally {
      this.#beingKept -= 1;
    }
  }

  /** Behind something that waits already, nothing is waited for. */
  #patience(isFirst) {
    const wait = isFirst && this.isOnline() ? PATIENCE : 0;
    return new Promise((resolve) => this.clock.setTimeout(() => resolve("kept"), wait));
  }

  #settle({ item, kind }, outcome) {
    const tell = this.#unsettled.get(item);
    if (!tell) return; // another visit's
    this.#unsettled.delete(item);
    tell(outcome);
    this.#isLost ||= outcome === "refused" && kind === "rating"; // what follows it is nothing without it
    this.#sayWhere();
  }

  #sayWhere() {
    if (this.#isLost) this.onState("lost");
    else if (this.#unsettled.size === 0) this.onState("sent");
  }

  /** What was kept and is on the disk no more, another page of this phone has sent. */
  async #lookForTheRest() {
    const names = [...this.#unsettled.keys()];
    if (names.length === 0 || this.#beingKept > 0 || !(await this.#isEmpty())) return;
    for (const name of names) {
      this.#unsettled.get(name)?.("recorded");
      this.#unsettled.delete(name);
    }
    this.#sayWhere();
  }

  /** Nothing is on the disk; where that cannot be read, it is not known. */
  async #isEmpty() {
    const count = (outbox) => ({ count: outbox.count() });
    const found = await this.store.run(["outbox"], "readonly", count).catch(() => ({}));
    return found.count === 0;
  }

  async #everything() {
    return { all: await this.outbox.all().catch(() => []) };
  }
}
