// Who sits at the counter and whether the centre is open, out of the counter's kit. Instants are
// milliseconds since 1970; days and times are Viet Nam's, which is seven hours ahead all year.

export const VIET_NAM = "Asia/Ho_Chi_Minh";
const AHEAD = 7 * 3_600_000;
const DAY = 86_400_000;
const LOOK_DAYS = 40;

/** The officer on duty, or null for nobody; nobody is known beyond the kit's days. */
export function officerAt({ duties, until }, instant) {
  if (instant >= until) return null;
  const found = duties.find(({ from, to }) => from <= instant && (to === null || instant < to));
  return found?.officer_id ?? null;
}

/** Whether the centre is open; without hours it always is. */
export function isOpenAt(hours, instant) {
  if (!hours) return true;
  const { day, weekday, time } = localAt(instant);
  return spansOf(hours, day, weekday).some(([opens, closes]) => opens <= time && time < closes);
}

/** When the centre opens next, or null where that is not to be foreseen. */
export function nextOpening(hours, instant) {
  for (let ahead = 0; ahead < LOOK_DAYS; ahead += 1) {
    const { day, weekday } = localAt(instant + ahead * DAY);
    const openings = spansOf(hours, day, weekday).map(([opens]) => Date.parse(`${day}T${opens}Z`) - AHEAD);
    const next = openings.sort((a, b) => a - b).find((opens) => opens > instant);
    if (next !== undefined) return next;
  }
  return null;
}

/** The day that is unlike its weekday, if this instant lies in one. */
export function specialDayAt(hours, instant) {
  const { day } = localAt(instant);
  return hours?.special.find((one) => one.day === day) ?? null;
}

function spansOf({ week, special }, day, weekday) {
  return special.find((one) => one.day === day)?.open ?? week[weekday];
}

function localAt(instant) {
  const local = new Date(instant + AHEAD);
  const [day, time] = local.toISOString().split("T");
  return { day, weekday: local.getUTCDay() || 7, time: time.slice(0, 5) };
}
