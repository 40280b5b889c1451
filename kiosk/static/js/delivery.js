// Bringing what waits on a phone to the record: one answer after another, each until the server has
// named it. What the server refuses for good goes too, and is told.

const PATHS = { rating: "/api/v1/ratings", detail: "/api/v1/details" };

/** How long ago it was pressed, in whole seconds: by the clock that nobody can set, where it still runs. */
export function ageOf({ pressed_at, monotonic, boot }, time, thisBoot) {
  const told = time.wall() - pressed_at;
  const counted = boot === thisBoot ? time.monotonic() - monotonic : 0;
  return Math.round(Math.max(told, counted, 0) / 1_000);
}

/** An entry as it travels. A receipt tells counter and channel by itself. */
export function letterOf(content, age_seconds) {
  const { kind, item, officer_id, pressed_at, monotonic, boot, counter_id, ...said } = content;
  if (kind === "detail") return said;
  const where = said.receipt ? {} : { counter_id, channel: "phone" };
  return { ...said, ...where, age_seconds };
}

export class Delivery {
  /**
   * `send(path, item)` as in sending.js; `onSettled(content, outcome)` before an entry goes;
   * `onNothing()` where none is to be sent.
   */
  constructor({ outbox, send, time, boot, onSettled, onNothing }) {
    Object.assign(this, { outbox, send, time, boot, onSettled, onNothing });
  }

  /** One contact, as the courier asks for it: at most so many entries, in their order. */
  async make(limit, held) {
    const entries = await this.outbox.take(limit, held);
    if (entries.length === 0) await this.onNothing();
    for (const entry of entries) {
      const { content } = entry;
      const letter = letterOf(content, ageOf(content, this.time, this.boot));
      const outcome = await this.send(PATHS[content.kind], letter);
      if (outcome === "failed") return { kind: "unreachable", entries: [entry], isMore: true };
      this.onSettled(content, outcome);
      await this.outbox.remove([entry]);
    }
    return { kind: "answered", entries, isMore: false };
  }
}
