// The page in each language, as the server sent it: a clean start, and a change of words
// in the middle of the flow.

import { within } from "./browser.js";

const PATIENCE = 5_000;

/** What a person sees of a page, without the identifier meant for the plain forms. */
export function readPage(document) {
  const root = document.getElementById("kiosk");
  for (const field of root.querySelectorAll("[name=rating_id]")) field.remove();
  return {
    language: document.documentElement.lang,
    title: document.title,
    html: root.innerHTML,
  };
}

/** Put a page's words and untouched forms in place of what stands there. */
export function writePage(document, page) {
  document.documentElement.lang = page.language;
  document.title = page.title;
  document.getElementById("kiosk").innerHTML = page.html;
}

/** Pages by language: fresh from the server where it answers, else the last one seen. */
export class Pages {
  #seen = new Map();

  /** The pages at this window's own address. */
  static of({ location, DOMParser, fetch }) {
    const parse = (text) => new DOMParser().parseFromString(text, "text/html");
    return new Pages((...request) => fetch(...request), parse, location.pathname);
  }

  constructor(fetch, parse, path) {
    Object.assign(this, { fetch, parse, path });
  }

  keep(page) {
    this.#seen.set(page.language, page);
  }

  last(language) {
    return this.#seen.get(language);
  }

  async fresh(language) {
    try {
      const signal = within(PATIENCE);
      const address = `${this.path}?lang=${language}`;
      const response = await this.fetch(address, { credentials: "omit", signal });
      if (response.ok) this.keep(readPage(this.parse(await response.text())));
    } catch {
      // No network: the last one seen still serves.
    }
    return this.last(language);
  }
}
