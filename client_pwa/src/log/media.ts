/* MCS1, the seal of photographs (protocol §3): AES-256-GCM in segments of 1 MiB under a key of its own. */
import { concat, type Bytes } from './bytes.ts';
import type { Rng } from './random.ts';

const SEGMENT = 1 << 20;
const HEADER = 24;
const TAG = 16;
const MAGIC = [0x4d, 0x43, 0x53, 0x31];

const segments = (size: number): number => Math.max(1, Math.ceil(size / SEGMENT));

export function sealedSize(size: number): number {
  return HEADER + size + TAG * segments(size);
}

function nonce(prefix: Uint8Array, index: number, last: boolean): Bytes {
  const bytes = new Uint8Array(12);
  bytes.set(prefix);
  new DataView(bytes.buffer).setUint32(7, index);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

const importKey = (key: Bytes, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);

export async function sealMedia(plain: Bytes, key: Bytes, rng: Rng): Promise<Bytes> {
  const header = new Uint8Array(HEADER);
  header.set(MAGIC);
  const view = new DataView(header.buffer);
  view.setUint32(4, SEGMENT);
  view.setBigUint64(8, BigInt(plain.length));
  const prefix = rng(7);
  header.set(prefix, 16);
  const sealed = new Uint8Array(sealedSize(plain.length));
  sealed.set(header);
  const aes = await importKey(key, 'encrypt');
  const count = segments(plain.length);
  for (let i = 0; i < count; i++) {
    const part = plain.subarray(i * SEGMENT, (i + 1) * SEGMENT);
    const iv = nonce(prefix, i, i === count - 1);
    const out = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, aes, part);
    sealed.set(new Uint8Array(out), HEADER + i * (SEGMENT + TAG));
  }
  return sealed;
}

/** Throws SyntaxError for another magic, a wrong total size, or a segment that doesn't open. */
export async function openMedia(sealed: Bytes, key: Bytes): Promise<Bytes> {
  if (sealed.length < HEADER + TAG) throw new SyntaxError('not MCS1');
  const header = sealed.slice(0, HEADER);
  const view = new DataView(header.buffer);
  if (!MAGIC.every((byte, index) => header[index] === byte) || header[23] !== 0) throw new SyntaxError('not MCS1');
  const size = Number(view.getBigUint64(8));
  if (view.getUint32(4) !== SEGMENT || sealedSize(size) !== sealed.length) throw new SyntaxError('the size is not the announced one');
  const aes = await importKey(key, 'decrypt');
  const count = segments(size);
  const parts: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const at = HEADER + i * (SEGMENT + TAG);
    const iv = nonce(header.subarray(16, 23), i, i === count - 1);
    try {
      const part = sealed.subarray(at, at + SEGMENT + TAG);
      parts.push(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: header }, aes, part)));
    } catch {
      throw new SyntaxError(`segment ${i} does not open`);
    }
  }
  return concat(...parts);
}
