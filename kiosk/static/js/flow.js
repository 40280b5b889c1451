// The citizen's screens inside one page. The first press is kept at once; what follows
// attaches to it. Both answers walk the same way: same screens, same words, same sizes.

import { Countdown } from "./countdown.js";
import { randomHex } from "./encoding.js";
import { resetReach, toggleReach } from "./reach.js";

const RESTS = ["rate", "sleep", "notice", "code"]; // what stands here while nobody does
const SOON = 10; // seconds left when it is said aloud
const LASTING = ["refused", "soon", "otherCode", "noCamera"]; // said until the screen changes
const LIFTED = 500; // milliseconds after a finger has left the screen
const BLIND = { furnish() {}, start() {}, stop() {} }; // no camera that reads codes
const NOTHING = { token: null, turn() {}, furnish() {}, spend() {}, restore() {} }; // is asked about
const ALWAYS_OPEN = { isInformed: false, isOpen: () => true, furnish() {} };

export class Flow {
  #screen = "rate";
  #visit = null; // the present person's rating: its identifier, and whether it is on its way
  #beingKept = 0; // answers on their way into the record or the outbox
  #inTrouble = 0; // those of them for which the first way failed
  #isTouched = false; // somebody stands at the first screen and has changed something on it
  #isPressing = false; // a finger lies on the screen: nothing may move under it
  #halted = null; // why nobody can rate here just now
  worry = null; // what the status line says of the tablet itself

