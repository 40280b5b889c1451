// A paired tablet: presses go into the outbox, and contacts carry them to the server and bring back
// what has changed there.

import { within } from "./browser.js";
import { measuring } from "./condition.js";
import { Contact } from "./contact.js";
import { Courier } from "./courier.js";
import { randomHex } from "./encoding.js";
import { change, rotate } from "./identity.js";
import { Offers } from "./offers.js";
import { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import { makeSealer } from "./sealing.js";
import { spentNumbers } from "./spent.js";
import { ofDevice } from "./store.js";

const SOON = 3_000; // milliseconds after a press: most often the next person's press is not hindered
const PATIENCE = 5_000;
const NOTED = 30_000; // what a contact said is written down no more often, unless it is new

export class PairedTablet {
  #renewal = null;
  #noted = null;
  #isReachable = false; // at the last contact: where that fails, nothing else is tried

  /** `browser` has fetch, clock, navigator, window; see tablet.js for the rest. */
  constructor(identity, { store, time, browser, flow, desk, kit, updates, release, go, finished, codeKey }) {
    Object.assign(this, { identity, store, time, browser, flow, desk, kit, updates, release, go, finished, codeKey });
    this.boot = randomHex(8);
  }

  /** Take up where the last page left off; then presses can be kept. */
  async start() {
    const { identity, store, time, browser, release, boot } = this;
    const { fetch, clock, navigator } = browser;
    const seal = await makeSealer(identity.sealing_key);
    const deviceId = identity.device_id;
    const now = () => time.wall();
    const onChange = () => this.#onKept();
    const spent = spentNumbers(browser.window, deviceId);
    this.outbox = new Outbox({ store, seal, deviceId, now, onChange, spent });
    await this.#recall();
    const shows = () => (this.desk.showsCodeOnly ? "code" : "question");
    const measure = measuring({ navigator, outbox: this.outbox, time, shows });
    const { outbox, finished } = this;
    const contact = new Contact({ identity, store, outbox, fetch, time, measure, boot, release, finished });
    const onOutcome = (outcome) => this.#onOutcome(outcome);
    this.courier = new Courier({ contact, pace: new Pace(), clock, onOutcome });
    this.courier.nudge();
    this.offers = this.#listen(browser);
    return this;
  }

  /** "recorded" once the item can no longer be lost. */
  keep(item, onTrouble) {
    const { time, boot } = this;
    const content = { ...item, pressed_at: time.wall(), monotonic: time.monotonic(), boot };
    return this.outbox.keep(content, onTrouble);
  }

  /** Where an offer can be seen, hear of it at once, and show it while nobody stands here. */
  #listen({ fetch, clock, window }) {
    const { identity, flow, finished } = this;
    const { document } = window;
    const isWanted = () => this.#isReachable && flow.isServing && document.visibilityState === "visible";
    const onOffer = (offer) => {
      finished.hear(offer);
      flow.ask();
    };
    finished.onShown = () => this.courier.nudge(SOON);
    return new Offers({ identity, counter: flow.counter, fetch, clock, isWanted, onOffer });
  }

  async #recall() {
    const { store } = this;
    try {
      const { offset, standing } = await store.run(["meta"], "readonly", (meta) => ({
        offset: meta.get("offset_ms"),
        standing: meta.get(ofDevice(this.identity.device_id, "standing")),
      }));
      this.time.offset = offset ?? 0;
      if (standing === "revoked") this.flow.halt("revoked");
      await this.outbox.load();
    } catch {
      this.#onKept(); // says what the outbox is like
    }
  }

  /** After each press: contact soon, and the status line as the storage is, if that has changed. */
  #onKept() {
    this.courier?.nudge(SOON);
    const needsHelp = this.flow.worry === "help";
    if (!needsHelp && this.flow.worry !== this.#storageWorry) this.#sayWorry(false);
  }

  get #storageWorry() {
    return this.outbox.isSound ? null : "memory";
  }

  #sayWorry(needsHelp) {
    this.flow.worry = needsHelp ? "help" : this.#storageWorry;
    this.flow.settle();
  }

  async #onOutcome({ kind, answer }) {
    const isReachable = kind === "answered";
    this.#isReachable = isReachable;
    const isSafe = () => this.outbox.isSound && this.updates.isKept;
    this.desk.readiness = () => (isSafe() ? (isReachable ? "online" : "offline") : null);
    this.#sayWorry(kind === "stranger" || (this.flow.worry === "help" && !isReachable));
    if (isReachable) await this.#heed(answer);
    this.offers.look();
    this.updates.settle(isReachable);
  }

  /** What our server said besides naming what has arrived. */
  async #heed(answer) {
    const { now, standing, counter_id, release, kit, kit_key, code_key } = answer;
    this.time.learn(now);
    await this.#note({ standing });
    await this.kit.learn(counter_id, kit_key ?? "").catch(() => {});
    await this.codeKey.learn(counter_id, code_key ?? "").catch(() => {});
    this.desk.sign.renew(); // its minute may begin at another moment than this clock thought
    if (standing === "revoked") this.flow.halt("revoked");
    else this.flow.resume("revoked");
    if (kit !== this.kit.etag) await this.#renewKit();
    await this.updates.see(release);
    if (answer.rotate || this.identity.pending_key) this.#renewKey();
    if (counter_id !== this.flow.counter && this.flow.isIdle) await this.#move(counter_id);
  }

  /** One renewal at a time; whatever hinders it, the next contact asks again. */
  #renewKey() {
    const { store, browser, identity } = this;
    this.#renewal ??= rotate({ store, fetch: browser.fetch }, identity)
      .catch(() => false)
      .finally(() => {
        this.#renewal = null;
      });
  }

  /** Open the page of the counter where the tablet stands now, once it is sure to be there. */
  async #move(counter_id) {
    const { store, browser, identity } = this;
    try {
      const signal = within(PATIENCE);
      const page = await browser.fetch(`/t/${counter_id}?lang=${this.flow.home}`, { signal });
      if (!page.ok || !this.flow.isIdle) return; // somebody has begun meanwhile
      await change(store, identity, { counter_id });
      if (this.flow.isIdle) this.go(counter_id);
    } catch {
      return; // the next contact says it again
    }
  }

  async #note({ standing }) {
    const { offset } = this.time;
    const { at, ...last } = this.#noted ?? {};
    const isNews = last.standing !== standing || Math.abs(last.offset - offset) > 1_000;
    if (!isNews && this.time.monotonic() - at < NOTED) return;
    this.#noted = { standing, offset, at: this.time.monotonic() };
    const put = (meta) => {
      meta.put(this.time.offset, "offset_ms");
      meta.put(this.time.wall(), "seen");
      meta.put(standing, ofDevice(this.identity.device_id, "standing"));
    };
    return this.store.run(["meta"], "readwrite", put, { isFleeting: true }).catch(() => {});
  }

  async #renewKit() {
    if (!(await this.kit.renew())) return;
    this.desk.kit = this.kit.content;
    this.flow.settle();
    await this.kit.fetchPictures();
  }
}
