import { expect, test } from 'vitest';
import { seeded } from '../testing/phone.ts';
import { openMedia, sealedSize, sealMedia } from './media.ts';

const MIB = 1 << 20;
const key = new Uint8Array(32).fill(3);
const pattern = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size).map((_, i) => (i * 7 + (i >> 8)) & 0xff);

test.each([0, 1, 15, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 17])('%i bytes are sealed to the documented size and come back', async (size) => {
  const plain = pattern(size);
  const sealed = await sealMedia(plain, key, seeded(1));
  expect(sealed.length).toBe(24 + size + 16 * Math.max(1, Math.ceil(size / MIB)));
  expect(sealed.length).toBe(sealedSize(size));
  expect(Buffer.from(await openMedia(sealed, key)).equals(Buffer.from(plain))).toBe(true);
});

test('the header is written as documented', async () => {
  const sealed = await sealMedia(pattern(5), key, () => new Uint8Array(7).fill(0xab));
  expect(Buffer.from(sealed.subarray(0, 24)).toString('hex')).toBe('4d435331' + '00100000' + '0000000000000005' + 'abababababababab'.slice(0, 14) + '00');
});

test('every changed byte of header and body is noticed', async () => {
  const sealed = await sealMedia(pattern(40), key, seeded(1));
  for (let i = 0; i < sealed.length; i++) {
    const bad = sealed.slice();
    bad[i] = (bad[i] ?? 0) ^ 1;
    await expect(openMedia(bad, key), `byte ${i}`).rejects.toThrow(SyntaxError);
  }
});

test('a cut, a lengthened, a reordered and a wrongly keyed file are refused', async () => {
  const sealed = await sealMedia(pattern(2 * MIB + 5), key, seeded(1));
  const swapped = sealed.slice();
  swapped.set(sealed.subarray(24, 24 + MIB + 16), 24 + MIB + 16);
  swapped.set(sealed.subarray(24 + MIB + 16, 24 + 2 * (MIB + 16)), 24);
  await expect(openMedia(swapped, key)).rejects.toThrow('segment 0');
  await expect(openMedia(sealed.slice(0, -21), key)).rejects.toThrow(SyntaxError);
  await expect(openMedia(new Uint8Array([...sealed, 0]), key)).rejects.toThrow(SyntaxError);
  await expect(openMedia(sealed, new Uint8Array(32))).rejects.toThrow('segment 0');
  await expect(openMedia(new Uint8Array(3), key)).rejects.toThrow('not MCS1');
});
