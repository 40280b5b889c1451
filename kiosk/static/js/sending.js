// Bringing an answer to the record: until the record names it, it was not received.

const FINAL = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);
const LONGEST_WAIT = 30_000;
const SAME_LENGTH = 256; // so that the size of what travels does not tell the answer

/** 128 random bits, in 32 hexadecimal digits. */
export function newId(random = crypto) {
  const bytes = random.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A function that posts one item and says "recorded", "refused" or "failed". */
export function sendOver(fetch, timeoutMs = 8_000) {
  return async (path, item) => {
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(item).padEnd(SAME_LENGTH),
        credentials: "omit",
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (FINAL(response.status)) return "refused";
      const receipt = response.ok ? await response.json() : {};
      const named = receipt.rating_id === item.rating_id && receipt.status === "recorded";
      return named ? "recorded" : "failed";
    } catch {
      return "failed";
    }
  };
}

/** Send until the record answers; `item()` is made anew each time, because its age grows. */
export async function deliver(send, path, item, { wait, onTrouble }) {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await send(path, item());
    if (outcome !== "failed") return outcome;
    if (attempt === 0) onTrouble();
    await wait(Math.min(1_000 * 2 ** attempt, LONGEST_WAIT));
  }
}