  /**
   * `recorder.keep(item, onTrouble)` says "recorded", "kept" (on a phone, and not yet sent) or
   * "refused"; `desk` knows who sits here and whether the centre is open, `finished` which service
   * is asked about. The page tells which screens follow one another, and what proves its answers.
   */
  constructor(stage, { recorder, clock, pages, speech, desk = ALWAYS_OPEN, finished = NOTHING, scanner = BLIND }) {
    Object.assign(this, { stage, recorder, clock, pages, speech, desk, finished, scanner });
    const { counter, channel, home, idleSeconds, thanksSeconds, ...page } = stage.root.dataset;
    Object.assign(this, { counter, channel, home });
    this.screens = page.screens.split(" ");
    this.ratingId = page.rating; // where the address settles it
    this.proof = JSON.parse(page.proof ?? "{}");
    this.idle = Number(idleSeconds);
    this.thanks = Number(thanksSeconds);
    this.isShared = channel === "tablet"; // the next person must find nothing of the last
    this.countdown = new Countdown(clock, (left) => this.#tick(left), () => this.reset());
  }

  start() {
    this.first = this.stage.read();
    this.pages.keep(this.first);
    if (this.first.language !== this.home) this.pages.fresh(this.home);
    if (this.isShared || this.isProved) this.stage.languages().forEach((language) => this.pages.fresh(language));
    const { root } = this.stage;
    root.addEventListener("submit", (event) => this.#onSubmit(event));
    root.addEventListener("click", (event) => this.#onClick(event));
    for (const kind of ["pointerdown", "keydown", "input"]) {
      root.addEventListener(kind, () => this.#stay());
    }
    root.addEventListener("pointerdown", () => this.#hold(true));
    for (const kind of ["pointerup", "pointercancel"]) {
      this.stage.document.addEventListener(kind, () => this.#hold(false));
    }
    this.#furnish();
  }

  /** Everything is said already, by this person on an earlier page. */
  conclude() {
    if (!this.#visit) this.#show("thanks");
  }

  /** Back to the first screen, as it came from the server: nothing of anybody is in it. */
  reset() {
    this.countdown.stop();
    this.scanner.stop();
    this.speech?.stop();
    resetReach(this.stage.document);
    if (this.isShared) this.stage.unzoom();
    this.#visit = null;
    this.#isTouched = false;
    this.#screen = this.#rest();
    this.finished.turn();
    this.#turnTo(this.pages.last(this.home) ?? this.first);
    if (!this.desk.isInformed) this.refresh();
  }

  /** Take the first screen anew while nobody uses it. */
  async refresh() {
    if (!this.isUntouched) return;
    const old = this.pages.last(this.home);
    const page = await this.pages.fresh(this.home);
    if (page && page.html !== old?.html && this.isUntouched) this.#turnTo(page);
  }

  /** Name who sits here now, and sleep or wake with the centre; whoever stands here is let be. */
  settle() {
    if (this.isUntouched && this.#screen !== this.#rest()) this.reset();
    else this.desk.furnish(this.stage);
    this.ask();
    if (!LASTING.some((words) => this.stage.isSaying(words))) this.#sayState();
  }

  /** Ask about what was finished here a moment ago, unless somebody stands here already. */
  ask() {
    if (!this.isUntouched || this.#isPressing || this.#screen !== "rate") return;
    this.finished.turn();
    this.finished.furnish(this.stage);
  }

  /**
   * Take no more ratings, for this reason. Whoever is in the middle of one ends it, unless the
   * first press itself is still being written: nothing has been called recorded yet.
   */
  halt(reason) {
    if (this.#halted === reason) return;
    this.#halted = reason;
    if (!this.#visit || this.#screen === "rate") this.reset();
  }

  /** That reason has gone: take ratings again. */
  resume(reason) {
    if (this.#halted !== reason) return;
    this.#halted = null;
    if (this.#screen === "notice") this.reset();
  }

  /** Nobody stands here: the page shows what it shows in the morning. */
  get isUntouched() {
    const { documentElement } = this.stage.document;
    const rests = RESTS.includes(this.#screen);
    return rests && !this.#visit && !this.#isTouched && documentElement.lang === this.home;
  }

  /** Nobody stands here, and nothing that was pressed is still being written. */
  get isIdle() {
    return this.isUntouched && this.#beingKept === 0;
  }

  /** Whether the address serves for one answer: then it shows no other language after it. */
  get isProved() {
    return Object.keys(this.proof).length > 0;
  }

  /** The screen after the one that is open; what is known already is asked after neither answer. */
  get #next() {
    const following = this.screens.slice(this.screens.indexOf(this.#screen) + 1);
    const isAsked = (screen) => screen !== "procedure" || !this.#visit?.isKnown;
    return following.find((screen) => isAsked(screen) && this.stage.find(`[data-screen=${screen}]`));
  }

  /** Whether a citizen can rate here now. */
  get isServing() {
    return !this.#halted && !this.desk.showsCodeOnly && this.desk.isOpen();
  }

  #rest() {
    if (this.#halted) return "notice";
    if (this.desk.showsCodeOnly) return "code";
    return this.desk.isOpen() ? "rate" : "sleep";
  }

  #onSubmit(event) {
    event.preventDefault();
    const { name, value } = this.stage.buttonOf(event) ?? {};
    if (!name || this.stage.busy) return;
    if (name === "satisfied") this.#rate(value === "1");
    else if (value === "") this.#show(this.#next);
    else if (name === "procedure_id") this.#add({ procedure_id: value });
    else if (name === "topic") this.#add({ topics: [value] });
    else if (name === "trust") this.#add({ trust: value === "1" });
    else if (name === "with") this.#write(this.stage.comment());
  }

  #onClick(event) {
    const language = event.target.closest("a[hreflang]")?.hreflang;
    const action = event.target.closest("[data-action]")?.dataset.action;
    if (language || action) event.preventDefault();
    if (language) this.#speak(language);
    if (action === "more-time") this.#extend();
    if (["start", "unscan"].includes(action)) this.reset();
    if (action === "wake") this.#wake();
    if (action === "scan") this.#touch(() => this.#scan());
    if (action === "not-me") this.#touch(() => this.#disown());
    if (action === "speak") this.#touch(() => this.speech?.toggle());
    if (action === "reach") this.#touch(() => toggleReach(this.stage.document));
  }

  #wake() {
    this.desk.furnish(this.stage);
    this.#touch(() => this.#show("rate"));
  }

  /** Somebody has a slip: what is pressed next is about the service on it. */
  #scan() {
    this.#show("scan");
    this.scanner.start(this.stage.find("[data-field=camera]"), {
      onFound: (token) => {
        this.finished.take(token);
        this.finished.furnish(this.stage);
        this.#show("rate");
      },
      onOther: () => this.stage.say("otherCode"),
      onTrouble: () => this.stage.say("noCamera"),
    });
  }

  #hold(isPressing) {
    this.#isPressing = isPressing;
    if (!isPressing) this.clock.setTimeout(() => this.ask(), LIFTED);
  }

  /** It was another person's service: what is pressed now is tied to none. */
  #disown() {
    this.finished.spend(this.finished.token);
    this.finished.furnish(this.stage);
    this.stage.toHeading();
  }

  /** Something changes on a screen of rest, which changes back when its person has gone. */
  #touch(change) {
    this.#isTouched = true;
    change();
    if (this.#screen !== "thanks") this.#count(this.idle);
    this.#showCountdown();
  }

  #rate(satisfied) {
    const rating_id = this.ratingId ?? randomHex(16);
    const offer = this.finished.token;
    this.#visit = { rating_id, isKnown: offer !== null };
    this.finished.spend(offer);
    this.#count(this.idle);
    const { counter: counter_id } = this;
    const officer_id = this.stage.officer();
    const tie = offer === null ? this.proof : { [this.finished.kind]: offer };
    this.#advance({ kind: "rating", rating_id, counter_id, satisfied, officer_id, ...tie });
  }

  #add(detail) {
    this.#advance({ kind: "detail", rating_id: this.#visit.rating_id, ...detail });
  }

  #write(comment) {
    if (comment) this.#add({ comment });
    else this.#show(this.#next);
  }

  /** Show the next screen once the answer is recorded; the person may leave before. */
  async #advance(item) {
    const visit = this.#visit;
    let trouble = 0;
    const isHere = () => visit === this.#visit;
    const onTrouble = () => {
      trouble = 1;
      visit.isInTrouble = true;
      this.#inTrouble += 1;
      this.#sayState();
      if (isHere()) this.stage.showCountdown(this.isShared);
    };
    this.stage.busy = true;
    this.#beingKept += 1;
    const outcome = await this.recorder.keep(item, onTrouble).catch(() => "refused");
    this.#beingKept -= 1;
    this.#inTrouble -= trouble;
    visit.isInTrouble = false;
    this.#sayState();
    if (outcome === "refused") this.finished.restore(item.offer ?? item.receipt);
    if (!isHere()) return;
    this.stage.busy = false;
    if (outcome === "refused" && this.#screen === "comment") this.stage.say("unwritten");
    else if (outcome === "refused" && this.#screen === "rate") this.#refuse();
    else this.#show(this.#next);
  }

  /** This press is recorded neither now nor later: say that, and nothing else. */
  #refuse() {
    this.#visit = null;
    this.#isTouched = true; // the words stay until their reader has gone
    this.stage.refuse();
    this.#count(this.idle);
  }

  #show(screen) {
    this.scanner.stop();
    this.#screen = screen;
    if (screen === "thanks") this.#visit = null;
    this.#open();
    this.#count(screen === "thanks" ? this.thanks : this.idle);
  }

  #furnish() {
    this.desk.furnish(this.stage);
    this.finished.furnish(this.stage);
    this.scanner.furnish(this.stage);
  }

  #open() {
    this.stage.isShort = Boolean(this.#visit?.isKnown);
    if (this.#screen === "notice") this.stage.notice(this.#halted);
    this.stage.open(this.#screen);
    this.speech?.say(this.#screen);
    this.#showCountdown();
    this.#sayState();
    this.stage.present();
  }

  #showCountdown() {
    const rests = !this.#isTouched && RESTS.includes(this.#screen);
    this.stage.showCountdown(this.isShared && !rests);
  }

  #turnTo(page) {
    this.stage.write(page);
    this.#furnish();
    this.#open();
  }

  /** The same screen in another language. */
  async #speak(language) {
    const page = this.pages.last(language) ?? (await this.pages.fresh(language));
    if (!page || this.stage.busy) return;
    this.#touch(() => this.#turnTo(page));
  }

  #count(seconds) {
    if (this.isShared) this.countdown.start(seconds);
    this.#hush();
  }

  #extend() {
    this.countdown.extend(this.idle);
    this.#hush();
  }

  /** There is time again; when it is short once more, that is said once more. */
  #hush() {
    if (this.stage.isSaying("soon")) this.#sayState();
  }

  /** Whoever still reads or types is not sent away. */
  #stay() {
    const isBetween = !["thanks", ...RESTS].includes(this.#screen);
    if (isBetween || (this.#isTouched && this.#screen !== "thanks")) this.#count(this.idle);
  }

  #tick(left) {
    this.stage.count(left);
    if (left === SOON && this.idle > SOON && this.#screen !== "rate") this.stage.say("soon");
  }

  /** First of what somebody here has just pressed, then of the tablet, then of who went before. */
  #sayState() {
    const trouble = this.#inTrouble ? "trouble" : null;
    this.stage.say(this.#visit?.isInTrouble ? trouble : (this.worry ?? trouble));
  }
}
