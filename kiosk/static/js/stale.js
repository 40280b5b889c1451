// Whether the second database has missed something stands here, in the browser's other storage: when
// it matters, the first database may be gone. See twin.js.

const PLACE = "hailong-twin-stale";

/** What is noted in this browser: `read()` whether it is stale, and `write(isStale)`. */
export function staleNote(window) {
  return {
    read() {
      try {
        return window.localStorage.getItem(PLACE) !== null;
      } catch {
        return false; // nothing was ever noted, or this storage fails too
      }
    },
    write(isStale) {
      try {
        if (isStale) window.localStorage.setItem(PLACE, "1");
        else window.localStorage.removeItem(PLACE);
      } catch {
        return; // the copy itself is told to forget whose it is
      }
    },
  };
}
