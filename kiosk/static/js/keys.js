// The tablet's own key, which never leaves this browser, and what is signed and checked with keys.
// A signed message is a context, a line break and the body, so that no signature serves twice.

import { fromBase64, toBase64, toHex, utf8 } from "./encoding.js";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };

/** What each signature is for; the server's own list stands in kiosk/storage/keys.py. */
export const CONTEXTS = {
  contact: "hailong-contact-1",
  acknowledgement: "hailong-ack-1",
  enrolment: "hailong-enrol-1",
  formerly: "hailong-formerly-1",
  key: "hailong-key-1",
  offers: "hailong-offers-1",
  offered: "hailong-offered-1",
};

/** A new pair whose private half cannot be read by anybody, with its public name. */
export async function makeKeys({ subtle } = globalThis.crypto) {
  const key_pair = await subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const raw = await subtle.exportKey("raw", key_pair.publicKey);
  const digest = toHex(await subtle.digest("SHA-256", raw));
  return { key_pair, public_key: toBase64(raw), key_id: digest.slice(0, 16) };
}

/** A signature over this body in this context. */
export async function sign({ privateKey }, context, body, { subtle } = globalThis.crypto) {
  return toBase64(await subtle.sign(SIGNATURE, privateKey, utf8(`${context}\n${body}`)));
}

/** Whether the holder of this public key signed this body in this context. */
export async function isSigned(publicKey, context, body, signature, { subtle } = globalThis.crypto) {
  try {
    const key = await subtle.importKey("raw", fromBase64(publicKey), CURVE, false, ["verify"]);
    const message = utf8(`${context}\n${body}`);
    return await subtle.verify(SIGNATURE, key, fromBase64(signature), message);
  } catch {
    return false; // not even the form of a signature
  }
}
