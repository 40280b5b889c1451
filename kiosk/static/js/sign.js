// Shows the code for phones, and another one each minute; nothing else on the page moves by that.

import { WINDOW } from "./rotating.js";

const QUIET_ZONE = 4; // modules, as the standard asks for

/** Fetched once somebody needs it: the page's first load is no larger for it. */
const loadDrawing = () => import("/static/js/vendor/uqr.js");

/** The dark modules of a QR code as one path, and how many modules a side has. */
export function draw(text, { encode }) {
  const { size, data } = encode(text, { ecc: "M", border: QUIET_ZONE });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return { size, path: dark.join("") };
}

export class Sign {
  #drawn = null; // the last code, and as what
  #timer = null;

  /** `stage` has the places; `key.code(instant)`; `time.now()` is the server's. */
  constructor({ stage, key, time, clock, load = loadDrawing }) {
    Object.assign(this, { stage, key, time, clock, load });
    this.base = stage.root.dataset.codeBase;
  }

  /** Draw the present minute's code, now and as each minute begins. */
  async renew() {
    this.clock.clearTimeout(this.#timer);
    const now = this.time.now();
    this.#timer = this.clock.setTimeout(() => this.renew(), WINDOW - (now % WINDOW));
    this.#drawn = await this.#make(now).catch(() => null); // the next minute tries again
    this.furnish(this.stage);
  }

  /** Put the code where the page has a place for it; hide the places while there is none. */
  furnish(stage) {
    for (const place of stage.root.querySelectorAll("[data-field=code]")) {
      if (place.hidden === Boolean(this.#drawn)) place.hidden = !this.#drawn;
      if (this.#drawn) fill(place.querySelector("svg.code"), this.#drawn);
    }
    const wait = stage.find("[data-field=no-code]");
    if (wait) wait.hidden = Boolean(this.#drawn);
  }

  async #make(instant) {
    const code = this.base && (await this.key.code(instant));
    if (!code || code === this.#drawn?.code) return code ? this.#drawn : null;
    return { code, ...draw(this.base + code, await this.load()) };
  }
}

function fill(picture, { size, path }) {
  if (picture.firstElementChild.getAttribute("d") === path) return;
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.firstElementChild.setAttribute("d", path);
}
