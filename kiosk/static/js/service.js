// The operators' page on the tablet: what it holds, and a way to carry that to the server by hand.

import { browserClock, fetchHere } from "./browser.js";
import { keepStorage, measuring } from "./condition.js";
import { writeLetter } from "./contact.js";
import { randomHex } from "./encoding.js";
import { findIdentity } from "./identity.js";
import { CONTEXTS, sign } from "./keys.js";
import { keepStill } from "./manners.js";
import { isCodeOnly, setCodeOnly } from "./mode.js";
import { Outbox } from "./outbox.js";
import { VIET_NAM } from "./roster.js";
import { ofDevice } from "./store.js";
import { Time } from "./time.js";
import { Twin } from "./twin.js";

const FORMAT = "hailong-outbox-1";
const HOME_AFTER = 180_000; // nobody leaves this page lying open before the next citizen

const time = new Time(window);
const store = Twin.of(window, browserClock);
const status = document.querySelector(".said");
const facts = document.querySelector(".facts");
const button = document.querySelector("[data-action=save]");
const modeButton = document.querySelector("[data-action=mode]");
const language = document.documentElement.lang === "vi" ? "vi-VN" : "en-GB";
const moment = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short", timeZone: VIET_NAM });

const say = (words, file = "") => {
  status.textContent = status.dataset[words].replace("{file}", file);
};
const fill = (field, text) => {
  facts.querySelector(`[data-field=${field}]`).textContent = text;
};

/** The counter's name beside its code: out of its rating page, which a tablet keeps. */
async function nameCounter(counter_id) {
  fill("counter", counter_id);
  const reply = await fetchHere(`/t/${counter_id}?lang=${document.documentElement.lang}`).catch(() => null);
  const page = new DOMParser().parseFromString((await reply?.text()) ?? "", "text/html");
  const name = page.querySelector(".where > span")?.textContent.trim();
  if (name) fill("counter", `${name} (${counter_id})`);
}

async function show(identity, outbox) {
  const { seen } = await store.run(["meta"], "readonly", (meta) => ({ seen: meta.get("seen") }));
  const { queued, since } = await outbox.waiting();
  const isKept = (await keepStorage(navigator.storage)) === "persistent";
  fill("device", identity.device_id);
  fill("queued", queued.toLocaleString(language));
  fill("since", since ? moment.format(since) : facts.dataset.none);
  fill("seen", seen ? moment.format(seen) : facts.dataset.never);
  fill("clock", moment.format(time.wall()));
  fill("storage", isKept ? facts.dataset.persistent : facts.dataset.bestEffort);
  fill("release", document.body.dataset.release);
  for (const link of document.querySelectorAll("[data-field=home]")) link.href = `/t/${identity.counter_id}`;
  button.disabled = false;
}

/** All that waits, sealed as it is, in a letter like that of a contact, signed. */
async function letterFile(identity, outbox) {
  const place = ofDevice(identity.device_id, "contact");
  const { contact } = await store.run(["meta"], "readonly", (meta) => ({ contact: meta.get(place) }));
  const state = await measuring({ navigator, outbox, time })();
  const { release } = document.body.dataset;
  const parts = { contact: contact ?? 1, boot: randomHex(8), release, time, state, outbox };
  const body = writeLetter(parts, await outbox.all());
  const signature = await sign(identity.key_pair, CONTEXTS.contact, body);
  const { device_id, key_id } = identity;
  return JSON.stringify({ format: FORMAT, device_id, key_id, signature, body });
}

async function save(identity, outbox) {
  if ((await outbox.waiting()).queued === 0) {
    say("empty");
    return;
  }
  const content = await letterFile(identity, outbox);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `hailong-${identity.device_id}-${new Date(time.wall()).toISOString().slice(0, 10)}.json`;
  link.click();
  browserClock.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say("saved", link.download);
}

function showMode(isOnly) {
  fill("mode", isOnly ? facts.dataset.codeOnly : facts.dataset.question);
  modeButton.textContent = isOnly ? modeButton.dataset.ask : modeButton.dataset.codeOnly;
}

/** What this browser shows from now on: the question, or the code for phones alone. */
async function offerModes({ device_id }) {
  let isOnly = await isCodeOnly(store, device_id);
  showMode(isOnly);
  modeButton.disabled = false;
  modeButton.addEventListener("click", async () => {
    await setCodeOnly(store, device_id, !isOnly);
    isOnly = !isOnly;
    showMode(isOnly);
  });
}

async function begin() {
  const identity = await findIdentity(store);
  if (!identity) {
    say("unpaired");
    return;
  }
  const outbox = new Outbox({ store, deviceId: identity.device_id });
  await outbox.peek();
  await show(identity, outbox);
  await offerModes(identity);
  nameCounter(identity.counter_id).catch(() => {});
  button.addEventListener("click", () => save(identity, outbox).catch(() => say("storage")));
  browserClock.setTimeout(() => location.replace(`/t/${identity.counter_id}`), HOME_AFTER);
}

keepStill(window);
begin().catch(() => say("storage"));
