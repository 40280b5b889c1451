// Prints seal_vectors.json: what WebCrypto makes of fixed keys, as a second opinion on sealing.py
// and keys.py. The private keys are those of RFC 6979 (A.2.5) and of NIST's ECDH test COUNT = 0 for
// P-256 (CAVS 14.1), so they are nobody's.

const { subtle } = globalThis.crypto;
const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const text = (words) => new TextEncoder().encode(words);

const SERVER = jwk(
  "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534",
  "ead218590119e8876b29146ff89ca61770c4edbbf97d38ce385ed281d8a6b230",
  "28af61281fd35e2fa7002523acc85a429cb06ee6648325389f59edfce1405141",
);
const PAGE = jwk(
  "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
  "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
  "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
);

function jwk(d, x, y) {
  const part = (hex) => Buffer.from(hex, "hex").toString("base64url");
  return { kty: "EC", crv: "P-256", d: part(d), x: part(x), y: part(y) };
}

const point = ({ x, y }) => Buffer.concat([Buffer.from([4]), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);

async function secret(own, other) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const mine = await subtle.importKey("jwk", own, curve, false, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", point(other), curve, false, []);
  return subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256);
}

async function seal(label, content) {
  const seed = await subtle.importKey("raw", await secret(PAGE, SERVER), "HKDF", false, ["deriveBits"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: point(PAGE), info: text("hailong-seal-1") };
  const raw = await subtle.deriveBits(derivation, seed, 256);
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const iv = Uint8Array.from({ length: 12 }, (_, i) => i);
  const plain = new Uint8Array(512).fill(32);
  plain.set(text(JSON.stringify(content)));
  const options = { name: "AES-GCM", iv, additionalData: text(label) };
  return { aes_key: b64(raw), iv: b64(iv), sealed: b64(await subtle.encrypt(options, key, plain)) };
}

async function sign(message) {
  const key = await subtle.importKey("jwk", PAGE, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  return b64(await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, text(message)));
}

const content = { kind: "rating", satisfied: false, officer_id: "A-03", note: "Đã ghi nhận" };
const label = { device_id: "T7", sequence: 410, rating_id: "00112233445566778899aabbccddeeff" };
const sealed = await seal(`${label.device_id}|${label.sequence}|${label.rating_id}`, content);
const body = '{"contact":57,"note":"Đã ghi nhận"}';
const vectors = {
  server_private: Buffer.from(SERVER.d, "base64url").toString("hex"),
  server_public: b64(point(SERVER)),
  page_private: Buffer.from(PAGE.d, "base64url").toString("hex"),
  page_public: b64(point(PAGE)),
  shared: Buffer.from(await secret(PAGE, SERVER)).toString("hex"),
  label,
  content,
  ...sealed,
  body,
  signature: await sign(`hailong-contact-1\n${body}`),
};
console.log(JSON.stringify(vectors, null, 2));
