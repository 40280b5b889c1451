// A phone's beginning: gives the flow what it needs of this browser.

import { browserClock as clock, fetchHere } from "./browser.js";
import { Flow } from "./flow.js";
import { lookUpOver } from "./lookup.js";
import { Pages } from "./pages.js";
import { Phone } from "./phone.js";
import { sendOver } from "./sending.js";
import { Speech } from "./speech.js";
import { Stage } from "./stage.js";
import { Store } from "./store.js";
import { Time } from "./time.js";

const stage = new Stage(document, { lookup: lookUpOver(fetchHere), clock });
const { dataset } = stage.root;
const store = new Store(window.indexedDB, clock, "hailong-phone");
const isOnline = () => navigator.onLine;
const time = new Time(window);
const phone = new Phone({ store, send: sendOver(fetchHere), time, clock, isOnline, onState });
const pages = Pages.of(window);
const flow = new Flow(stage, { recorder: phone, clock, pages, speech: new Speech(window, stage) });

/** Where the answers are: on the page in words, and said aloud where they are not yet sent. */
function onState(state) {
  dataset.delivery = state;
  flow.worry = state === "sent" ? null : state;
  flow.settle();
}

flow.start();
const proof = dataset.proof ? JSON.parse(dataset.proof) : { counter_id: dataset.counter };
phone.start(proof).then((isAnswered) => isAnswered && flow.conclude());
for (const kind of ["online", "visibilitychange", "pageshow"]) {
  addEventListener(kind, () => phone.nudge());
}
