// The page where a tablet is paired: the code comes typed, or with the address of the QR code, after
// a sign that browsers never send anywhere.

import { browserClock, fetchHere } from "./browser.js";
import { enrol, findIdentity, normalised } from "./identity.js";
import { makeKeys } from "./keys.js";
import { Store } from "./store.js";

const store = new Store(window.indexedDB, browserClock);
const form = document.getElementById("pairing");
const status = document.querySelector(".said");
const input = form.elements.code;
let keys = null; // made once: sent again with the same code, they get the same answer

const say = (words) => {
  status.textContent = form.dataset[words] ?? form.dataset.refused;
};

async function pair() {
  if (!window.crypto?.subtle) return "insecure";
  keys ??= await makeKeys();
  try {
    const outcome = await enrol({ store, fetch: fetchHere }, input.value, keys);
    if (typeof outcome === "string") return outcome;
    location.replace(`/t/${outcome.counter_id}`);
    return "busy";
  } catch {
    return "storage"; // the server knows this tablet now, but this browser does not keep it
  }
}

async function onSubmit(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled || !normalised(input.value)) return;
  button.disabled = true;
  say("busy");
  const outcome = await pair();
  say(outcome);
  button.disabled = outcome === "busy";
}

/** A browser that is paired says so, and leads on. */
async function showPaired() {
  const identity = await findIdentity(store).catch(() => undefined);
  if (!identity) return;
  const section = document.querySelector(".paired");
  const title = section.querySelector("h2");
  title.textContent = title.dataset.words.replace("{device}", identity.device_id);
  section.querySelector("[data-field=home]").href = `/t/${identity.counter_id}`;
  section.hidden = false;
}

input.value = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname + location.search);
form.addEventListener("submit", onSubmit);
showPaired();
if (input.value) form.requestSubmit();
else input.focus();
