// Sealing what a person said to the server's key before it is kept: whoever opens the tablet's
// storage, the officer at the counter first of all, reads nothing in it.

import { fromBase64, toBase64, utf8 } from "./encoding.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = "hailong-seal-1";
const SAME_LENGTH = 512; // bytes, so that the length does not tell the answer

/** Text as bytes, filled up with spaces to a whole number of blocks. */
export function padded(text) {
  const bytes = utf8(text);
  const whole = new Uint8Array(Math.ceil(bytes.length / SAME_LENGTH) * SAME_LENGTH).fill(32);
  whole.set(bytes);
  return whole;
}

/** What an entry's seal also covers, though it stands beside it in clear. */
const label = ({ device_id, sequence, rating_id }) => utf8(`${device_id}|${sequence}|${rating_id}`);

/**
 * A function that seals: `(head, content) -> entry`, by a key agreed once with the server's.
 *
 * The half of that agreement that could open an entry again is not kept beyond this call.
 */
export async function makeSealer(sealingKey, crypto = globalThis.crypto) {
  const { subtle } = crypto;
  const mine = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const raw = await subtle.exportKey("raw", mine.publicKey);
  const theirs = await subtle.importKey("raw", fromBase64(sealingKey), CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const seed = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: raw, info: utf8(INFO) };
  const aes = { name: "AES-GCM", length: 256 };
  const secret = await subtle.deriveKey(derivation, seed, aes, false, ["encrypt"]);
  const key = toBase64(raw);

  return async (head, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const options = { name: "AES-GCM", iv, additionalData: label(head) };
    const sealed = await subtle.encrypt(options, secret, padded(JSON.stringify(content)));
    return { ...head, key, iv: toBase64(iv), sealed: toBase64(sealed) };
  };
}
