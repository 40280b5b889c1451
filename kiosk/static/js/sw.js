// The tablet's page without a network. RELEASE and FILES stand before this line: the server puts
// them there. Nothing is kept that does not carry our server's own mark, and nothing under /api/
// passes through here at all.
/* global RELEASE, FILES */

const MARK = "Hailong-Release";
const SHELL = `shell-${RELEASE}`; // files and pages, which belong together
const KEPT = "kept"; // what outlives a release: the counter's kit, officers' pictures
const PATIENCE = 4_000;
const FIRST_LANGUAGE = "vi";

const isPage = (path) => /^\/t\/[^/]*$/.test(path);
const isKept = (path) => /^\/t\/.+\/kit\.json$/.test(path) || path.startsWith("/t/photos/");

/** A page's place in the cache: its path and language, without which it speaks the first one. */
function placeOf(url) {
  if (!isPage(url.pathname)) return url.pathname;
  return `${url.pathname}?lang=${url.searchParams.get("lang") ?? FIRST_LANGUAGE}`;
}

/** A reply of our own server, of any release or of this one; null for anything else. */
async function ask(request, release = null) {
  const late = new AbortController(); // AbortSignal.timeout is younger than many tablets
  setTimeout(() => late.abort(), PATIENCE * 2);
  const response = await fetch(request, { credentials: "omit", signal: late.signal });
  const mark = response.headers.get(MARK);
  return response.ok && mark && (!release || mark === release) ? response : null;
}

/** Such a reply, kept for later where there is room. */
async function freshen(request, name, release) {
  const response = await ask(request, release).catch(() => null);
  const copy = response?.clone();
  if (copy) await caches.open(name).then((cache) => cache.put(placeOf(new URL(request.url)), copy)).catch(() => {});
  return response;
}

const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
const stored = async (request, name) => (await caches.open(name)).match(placeOf(new URL(request.url)));

/** At once from the cache where it is there, renewed behind it. */
async function cacheFirst(event, name) {
  const found = await stored(event.request, name);
  const isVisit = event.request.mode === "navigate";
  if (!found) {
    const fresh = await freshen(event.request, name, RELEASE);
    return fresh ?? (isVisit ? fetch(event.request) : Response.error());
  }
  if (isVisit) event.waitUntil(freshen(event.request, name, RELEASE));
  return found;
}

/** From the network where that answers soon, else the last one seen. */
async function networkFirst(event, name, release) {
  const fetching = freshen(event.request, name, release);
  event.waitUntil(fetching);
  const fresh = await Promise.race([fetching, patience()]);
  return fresh ?? (await stored(event.request, name)) ?? Response.error();
}

/** The pages that the last release knew, so that this one can be used at once without a network. */
async function knownPages() {
  const names = (await caches.keys()).filter((name) => name.startsWith("shell-"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const urls = kept.flat().map(({ url }) => new URL(url));
  return urls.filter(({ pathname }) => isPage(pathname)).map(({ pathname, search }) => pathname + search);
}

async function install() {
  const cache = await caches.open(SHELL);
  const wanted = new Set([...FILES, ...(await knownPages())]);
  const store = async (path) => {
    const url = new URL(path, location.origin);
    const response = await fetch(new Request(url, { cache: "no-cache", credentials: "omit" }));
    const isOurs = response.headers.get(MARK) === RELEASE;
    if (isOurs && response.ok) await cache.put(placeOf(url), response);
    else if (!isOurs || response.status !== 404 || FILES.includes(path)) throw new Error(`${path} did not come`);
  };
  await Promise.all(Array.from(wanted, store));
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", ({ data }) => data === "take over" && skipWaiting());
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (isKept(pathname)) event.respondWith(networkFirst(event, KEPT, null));
  else if (pathname.startsWith("/static/")) event.respondWith(cacheFirst(event, SHELL));
  else if (isPage(pathname) && request.mode === "navigate") event.respondWith(cacheFirst(event, SHELL));
  else if (isPage(pathname)) event.respondWith(networkFirst(event, SHELL, RELEASE));
});
