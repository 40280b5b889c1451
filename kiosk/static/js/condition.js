// How this browser is: what the operators' page asks about a tablet.

/** Ask to be spared when the browser clears up; says how far what is kept here is safe. */
export async function keepStorage(storage) {
  if (!storage?.persist) return "best-effort";
  try {
    return (await storage.persist()) ? "persistent" : "best-effort";
  } catch {
    return "best-effort";
  }
}

async function findBattery(navigator) {
  try {
    return await navigator.getBattery();
  } catch {
    return null;
  }
}

/** `{battery_percent, charging}`, null each where the browser does not tell. */
function readBattery(battery) {
  if (!battery) return { battery_percent: null, charging: null };
  return { battery_percent: Math.round(battery.level * 100), charging: battery.charging };
}

/**
 * A function that measures all that a contact tells of this browser.
 *
 * What the browser may never answer is asked here, and told as far as it is known: a contact waits
 * for none of it.
 */
export function measuring({ navigator, outbox, time, shows = () => "question" }) {
  let safety = "best-effort";
  let battery = null;
  keepStorage(navigator.storage).then((answer) => {
    safety = answer;
  });
  findBattery(navigator).then((answer) => {
    battery = answer;
  });
  return async () => {
    const { queued, since } = await outbox.waiting();
    return {
      queued,
      oldest_seconds: queued && since ? Math.max(0, (time.wall() - since) / 1_000) : null,
      ...readBattery(battery),
      storage: outbox.isSound ? safety : "none",
      shows: shows(),
    };
  };
}
