// Bytes as text and back: base64url without padding, hexadecimal digits, UTF-8.

/** Text as UTF-8. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** Bytes as base64url without padding. */
export function toBase64(bytes) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of base64url; throws where it is none. */
export function fromBase64(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** Bytes as hexadecimal digits, two each. */
export function toHex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** So many random bytes as hexadecimal digits. */
export function randomHex(count, crypto = globalThis.crypto) {
  return toHex(crypto.getRandomValues(new Uint8Array(count)));
}
