// What the other modules are given of the browser.

export const fetchHere = (...request) => fetch(...request);

export const browserClock = {
  now: () => performance.now(),
  setTimeout: (...call) => setTimeout(...call),
  clearTimeout: (timer) => clearTimeout(timer),
};

/** A function that waits, but no longer than until the network comes back. */
export function waiting(window) {
  return (milliseconds) =>
    new Promise((resolve) => {
      browserClock.setTimeout(resolve, milliseconds);
      window.addEventListener("online", resolve, { once: true });
    });
}
