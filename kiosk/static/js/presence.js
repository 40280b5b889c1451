// Only one window of a browser takes ratings for its tablet: two would give out the same numbers.

const LOCK = "hailong-tablet";

/**
 * Resolves once this window is the one, and stays so for as long as it lives.
 *
 * Where another one is, `onSecond()` is called, and this window begins anew when that one closes.
 */
export async function standAlone({ locks }, { onSecond, reload }) {
  if (!locks) return; // an old browser: nothing to ask
  const hold = () => new Promise(() => {});
  const isFirst = await new Promise((resolve) => {
    locks.request(LOCK, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && hold();
    });
  });
  if (isFirst) return;
  onSecond();
  locks.request(LOCK, () => {
    reload();
    return hold();
  });
  await hold();
}
