// The page's beginning: gives the flow what it needs of this browser, and keeps a kiosk's manners.

import { Flow } from "./flow.js";
import { Pages } from "./pages.js";
import { sendOver } from "./sending.js";
import { Stage } from "./stage.js";

const REFRESH = 60_000;

const fetchHere = (...request) => fetch(...request);
const clock = {
  now: () => performance.now(),
  setTimeout: (...call) => setTimeout(...call),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** Wait, but no longer than until the network comes back. */
function wait(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener("online", resolve, { once: true });
  });
}

const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const pages = new Pages(fetchHere, parse, location.pathname);
const stage = new Stage(document, { fetch: fetchHere, clock });
const flow = new Flow(stage, { send: sendOver(fetchHere), wait, clock, pages });

flow.start();
if (document.body.classList.contains("tablet")) {
  history.replaceState(null, "", location.pathname); // the next reload speaks the first language
  for (const kind of ["contextmenu", "dragstart"]) {
    addEventListener(kind, (event) => event.preventDefault());
  }
  setInterval(() => flow.refresh(), REFRESH);
}
