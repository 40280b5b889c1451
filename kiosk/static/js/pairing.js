// The page where a tablet is paired: the code comes typed, or with the address of the QR code, after
// a sign that browsers never send anywhere.

import { browserClock, fetchHere } from "./browser.js";
import { enrol, findIdentity, normalised } from "./identity.js";
import { makeKeys } from "./keys.js";
import { keepStill } from "./manners.js";
import { tellPaired } from "./presence.js";
import { Twin } from "./twin.js";

const HOME_AFTER = 180_000; // nobody leaves a paired tablet's page lying here before the next citizen
const AGAIN = "again"; // asked for by the operators' page: a paired tablet is to be paired anew

const store = Twin.of(window, browserClock);
const form = document.getElementById("pairing");
const status = document.querySelector(".said");
const input = form.elements.code;
const isAble = Boolean(window.crypto?.subtle); // not on plain http
let keys = null; // made once: sent again with the same code, they get the same answer

const say = (words) => {
  status.textContent = form.dataset[words] ?? form.dataset.refused;
};

async function pair() {
  if (!isAble) return "insecure";
  keys ??= await makeKeys();
  try {
    const outcome = await enrol({ store, fetch: fetchHere }, input.value, keys);
    if (typeof outcome === "string") return outcome;
    tellPaired(window);
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

/** A browser that is paired leads on at once; where it is to be paired anew, it says who it is. */
async function leadOn(isToPair) {
  const identity = await findIdentity(store).catch(() => undefined);
  if (!identity) return;
  const goHome = () => location.replace(`/t/${identity.counter_id}`);
  if (!isToPair) {
    goHome();
    return;
  }
  showPaired(identity);
  let timer = null;
  const wait = () => {
    browserClock.clearTimeout(timer);
    timer = browserClock.setTimeout(goHome, HOME_AFTER);
  };
  wait();
  for (const kind of ["input", "pointerdown"]) document.addEventListener(kind, wait);
}

function showPaired(identity) {
  const section = document.querySelector(".paired");
  const title = section.querySelector("h2");
  title.textContent = title.dataset.words.replace("{device}", identity.device_id);
  section.querySelector("[data-field=home]").href = `/t/${identity.counter_id}`;
  section.hidden = false;
  for (const link of document.querySelectorAll("a[hreflang]")) link.href = `?${AGAIN}&lang=${link.hreflang}`;
}

input.value = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname + location.search);
form.addEventListener("submit", onSubmit);
keepStill(window);
leadOn(Boolean(input.value) || new URLSearchParams(location.search).has(AGAIN));
if (!isAble) say("insecure");
else if (input.value) form.requestSubmit();
else input.focus();
