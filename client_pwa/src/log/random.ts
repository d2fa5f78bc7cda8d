/* Randomness and ids. The source is a parameter, so that tests and vectors can be seeded. */
import { b64u, type Bytes } from './bytes.ts';

export type Rng = (length: number) => Bytes;

export const systemRng: Rng = (length) => crypto.getRandomValues(new Uint8Array(length));

/** UUIDv7 (RFC 9562 §5.7): sorts by the millisecond it was made in. */
export function uuid7(now: number, rng: Rng): string {
  const bytes = rng(16);
  let ms = now;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A salt, or the name of a page session: 16 random bytes. */
export function salt(rng: Rng): string {
  return b64u(rng(16));
}
