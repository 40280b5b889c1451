// Which numbers were given out stands here too, in the browser's other storage: where the database
// could not be written, or was thrown away, they would be given out again after a reload, and look
// like those of a second tablet.

const PLACE = "hailong-spent";

/** What is kept for this tablet: `read() -> next` number that is free, and `write(next)`. */
export function spentNumbers(window, deviceId) {
  return {
    read() {
      try {
        const [device, next] = JSON.parse(window.localStorage.getItem(PLACE));
        return device === deviceId ? next : 1;
      } catch {
        return 1; // nothing was ever spent, or this storage fails too
      }
    },
    write(next) {
      try {
        const free = Math.max(this.read(), next); // another page of this tablet may be further
        window.localStorage.setItem(PLACE, JSON.stringify([deviceId, free]));
      } catch {
        return; // the fleet page shows then what the server makes of it
      }
    },
  };
}
