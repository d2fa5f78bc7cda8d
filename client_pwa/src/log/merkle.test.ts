import { expect, test } from 'vitest';
import { consistency, inclusion, root } from '../testing/merkle.ts';
import { seeded } from '../testing/phone.ts';
import { b64u } from './bytes.ts';
import { verifyConsistency, verifyInclusion } from './merkle.ts';

const rng = seeded(3);
const ids = Array.from({ length: 19 }, () => b64u(rng(32)));
const other = b64u(rng(32));
const at = async (n: number): Promise<string> => b64u(await root(ids.slice(0, n)));

test('every leaf of every tree up to 19 leaves is proven, and no other leaf with its proof', async () => {
  for (let size = 1; size <= ids.length; size++) {
    const top = await at(size);
    for (let leaf = 0; leaf < size; leaf++) {
      const proof = await inclusion(leaf, ids.slice(0, size));
      expect(await verifyInclusion(ids[leaf] ?? '', leaf, size, top, proof)).toBe(true);
      expect(await verifyInclusion(other, leaf, size, top, proof)).toBe(false);
      expect(await verifyInclusion(ids[leaf] ?? '', leaf, size, top, [...proof, other])).toBe(false);
      if (proof.length > 0) expect(await verifyInclusion(ids[leaf] ?? '', leaf, size, top, proof.slice(1))).toBe(false);
    }
  }
});

test('every earlier tree is proven to be the beginning of every later one', async () => {
  for (let size2 = 0; size2 <= ids.length; size2++) {
    for (let size1 = 0; size1 <= size2; size1++) {
      const proof = await consistency(size1, ids.slice(0, size2));
      expect(await verifyConsistency(size1, await at(size1), size2, await at(size2), proof)).toBe(true);
    }
  }
});

test('another beginning, another end, a longer or a shorter proof are refused', async () => {
  for (const [size1, size2] of [[3, 7], [4, 8], [6, 19], [16, 19], [1, 2]] as const) {
    const proof = await consistency(size1, ids.slice(0, size2));
    const [old, now] = [await at(size1), await at(size2)];
    expect(await verifyConsistency(size1, other, size2, now, proof)).toBe(false);
    expect(await verifyConsistency(size1, old, size2, other, proof)).toBe(false);
    expect(await verifyConsistency(size1, old, size2, now, [...proof, other])).toBe(false);
    expect(await verifyConsistency(size1, old, size2, now, proof.slice(0, -1))).toBe(false);
  }
});

test('a smaller tree never continues a larger one, and equal trees have equal roots', async () => {
  expect(await verifyConsistency(5, await at(5), 4, await at(4), [])).toBe(false);
  expect(await verifyConsistency(5, await at(5), 5, other, [])).toBe(false);
});
