// The citizen's screens inside one page. The first press is sent at once; what follows
// attaches to it. Both answers walk the same way: same screens, same words, same sizes.

import { Countdown } from "./countdown.js";
import { deliver, newId } from "./sending.js";

const NEXT = { rate: "procedure", procedure: "topics", topics: "thanks" };
const SOON = 10; // seconds left when it is said aloud

export class Flow {
  #screen = "rate";
  #visit = null; // the present person's rating: its identifier, nothing else
  #undelivered = new Set();

  constructor(stage, { send, wait, clock, pages }) {
    Object.assign(this, { stage, send, wait, clock, pages });
    const { counter, channel, home, idleSeconds, thanksSeconds } = stage.root.dataset;
    Object.assign(this, { counter, channel, home });
    this.idle = Number(idleSeconds);
    this.thanks = Number(thanksSeconds);
    this.isShared = channel === "tablet"; // the next person must find nothing of the last
    this.countdown = new Countdown(clock, (left) => this.#tick(left), () => this.reset());
  }

  start() {
    this.first = this.stage.read();
    this.pages.keep(this.first);
    if (this.first.language !== this.home) this.pages.fresh(this.home);
    const { root } = this.stage;
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    root.addEventListener("click", (event) => this.#onClick(event));
    for (const kind of ["pointerdown", "keydown", "input"]) {
      root.addEventListener(kind, () => this.#stay());
    }
  }

  /** Back to the first screen, as it came from the server: nothing of anybody is in it. */
  reset() {
    this.countdown.stop();
    this.#visit = null;
    this.#screen = "rate";
    this.#turnTo(this.pages.last(this.home) ?? this.first);
    this.refresh();
  }

  /** Another officer may sit there by now: take the first screen anew while nobody uses it. */
  async refresh() {
    if (!this.#isUntouched()) return;
    const old = this.pages.last(this.home);
    const page = await this.pages.fresh(this.home);
    if (page && page.html !== old?.html && this.#isUntouched()) this.#turnTo(page);
  }

  #isUntouched() {
    const { documentElement } = this.stage.document;
    return this.#screen === "rate" && !this.#visit && documentElement.lang === this.home;
  }

  #onSubmit(event) {
    event.preventDefault();
    const { name, value } = event.submitter ?? {};
    if (!name || this.stage.busy) return;
    if (name === "satisfied") this.#rate(value === "1");
    else if (value === "") this.#show(NEXT[this.#screen]);
    else if (name === "procedure_id") this.#add({ procedure_id: value });
    else if (name === "topic") this.#add({ topics: [value] });
  }

  #onClick(event) {
    const language = event.target.closest("a[hreflang]")?.hreflang;
    const action = event.target.closest("[data-action]")?.dataset.action;
    if (language || action) event.preventDefault();
    if (language) this.#speak(language);
    if (action === "more-time") this.countdown.extend(this.idle);
    if (action === "start") this.reset();
  }

  #rate(satisfied) {
    const id = newId();
    const pressedAt = this.clock.now();
    this.#visit = { id };
    this.#count(this.idle);
    this.#advance("/api/v1/ratings", () => ({
      rating_id: id,
      counter_id: this.counter,
      satisfied,
      channel: this.channel,
      age_seconds: Math.round((this.clock.now() - pressedAt) / 1_000),
    }));
  }

  #add(detail) {
    const { id } = this.#visit;
    this.#advance("/api/v1/details", () => ({ rating_id: id, ...detail }));
  }

  /** Show the next screen once the record has named the answer; the person may leave before. */
  async #advance(path, item) {
    const visit = this.#visit;
    const isHere = () => visit === this.#visit;
    const onTrouble = () => {
      this.#undelivered.add(item);
      this.#sayTrouble();
      if (isHere()) this.stage.showCountdown(this.isShared);
    };
    this.stage.busy = true;
    const outcome = await deliver(this.send, path, item, { wait: this.wait, onTrouble });
    this.#undelivered.delete(item);
    this.#sayTrouble();
    if (!isHere()) return;
    this.stage.busy = false;
    if (outcome === "recorded" || this.#screen !== "rate") this.#show(NEXT[this.#screen]);
    else this.#refuse();
  }

  /** The record will take this press neither now nor later: say that, and nothing else. */
  #refuse() {
    this.#visit = null;
    this.stage.say("refused");
    this.#count(this.idle);
  }

  #show(screen) {
    this.#screen = screen;
    if (screen === "thanks") this.#visit = null;
    this.#open();
    this.#count(screen === "thanks" ? this.thanks : this.idle);
  }

  #open() {
    this.stage.open(this.#screen);
    this.stage.showCountdown(this.isShared && this.#screen !== "rate");
    this.#sayTrouble();
  }

  #turnTo(page) {
    this.stage.write(page);
    this.#open();
  }

  /** The same screen in another language. */
  async #speak(language) {
    const page = await this.pages.fresh(language);
    if (!page || this.stage.busy) return;
    this.#turnTo(page);
    if (this.#screen !== "thanks") this.#count(this.idle);
  }

  #count(seconds) {
    if (this.isShared) this.countdown.start(seconds);
  }

  /** Whoever still reads or types is not sent away. */
  #stay() {
    if (this.#screen !== "rate" && this.#screen !== "thanks") this.#count(this.idle);
  }

  #tick(left) {
    this.stage.count(left);
    if (left === SOON && this.idle > SOON && this.#screen !== "rate") this.stage.say("soon");
  }

  #sayTrouble() {
    this.stage.say(this.#undelivered.size ? "trouble" : null);
  }
}
