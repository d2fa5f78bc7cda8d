/* What the office signs for a phone: receipts, and the manifest of bundles. Only a valid signature is success. */
import { isHash } from './bytes.ts';
import { hashId } from './digest.ts';
import type { Jwk } from './jwk.ts';
import { isObject, readOffice } from './jws.ts';

export const VERDICTS = ['accepted', 'quarantined', 'forked'] as const;
export type Accepted = (typeof VERDICTS)[number];

interface Common { device: string; entry: string; leaf: number; size: number; root: string; at: string }
export interface EntryReceipt extends Common { kind: 'entry'; seq: number; verdict: Accepted; code: string | null }
export interface MediaReceipt extends Common { kind: 'media'; sd: string; sealed: string; matched: boolean }
export type Receipt = EntryReceipt | MediaReceipt;

const isIndex = (v: unknown): v is number => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0;

function wellFormed(r: Record<string, unknown>): boolean {
  const common = r.v === 1 && isHash(r.device) && isHash(r.entry) && isIndex(r.leaf) && isIndex(r.size) && r.leaf < r.size && isHash(r.root) && typeof r.at === 'string';
  if (!common) return false;
  if (r.kind === 'media') return isHash(r.sd) && isHash(r.sealed) && typeof r.matched === 'boolean';
  return r.kind === 'entry' && isIndex(r.seq) && VERDICTS.includes(r.verdict as Accepted) && (r.code === null || typeof r.code === 'string');
}

/** Throws SyntaxError unless it is a receipt of this office for this device. */
export async function readReceipt(text: string, key: Jwk, device: string): Promise<Receipt> {
  const { value } = await readOffice(text, 'mingcha-receipt+jws', key);
  if (!wellFormed(value) || value.device !== device) throw new SyntaxError('not a receipt for this phone');
  return value as unknown as Receipt;
}

export interface ManifestItem { sha256: string; kind: string; bytes: number }
export interface Manifest { tag: string; bundles: ManifestItem[] }

/** Throws SyntaxError unless it is a manifest of this office for this device. */
export async function readManifest(text: string, key: Jwk, device: string): Promise<Manifest> {
  const { value, payload } = await readOffice(text, 'mingcha-manifest+jws', key);
  if (value.v !== 1 || value.device !== device || !Array.isArray(value.bundles)) throw new SyntaxError('not a manifest for this phone');
  const bundles = value.bundles as unknown[];
  const good = bundles.every((b) => isObject(b) && isHash(b.sha256) && typeof b.kind === 'string' && isIndex(b.bytes));
  if (!good) throw new SyntaxError('a malformed manifest');
  return { tag: await hashId(payload), bundles: bundles as ManifestItem[] };
}
