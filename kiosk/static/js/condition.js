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

/** `{battery_percent, charging}`, null each where the browser does not tell. */
export async function readBattery(navigator) {
  try {
    const { level, charging } = await navigator.getBattery();
    return { battery_percent: Math.round(level * 100), charging };
  } catch {
    return { battery_percent: null, charging: null };
  }
}

/** A function that measures all that a contact tells of this browser. */
export function measuring({ navigator, outbox, time }) {
  const asked = keepStorage(navigator.storage);
  return async () => {
    const { queued, since } = await outbox.waiting();
    return {
      queued,
      oldest_seconds: queued && since ? Math.max(0, (time.wall() - since) / 1_000) : null,
      ...(await readBattery(navigator)),
      storage: outbox.isSound ? await asked : "none",
    };
  };
}
