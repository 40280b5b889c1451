// Whether a paired browser asks for ratings, or is a counter's second screen with the code alone.

import { ofDevice } from "./store.js";

const CODE = "code";
const placeOf = (device_id) => ofDevice(device_id, "mode");

/** Whether only the code is shown; not so where storage does not answer. */
export async function isCodeOnly(store, device_id) {
  const read = (meta) => ({ mode: meta.get(placeOf(device_id)) });
  const { mode } = await store.run(["meta"], "readonly", read).catch(() => ({}));
  return mode === CODE;
}

/** Show only the code from the next opening of the page on, or ask again. */
export function setCodeOnly(store, device_id, isOnly) {
  const write = (meta) => void (isOnly ? meta.put(CODE, placeOf(device_id)) : meta.delete(placeOf(device_id)));
  return store.run(["meta"], "readwrite", write);
}
