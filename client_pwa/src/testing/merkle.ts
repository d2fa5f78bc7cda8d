/* The tree as its definition reads (RFC 6962 §2.1), slow and plain: what the verifier in src/log is tested against. */
import { concat, type Bytes, b64u, unb64u } from '../log/bytes.ts';
import { sha256 } from '../log/digest.ts';

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

export async function root(ids: readonly string[]): Promise<Bytes> {
  if (ids.length === 0) return sha256(new Uint8Array(0));
  if (ids.length === 1) return sha256(concat(new Uint8Array([0]), unb64u(ids[0] ?? '')));
  const k = split(ids.length);
  return sha256(concat(new Uint8Array([1]), await root(ids.slice(0, k)), await root(ids.slice(k))));
}

/** RFC 6962 §2.1.1. */
export async function inclusion(leaf: number, ids: readonly string[]): Promise<string[]> {
  if (ids.length <= 1) return [];
  const k = split(ids.length);
  return leaf < k
    ? [...(await inclusion(leaf, ids.slice(0, k))), b64u(await root(ids.slice(k)))]
    : [...(await inclusion(leaf - k, ids.slice(k))), b64u(await root(ids.slice(0, k)))];
}

async function subproof(m: number, ids: readonly string[], whole: boolean): Promise<string[]> {
  if (m === ids.length) return whole ? [] : [b64u(await root(ids))];
  const k = split(ids.length);
  return m <= k
    ? [...(await subproof(m, ids.slice(0, k), whole)), b64u(await root(ids.slice(k)))]
    : [...(await subproof(m - k, ids.slice(k), false)), b64u(await root(ids.slice(0, k)))];
}

/** RFC 6962 §2.1.2: from the first `m` to all. */
export async function consistency(m: number, ids: readonly string[]): Promise<string[]> {
  return m === 0 || m === ids.length ? [] : subproof(m, ids, true);
}
