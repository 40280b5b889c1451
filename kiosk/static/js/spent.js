// Numbers given out while the database could not be written stand here, in the browser's other
// storage: after a reload they would be given out again, and look like those of a second tablet.

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
        window.localStorage.setItem(PLACE, JSON.stringify([deviceId, next]));
      } catch {
        return; // the fleet page shows then what the server makes of it
      }
    },
  };
}
