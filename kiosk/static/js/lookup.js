// Finding procedures by words: at the server, which knows all of them, or among those that the
// tablet keeps. Both find alike; kiosk/catalogue/lookup.py says how.

import { within } from "./browser.js";

const PATIENCE = 2_000;
const MOST = 12;

/** Lower case without diacritics, single spaces: `kiosk.words.fold`. */
export function fold(text) {
  const parts = text.trim().toLowerCase().normalize("NFD").replaceAll("đ", "d");
  return parts.replace(/\p{M}/gu, "").replace(/\s+/g, " ");
}

/** The kept procedures that hold every word, or whose code begins with it; the best ones first. */
export function findKept(procedures, words) {
  const wanted = fold(words).split(" ").filter(Boolean).slice(0, 8);
  if (wanted.length === 0) return [];
  const phrase = ` ${wanted.join(" ")} `;
  const folded = procedures.map((procedure) => ({ procedure, name: fold(procedure.name) }));
  const holds = ({ procedure, name }) =>
    wanted.every((word) => name.includes(word) || procedure.procedure_id.startsWith(word));
  const rank = ({ name }) => (` ${name} `.includes(phrase) ? 0 : 1);
  const code = ({ procedure: { procedure_id } }) => procedure_id;
  return folded
    .filter(holds)
    .sort((a, b) => rank(a) - rank(b) || a.name.length - b.name.length || (code(a) < code(b) ? -1 : 1))
    .slice(0, MOST)
    .map(({ procedure }) => procedure);
}

/** Ask the server; null where it does not answer soon. */
export function lookUpOver(fetch) {
  return async (words) => {
    try {
      const address = `/api/v1/procedures?q=${encodeURIComponent(words)}`;
      const signal = within(PATIENCE);
      const response = await fetch(address, { credentials: "omit", signal });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  };
}
