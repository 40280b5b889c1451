// What the other modules are given of the browser.

export const fetchHere = (...request) => fetch(...request);

export const browserClock = {
  now: () => performance.now(),
  setTimeout: (...call) => setTimeout(...call),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** A signal that gives a request up after so long. AbortSignal.timeout is younger than many phones. */
export function within(milliseconds) {
  if (AbortSignal.timeout) return AbortSignal.timeout(milliseconds);
  const giver = new AbortController();
  const late = () => giver.abort(new DOMException("nobody answered in time", "TimeoutError"));
  browserClock.setTimeout(late, milliseconds);
  return giver.signal;
}

/** A function that waits, but no longer than until the network comes back. */
export function waiting(window) {
  return (milliseconds) =>
    new Promise((resolve) => {
      browserClock.setTimeout(resolve, milliseconds);
      window.addEventListener("online", resolve, { once: true });
    });
}
