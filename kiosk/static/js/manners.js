// How a page behaves that lies on a counter: no menus, no dragging, no zooming by accident, no
// sleep, nothing to go back to; and the one hidden way for operators.

const HOLD = 5_000; // milliseconds on the name of the place open the operators' page
const UNWANTED = ["contextmenu", "dragstart", "dragover", "drop", "dblclick", "gesturestart"];
const UNWANTED_KEYS = ["p", "s", "o", "u"]; // print, save, open, source

/** What every page on a counter does, an operator's too. */
export function keepStill(window) {
  for (const kind of UNWANTED) {
    window.addEventListener(kind, (event) => event.preventDefault(), { passive: false });
  }
  window.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && UNWANTED_KEYS.includes(event.key.toLowerCase());
    if (isCommand) event.preventDefault();
  });
  stayAwake(window);
}

/** Teach a citizen's page; `onReturn()` when it comes back out of the browser's own memory. */
export function keepManners(window, clock, { onReturn }) {
  keepStill(window);
  window.addEventListener("pageshow", (event) => event.persisted && onReturn());
  window.history.replaceState(null, "", window.location.pathname); // a reload speaks the first language
  window.performance.setResourceTimingBufferSize(0); // it would name what was searched for
  window.performance.clearResourceTimings();
  openServiceOnHold(window, clock);
}

function stayAwake({ navigator, document }) {
  const ask = () => navigator.wakeLock?.request("screen").catch(() => {}); // the browser may refuse
  const askAgain = () => document.visibilityState === "visible" && ask();
  document.addEventListener("visibilitychange", askAgain); // a lock is lost with every hiding
  ask();
}

function openServiceOnHold({ document, location }, clock) {
  let timer = null;
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest?.(".where")) return;
    timer = clock.setTimeout(() => location.replace("/t/service"), HOLD);
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"]) {
    document.addEventListener(kind, () => clock.clearTimeout(timer));
  }
}
