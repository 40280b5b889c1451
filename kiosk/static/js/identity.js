// Who this tablet is: paired once with a code from the staff's pages, known from then on by a key
// that is renewed from time to time.

import { within } from "./browser.js";
import { CONTEXTS, isSigned, makeKeys, sign } from "./keys.js";

const PATIENCE = 10_000;
const SELF = "self";

/** The identity that this browser keeps, or undefined; rejects where storage does not answer. */
export async function findIdentity(store) {
  const { self } = await store.run(["identity"], "readonly", (identity) => ({
    self: identity.get(SELF),
  }));
  return self;
}

/** A code as the server counts it: capitals and digits without a dash. */
export const normalised = (code) => code.toUpperCase().replace(/[^0-9A-Z]/g, "");

/** That this browser was a tablet before: its old key signs for the new one. */
async function formerly(store, public_key) {
  const old = await findIdentity(store);
  if (!old) return {};
  const { device_id, key_pair } = old;
  return { formerly: { device_id, signature: await sign(key_pair, CONTEXTS.formerly, public_key) } };
}

/**
 * Pair with this code and these keys: the identity as it is now kept, or an error's code.
 *
 * "unreachable" and the server's refusals leave everything as it was; the same code with the
 * same keys may be sent again.
 */
export async function enrol({ store, fetch }, code, keys) {
  const { public_key } = keys;
  const body = `${normalised(code)}\n${public_key}`;
  const proof = await sign(keys.key_pair, CONTEXTS.enrolment, body);
  const reply = await post(fetch, "/api/v1/devices", {}, {
    ...{ code, public_key, proof },
    ...(await formerly(store, public_key)),
  });
  if (!reply) return "unreachable";
  const said = reply.said;
  if (reply.status !== 201) return said.error?.code ?? "unreachable";
  const { key_pair, key_id } = keys;
  const { device_id, counter_id, signing_key, sealing_key } = said;
  const self = { device_id, counter_id, key_pair, key_id, signing_key, sealing_key };
  await store.run(["identity", "meta"], "readwrite", (identity, meta) => {
    identity.put(self, SELF);
    meta.delete("seen"); // the server has not answered this tablet yet
  });
  return self;
}

/** Something else about this tablet; kept before it is used. */
export async function change(store, identity, changes) {
  const changed = { ...identity, ...changes };
  await store.run(["identity"], "readwrite", (self) => {
    const kept = self.get(SELF);
    const isOther = () => kept.result && kept.result.device_id !== identity.device_id;
    kept.onsuccess = () => isOther() || self.put(changed, SELF); // paired anew meanwhile: let it be
  });
  return Object.assign(identity, changed);
}

/**
 * Renew the key. The new one is kept before it is sent, so that a lost answer loses nothing:
 * the next call sends it once more. Where the old one is refused, the new one may be known
 * already, and signs for itself. Returns whether the server has it.
 */
export async function rotate({ store, fetch }, identity) {
  if (!identity.pending_key) await change(store, identity, { pending_key: await makeKeys() });
  const { pending_key } = identity;
  for (const used of [{ ...identity }, pending_key]) {
    const reply = await offer(fetch, identity.device_id, pending_key, used);
    if (await isReceipt(reply, identity, pending_key.key_id)) {
      await adopt(store, identity, pending_key);
      return true;
    }
    if (reply?.status !== 401) return false;
  }
  return false;
}

/** From now on this key is the tablet's. */
export function adopt(store, identity, { key_pair, key_id }) {
  return change(store, identity, { key_pair, key_id, pending_key: undefined });
}

/** Send the new key, signed for with the one in use. */
async function offer(fetch, device_id, { key_pair, public_key }, used) {
  const proof = await sign(key_pair, CONTEXTS.key, `${device_id}\n${public_key}`);
  const content = { public_key, proof };
  const headers = {
    "Hailong-Device": device_id,
    "Hailong-Key": used.key_id,
    "Hailong-Signature": await sign(used.key_pair, CONTEXTS.key, JSON.stringify(content)),
  };
  return post(fetch, "/api/v1/devices/keys", headers, content);
}

async function isReceipt(reply, { signing_key, device_id }, key_id) {
  if (reply?.status !== 200) return false;
  const isOurs = await isSigned(signing_key, CONTEXTS.acknowledgement, reply.text, reply.signature);
  return isOurs && reply.said.device_id === device_id && reply.said.key_id === key_id;
}

/** What came back as JSON, or null where nobody, or somebody else, answered. */
async function post(fetch, address, headers, content) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify(content),
      credentials: "omit",
      signal: within(PATIENCE),
    });
    const text = await response.text();
    const signature = response.headers.get("Hailong-Signature") ?? "";
    return { status: response.status, said: JSON.parse(text), text, signature };
  } catch {
    return null;
  }
}
