// What stands on the page: which screen is open, what the lines at its foot say.

import { readPage, writePage } from "./pages.js";
import { watchSearch } from "./search.js";

const SETTLE = 350; // a second tap of the same finger must not fall on the next screen
const UNSEEN = 100; // milliseconds for which an answer may travel without a sign of it

const NO_LARGER = ", maximum-scale=1";

export class Stage {
  #still = []; // what takes no tap just now
  #settling = null;
  #tapped = null; // the button that was tapped last
  #isBusy = false;
  #dimming = null;

  /** `lookup(words)` finds procedures, or null where it cannot. */
  constructor(document, { lookup, clock }) {
    Object.assign(this, { document, lookup, clock });
    this.root = document.getElementById("kiosk");
  }

  /** The page as the server sent it; it begins to listen. */
  read() {
    const page = readPage(this.document);
    for (const form of this.root.querySelectorAll("form[inert]")) form.removeAttribute("inert");
    this.root.addEventListener("click", (event) => this.#onTap(event), true);
    this.#watch();
    return page;
  }

  /** Another page's words, untouched: whoever's answer still travels does not stand here any more. */
  write(page) {
    this.busy = false;
    writePage(this.document, page);
    this.#watch();
  }

  /** Whether the topics come right after the answer: then they say that it is recorded. */
  set isShort(isShort) {
    const line = this.find("[data-field=short]");
    if (!line) return;
    line.hidden = !isShort;
    const heading = line.parentElement.querySelector("h1");
    if (isShort) heading.setAttribute("aria-describedby", line.id);
    else heading.removeAttribute("aria-describedby");
  }

  /** Show one screen; `present` brings eyes and screen readers to it once all of it stands there. */
  open(screen) {
    for (const section of this.root.querySelectorAll("[data-screen]")) {
      section.hidden = section.dataset.screen !== screen;
    }
    this.find(".quiet").hidden = screen !== "rate";
    this.#settle(screen);
  }

  /** The open screen from its top, and its heading first. */
  present() {
    this.document.defaultView.scrollTo(0, 0);
    this.toHeading();
  }

  /** All that can be pressed rests for a moment; the heading does not, it is to be read. */
  #settle(screen) {
    this.#rest(false);
    const parts = this.root.querySelectorAll(`[data-screen=${screen}] > :not(h1), .rail`);
    this.#still = [...parts];
    this.#rest(true);
    this.clock.clearTimeout(this.#settling);
    this.#settling = this.clock.setTimeout(() => this.#rest(false), SETTLE);
  }

  #rest(isInert) {
    for (const part of this.#still) part.toggleAttribute("inert", isInert);
  }

  /** A browser of 2021 does not know what is inert, and lets such a tap through. */
  #onTap(event) {
    const isResting = event.target.closest("[inert]") !== null;
    if (isResting) event.preventDefault();
    if (isResting) event.stopPropagation();
    this.#tapped = isResting ? null : event.target.closest("button");
  }

  /** Which button sent this form; Safari says so since 15.4. */
  buttonOf({ submitter, target }) {
    const tapped = this.#tapped;
    this.#tapped = null;
    return submitter ?? (tapped?.form === target ? tapped : null);
  }

  /** What is read first, by eyes and by screen readers. */
  toHeading() {
    this.find("[data-screen]:not([hidden]) h1").focus({ preventScroll: true });
  }

  /** As large as it is meant to be: two fingers of the last person may have drawn it out. */
  unzoom() {
    const { visualViewport } = this.document.defaultView;
    if (!visualViewport || visualViewport.scale === 1) return;
    const meta = this.document.querySelector("meta[name=viewport]");
    const content = meta.content.replace(NO_LARGER, "");
    meta.content = content + NO_LARGER; // the browser snaps back; whoever comes next may zoom again
    this.clock.setTimeout(() => {
      meta.content = content;
    }, SETTLE);
  }

  /** The notice's words for this reason. */
  notice(reason) {
    const section = this.find("[data-screen=notice]");
    section.querySelector("h1").textContent = section.getAttribute(`data-${reason}-title`);
    section.querySelector("[data-field=text]").textContent = section.getAttribute(`data-${reason}-text`);
  }

  /** Whose card is on the first screen: an officer's identifier, or "" for nobody's. */
  officer() {
    return this.find(".officer:not([hidden])")?.dataset.officer ?? "";
  }

  /** What somebody has written. */
  comment() {
    return this.find("[name=comment]").value.trim();
  }

  /** The languages that this page can change to. */
  languages() {
    return Array.from(this.root.querySelectorAll("a[hreflang]"), (link) => link.hreflang);
  }

  /**
   * While an answer travels, every target dims alike and none has the focus: nothing shows which
   * one was pressed. Most answers have arrived before: drawing this would only keep the next
   * screen waiting.
   */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.clock.clearTimeout(this.#dimming);
    if (isBusy) this.#dimming = this.clock.setTimeout(() => this.#dim(), UNSEEN);
    else this.find("main").removeAttribute("aria-busy");
  }

  get busy() {
    return this.#isBusy;
  }

  #dim() {
    this.find("main").setAttribute("aria-busy", "true");
    this.toHeading();
  }

  /** What was pressed has come to nothing; the focus may have wandered while it travelled. */
  refuse() {
    this.say("refused");
    this.toHeading();
  }

  /** One of the words that wait at the status line; nothing for none. */
  say(words) {
    const status = this.find(".status");
    const text = words ? status.dataset[words] : "";
    if (status.textContent !== text) status.textContent = text;
  }

  /** Whether the status line says this just now. */
  isSaying(words) {
    const status = this.find(".status");
    return status.textContent === status.dataset[words];
  }

  showCountdown(isShown) {
    this.find(".countdown").hidden = !isShown;
  }

  count(seconds) {
    const line = this.find(".countdown p");
    line.textContent = line.dataset.words.replace("{seconds}", seconds);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  #watch() {
    const search = this.find("[data-screen=procedure]"); // none where the procedure is known
    if (search) watchSearch(search, this);
  }
}
