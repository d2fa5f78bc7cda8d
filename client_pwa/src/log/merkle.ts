/* The office's Merkle tree, seen from outside: what a phone must be able to check (RFC 6962 §2.1, RFC 9162 §2.1). */
import { concat, type Bytes, equal, unb64u } from './bytes.ts';
import { sha256 } from './digest.ts';

const leafHash = (id: Bytes): Promise<Bytes> => sha256(concat(new Uint8Array([0]), id));
const inner = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(new Uint8Array([1]), left, right));

/** Halve without 32-bit shifts: sizes may pass 2³¹. */
const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;

/** RFC 9162 §2.1.3.2. `id` is the entry's id, the leaf's content. */
export async function verifyInclusion(id: string, leaf: number, size: number, root: string, proof: readonly string[]): Promise<boolean> {
  if (leaf < 0 || leaf >= size) return false;
  let [fn, sn] = [leaf, size - 1];
  let hash = await leafHash(unb64u(id));
  for (const node of proof.map(unb64u)) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      hash = await inner(node, hash);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = await inner(hash, node);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(hash, unb64u(root));
}

/** RFC 9162 §2.1.4.2: the tree of `size2` is the tree of `size1`, continued. */
export async function verifyConsistency(size1: number, root1: string, size2: number, root2: string, proof: readonly string[]): Promise<boolean> {
  if (size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && root1 === root2;
  if (size1 === 0) return proof.length === 0;
  let nodes = proof.map(unb64u);
  // "If first is an exact power of 2, then prepend first_hash to the consistency_path array."
  if (Number.isInteger(Math.log2(size1))) nodes = [unb64u(root1), ...nodes];
  const first = nodes[0];
  if (first === undefined) return false;
  let [fn, sn] = [size1 - 1, size2 - 1];
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [first, first];
  for (const node of nodes.slice(1)) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      [fr, sr] = [await inner(node, fr), await inner(node, sr)];
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = await inner(sr, node);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equal(fr, unb64u(root1)) && equal(sr, unb64u(root2));
}
