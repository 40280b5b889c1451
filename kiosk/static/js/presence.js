// Only one window of a browser takes ratings for its tablet: two would give out the same numbers.
// A tablet that is paired anew in another window is another tablet: then this one's time is over.

const LOCK = "hailong-tablet";
const CHANNEL = "hailong";
const PAIRED = "paired";
const HEAD_START = 5_000; // milliseconds for the window that was paired to open its page

const hold = () => new Promise(() => {});
const nameOf = (deviceId) => `${LOCK}-${deviceId}`;

let standing = null; // the tablet this window is the one for: it would not get its own lock again

/**
 * Resolves once this window is the one of this tablet, and stays so for as long as it lives.
 *
 * Where another one is, `onSecond()` is called, and this window begins anew when that one closes.
 */
export async function standAlone({ locks }, deviceId, { onSecond, reload }) {
  if (!locks || standing === deviceId) return; // an old browser: nothing to ask
  const name = nameOf(deviceId);
  const isFirst = await new Promise((resolve) => {
    locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && hold();
    });
  });
  if (isFirst) standing = deviceId;
  if (isFirst) return;
  onSecond();
  await takeTurn(locks, deviceId, reload);
}

/** Begin anew once no other window is the one of this tablet; never resolves. */
function takeTurn(locks, deviceId, reload) {
  locks.request(nameOf(deviceId), () => {
    reload();
    return hold();
  });
  return hold();
}

/** This window's tablet has become another one elsewhere: begin anew as that when that window closes. */
export function succeed({ locks }, clock, deviceId, reload) {
  clock.setTimeout(() => (locks ? takeTurn(locks, deviceId, reload) : reload()), HEAD_START);
}

/** Tell this browser's other windows that it was paired a moment ago. */
export function tellPaired({ BroadcastChannel }) {
  if (!BroadcastChannel) return; // they see it at their next look
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(PAIRED);
  channel.close();
}

/** `onPaired()` each time that another window says so. */
export function hearPaired({ BroadcastChannel }, onPaired) {
  if (BroadcastChannel) new BroadcastChannel(CHANNEL).onmessage = ({ data }) => data === PAIRED && onPaired();
}
