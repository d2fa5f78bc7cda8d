/* Bytes and the one text form they have on the wire. Decoding is strict: two texts never name the same bytes. */

export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUE = new Map([...ALPHABET].map((letter, index) => [letter, index]));

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}

/** Throws a TypeError when the bytes aren't UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

export function b64u(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += (ALPHABET[word >> 18] ?? '') + (ALPHABET[(word >> 12) & 63] ?? '');
    if (left > 1) text += ALPHABET[(word >> 6) & 63] ?? '';
    if (left > 2) text += ALPHABET[word & 63] ?? '';
  }
  return text;
}

/** RFC 4648 §5, strictly: no padding, no white space, no other alphabet, unused bits zero. Throws SyntaxError. */
export function unb64u(text: string): Bytes {
  const tail = text.length % 4;
  if (tail === 1) throw new SyntaxError('not base64url');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = VALUE.get(letter);
    if (value === undefined) throw new SyntaxError('not base64url');
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  if ((held & ((1 << bits) - 1)) !== 0) throw new SyntaxError('not canonical base64url');
  return bytes;
}

/** Standard base64 with padding (RFC 4648 §4), as signed notes and tus use it. */
export function b64(bytes: Uint8Array): string {
  const text = b64u(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
}

/** Strict standard base64. Throws SyntaxError. */
export function unb64(text: string): Bytes {
  const bytes = /^[A-Za-z0-9+/]*={0,2}$/.test(text)
    ? unb64u(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))
    : null;
  if (bytes === null || b64(bytes) !== text) throw new SyntaxError('not base64');
  return bytes;
}

/** A name on the wire: the b64u of 32 bytes. */
export function isHash(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 43) return false;
  try {
    return unb64u(value).length === 32;
  } catch {
    return false;
  }
}
