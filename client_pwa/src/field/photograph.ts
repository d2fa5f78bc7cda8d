/* What a file really is, told from its first bytes and its structure, never from its name: a photograph is kept byte
   for byte, so this only decides whether it is one, how large it is, and whether it looks cut off. Pure. */
import { jpegShape } from './jpeg';

/** docs/protocol.md §2: one medium ≤ 64 MiB, ≤ 32 in an entry. */
export const MAX_BYTES = 64 * 1024 * 1024;
/** Above this a preview alone would need more memory than a cheap phone gives a page: 50 MP × 4 bytes = 200 MB. */
export const MAX_PREVIEW_PIXELS = 50_000_000;

export type PhotoFault = 'photo_empty' | 'photo_too_large' | 'photo_not_image';
export interface Inspected { type: string; width: number | null; height: number | null; damaged: boolean }
export type Verdict = { ok: true; photo: Inspected } | { ok: false; code: PhotoFault };

const ascii = (b: Uint8Array, from: number, to: number): string => String.fromCharCode(...b.subarray(from, to));
const u32 = (b: Uint8Array, at: number): number => new DataView(b.buffer, b.byteOffset).getUint32(at);
const HEIF = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);

export function inspect(bytes: Uint8Array): Verdict {
  if (bytes.length === 0) return { ok: false, code: 'photo_empty' };
  if (bytes.length > MAX_BYTES) return { ok: false, code: 'photo_too_large' };
  const photo = read(bytes);
  return photo ? { ok: true, photo } : { ok: false, code: 'photo_not_image' };
}

function read(b: Uint8Array): Inspected | null {
  if (b.length < 12) return null;
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return { type: 'image/jpeg', ...jpegShape(b) };
  if (ascii(b, 0, 8) === '\x89PNG\r\n\x1a\n') return png(b);
  if (ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WEBP') return webp(b);
  if (ascii(b, 4, 8) === 'ftyp') return heif(b);
  return null;
}

function png(b: Uint8Array): Inspected {
  const shaped = b.length >= 24;
  const ended = ascii(b, b.length - 8, b.length - 4) === 'IEND';
  return { type: 'image/png', width: shaped ? u32(b, 16) : null, height: shaped ? u32(b, 20) : null, damaged: !shaped || !ended };
}

function webp(b: Uint8Array): Inspected {
  const declared = new DataView(b.buffer, b.byteOffset).getUint32(4, true) + 8;
  return { type: 'image/webp', width: null, height: null, damaged: b.length < declared };
}

/** ISO base media: the brand tells HEIC from AVIF (and from films, which are not photographs); `ispe` boxes hold sizes. */
function heif(b: Uint8Array): Inspected | null {
  const brand = ascii(b, 8, 12);
  const type = brand.startsWith('avi') ? 'image/avif' : HEIF.has(brand) ? 'image/heic' : null;
  if (!type) return null;
  let best: [number, number] | null = null;
  const until = Math.min(b.length - 16, 65_536);
  for (let i = 12; i < until; i += 1) {
    if (b[i] !== 0x69 || ascii(b, i, i + 4) !== 'ispe') continue;
    const found: [number, number] = [u32(b, i + 8), u32(b, i + 12)];
    if (!best || found[0] * found[1] > best[0] * best[1]) best = found;
  }
  return { type, width: best?.[0] ?? null, height: best?.[1] ?? null, damaged: !boxesFill(b) };
}

/** The top-level boxes must add up to the file; a cut file ends inside one. */
function boxesFill(b: Uint8Array): boolean {
  let at = 0;
  while (at + 8 <= b.length) {
    const length = u32(b, at);
    if (length === 0) return true; // "to the end of the file"
    if (length === 1) return at + 16 <= b.length; // 64-bit length: beyond our 64 MiB, so only its presence is checked
    if (length < 8) return false;
    at += length;
  }
  return at === b.length;
}
