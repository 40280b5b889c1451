// A phone's beginning: gives the flow what it needs of this browser.

import { browserClock, fetchHere, waiting } from "./browser.js";
import { Flow } from "./flow.js";
import { lookUpOver } from "./lookup.js";
import { Pages } from "./pages.js";
import { Sender, sendOver } from "./sending.js";
import { Speech } from "./speech.js";
import { Stage } from "./stage.js";

const clock = browserClock;
const stage = new Stage(document, { lookup: lookUpOver(fetchHere), clock });
const { channel } = stage.root.dataset;
const recorder = new Sender({ send: sendOver(fetchHere), wait: waiting(window), clock, channel });
const pages = Pages.of(window);
const speech = new Speech(window, stage);

new Flow(stage, { recorder, clock, pages, speech }).start();
