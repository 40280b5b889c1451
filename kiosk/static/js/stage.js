// What stands on the page: which screen is open, what the lines at its foot say.

import { readPage, writePage } from "./pages.js";
import { watchSearch } from "./search.js";

const SETTLE = 350; // a second tap of the same finger must not fall on the next screen

export class Stage {
  constructor(document, { fetch, clock }) {
    Object.assign(this, { document, fetch, clock });
    this.root = document.getElementById("kiosk");
  }

  /** The page as the server sent it; its search box begins to listen. */
  read() {
    const page = readPage(this.document);
    this.#watch();
    return page;
  }

  /** Another page's words, untouched. */
  write(page) {
    writePage(this.document, page);
    this.#watch();
  }

  /** Show one screen and bring eyes and screen readers to its heading. */
  open(screen) {
    for (const section of this.root.querySelectorAll("[data-screen]")) {
      section.hidden = section.dataset.screen !== screen;
    }
    this.find(".quiet").hidden = screen !== "rate";
    const forms = this.root.querySelectorAll(`[data-screen=${screen}] form`);
    for (const form of forms) form.inert = true;
    this.clock.setTimeout(() => {
      for (const form of forms) form.inert = false;
    }, SETTLE);
    this.document.defaultView.scrollTo(0, 0);
    this.find(`#${screen}-title`).focus({ preventScroll: true });
  }

  /** While an answer travels, every target dims alike: nothing shows which one was pressed. */
  set busy(isBusy) {
    if (isBusy) this.find("main").setAttribute("aria-busy", "true");
    else this.find("main").removeAttribute("aria-busy");
  }

  get busy() {
    return this.find("main").hasAttribute("aria-busy");
  }

  /** One of the words that wait at the status line; nothing for none. */
  say(words) {
    const status = this.find(".status");
    const text = words ? status.dataset[words] : "";
    if (status.textContent !== text) status.textContent = text;
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
    watchSearch(this.find("[data-screen=procedure]"), this);
  }
}
