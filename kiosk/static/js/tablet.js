// The tablet's beginning: gives the flow what it needs of this browser, finds out who this tablet
// is, and lets it serve by itself from then on.

import { browserClock as clock, fetchHere, waiting } from "./browser.js";
import { Desk } from "./desk.js";
import { Finished } from "./finished.js";
import { Flow } from "./flow.js";
import { findIdentity } from "./identity.js";
import { Kit } from "./kit.js";
import { findKept, lookUpOver } from "./lookup.js";
import { keepManners } from "./manners.js";
import { isCodeOnly } from "./mode.js";
import { Pages } from "./pages.js";
import { PairedTablet } from "./paired.js";
import { hearPaired, standAlone, succeed } from "./presence.js";
import { CodeKey } from "./rotating.js";
import { Scanner } from "./scan.js";
import { Sender, sendOver } from "./sending.js";
import { Sign } from "./sign.js";
import { Speech } from "./speech.js";
import { Stage } from "./stage.js";
import { Time } from "./time.js";
import { Twin } from "./twin.js";
import { Updates } from "./updates.js";

const SETTLE = 15_000; // the officer's card and the hours are looked at so often
const REFRESH = 60_000;

const { release, open: isOpenToAll } = document.body.dataset;
const time = new Time(window);
const store = Twin.of(window, clock);
const lookUp = lookUpOver(fetchHere);
const lookup = async (words) => (await lookUp(words)) ?? lookUpHere(words);
const stage = new Stage(document, { lookup, clock });
const { counter, channel } = stage.root.dataset;
const kit = new Kit({ fetch: fetchHere, caches: window.caches, store, counter });
const desk = new Desk({ time });
const finished = new Finished({ time });
const scanner = new Scanner({ window, clock, base: stage.root.dataset.slipBase });
const codeKey = new CodeKey({ store, counter });
desk.sign = new Sign({ stage, key: codeKey, time, clock });
const reload = () => location.reload();
const go = (counter_id) => location.replace(`/t/${counter_id}`);

let recording = null; // what keeps a press, once it is known who this tablet is
let taking = null; // the same once it is there
let deviceId = null;
let isSucceeded = false; // another window was paired anew, and this one waits for it to close
let standAside = null; // called once another window serves: no press waits here for that to end
const servesElsewhere = new Error("another window serves");
const aside = new Promise((_, reject) => {
  standAside = () => reject(servesElsewhere);
});
aside.catch(() => {});
// A race would stay with `aside` for as long as the page lives: none is begun once it is not needed.
const recorder = { keep: async (...press) => (taking ?? (await findFor())).keep(...press) };
const pages = Pages.of(window);
const flow = new Flow(stage, { recorder, clock, pages, speech: new Speech(window, stage), desk, finished, scanner });
scanner.look(() => scanner.furnish(stage)).catch(() => {});
const { serviceWorker } = navigator;
const isIdle = () => flow.isIdle;
const updates = new Updates({ serviceWorker, time, release, isIdle, reload, keep, isStored });

/** Among the procedures of this counter; where none of them fits, it is not known whether any does. */
function lookUpHere(words) {
  const found = findKept(kit.content?.procedures ?? [], words);
  return found.length > 0 ? found : null;
}

/** The same for a press: if a start fails that was under way before it, it begins one of its own. */
async function findFor() {
  const isShared = recording !== null;
  try {
    return await Promise.race([find(), aside]);
  } catch (error) {
    if (!isShared || error === servesElsewhere) throw error;
    return Promise.race([find(), aside]);
  }
}

/** What keeps presses here; where storage does not answer, the next press asks again. */
function find() {
  recording ??= begin().then(take).catch((error) => {
    recording = null;
    flow.worry = "memory";
    flow.settle();
    throw error;
  });
  return recording;
}

function take(found) {
  taking = found;
  return found;
}

async function begin() {
  const identity = await identify();
  if (!identity) return unpaired();
  flow.worry = null;
  desk.isPageOld = true;
  flow.settle();
  deviceId = identity.device_id;
  await standAlone(navigator, deviceId, { onSecond, reload });
  store.follow();
  if (identity.counter_id !== counter) go(identity.counter_id);
  desk.kit = (await kit.recall()).content;
  desk.showsCodeOnly = await isCodeOnly(store, deviceId);
  codeKey.recall().then(() => desk.sign.renew());
  updates.register();
  const browser = { fetch: fetchHere, clock, navigator, window };
  const parts = { store, time, browser, flow, desk, kit, codeKey, updates, release, go, finished };
  return new PairedTablet(identity, parts).start();
}

function onSecond() {
  flow.halt("second-tab");
  standAside();
}

/** Where this browser was paired anew in another window, this one is of a tablet that was. */
async function lookForSuccessor() {
  const self = deviceId && (await findIdentity(store).catch(() => null));
  if (!self || self.device_id === deviceId) return;
  flow.halt("second-tab");
  if (!flow.isIdle || isSucceeded) return;
  isSucceeded = true;
  succeed(navigator, clock, self.device_id, reload);
}

const languages = () => [flow.home, ...stage.languages()];

/** Let the service worker see pass all that this page needs. */
async function keep() {
  const asked = languages().map((language) => pages.fresh(language));
  const [isOther] = await Promise.all([kit.renew(), ...asked]);
  if (isOther) desk.kit = kit.content;
  await kit.fetchPictures();
}

/** Whether all that is there, as anybody who looks can see. */
async function isStored() {
  const wanted = [kit.address, ...languages().map((language) => `/t/${counter}?lang=${language}`)];
  const found = await Promise.all(wanted.map((address) => window.caches?.match(address)));
  setTimeout(() => flow.settle()); // the page may now say that it is ready, or not any more
  return found.every(Boolean);
}

/** Who this is; an open tablet serves even where nothing can be kept. */
function identify() {
  return isOpenToAll ? findIdentity(store).catch(() => undefined) : findIdentity(store);
}

/** A tablet of nobody's: it sends each press at once where that is allowed, else it wants pairing. */
function unpaired() {
  if (!isOpenToAll) {
    location.replace("/t/");
    return new Promise(() => {});
  }
  const renew = async () => {
    if (await kit.renew()) desk.kit = kit.content;
    flow.settle();
  };
  renew();
  setInterval(renew, REFRESH);
  return new Sender({ send: sendOver(fetchHere), wait: waiting(window), clock, channel });
}

/** Whether what was finished here is to be heard of may have changed. */
async function look() {
  const tablet = await find().catch(() => null);
  tablet?.offers?.look();
}

flow.start();
keepManners(window, clock, { onReturn: () => flow.reset() });
find().catch(() => {});
hearPaired(window, lookForSuccessor);
setInterval(() => {
  find().catch(() => {}); // storage that was silent may answer now
  lookForSuccessor();
  flow.settle();
  look();
}, SETTLE);
setInterval(() => flow.refresh().then(() => updates.look()), REFRESH);
for (const kind of ["online", "visibilitychange"]) {
  const nudge = async () => (await find()).courier?.nudge();
  addEventListener(kind, () => nudge().catch(() => {}));
  addEventListener(kind, look);
}
