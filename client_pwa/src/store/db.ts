/* The phone's database. `entries` and `receipts` are only ever added to; what changes about an entry lives in `fates`
   and `media`. Everything readable is sealed: a seized, locked phone shows codes and times, no names and no pictures. */
import { Dexie, type Table } from 'dexie';
import type { Bytes } from '../log/bytes.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { FaultError } from '../log/fault.ts';
import type { Jwk } from '../log/jwk.ts';
import type { EntryFate, Fault } from './port.ts';

export interface EntryRow { device: string; seq: number; id: string; type: string; visit: string; at: string; jws: string; seal: string }
export interface FateRow { id: string; seq: number; fate: EntryFate; code: string | null; leaf: number | null; mediaLeft: number }
export interface MediaRow { entry: string; sd: string; seq: number; sealed: string; bytes: number; sent: number; upload: string | null; state: 'kept' | 'received' | 'released'; code: string | null }
export interface BlobRow { entry: string; sd: string; content: ArrayBuffer }
/** `sd` is empty for the receipt of the entry itself. */
export interface ReceiptRow { entry: string; sd: string; jws: string }
export interface BoxedRow { iv: Bytes; content: ArrayBuffer }
export interface BundleRow extends BoxedRow { sha256: string; kind: string }
export interface DraftRow extends BoxedRow { key: string; savedAt: string; media: string[] }
export interface DraftMediumRow extends BoxedRow { id: string; key: string }

export interface Office { id: string; zh: string; en: string; filing_number: string; complaints: string }
export interface Identity {
  key: 'identity'; device: string; office: Office; origin: string; signKey: Jwk; intakeKey: Jwk; intakeKid: string;
  authKey: CryptoKey; vault: { salt: Bytes; iterations: number } & BoxedRow; logKey: BoxedRow;
}
export interface Pending { key: 'pending'; code: string; log: CryptoKeyPair; auth: CryptoKeyPair }

export interface SyncState {
  key: 'sync'; lastSuccessAt: string | null; nextTryAt: string | null; lastFault: Fault | null; attempt: number;
  saw: Checkpoint | null; ledger: 'unseen' | 'consistent' | 'broken'; contradiction: string | null;
  device: 'active' | 'frozen' | 'revoked' | 'unknown'; forked: boolean; epoch: number; manifestTag: string | null; offsetMs: number | null;
}

export class PhoneDb extends Dexie {
  declare meta: Table<Identity | Pending, string>;
  declare state: Table<SyncState, string>;
  declare entries: Table<EntryRow, [string, number]>;
  declare fates: Table<FateRow, string>;
  declare media: Table<MediaRow, [string, string]>;
  declare blobs: Table<BlobRow, [string, string]>;
  declare receipts: Table<ReceiptRow, [string, string]>;
  declare bundles: Table<BundleRow, string>;
  declare drafts: Table<DraftRow, string>;
  declare draftMedia: Table<DraftMediumRow, string>;

  constructor(name: string, backend: { indexedDB?: IDBFactory; IDBKeyRange?: typeof IDBKeyRange } = {}) {
    // Evidence may not be lost with the battery: no relaxed durability here.
    super(name, { ...backend, chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      meta: 'key', state: 'key',
      entries: '[device+seq], &id, visit', fates: 'id, seq, fate',
      media: '[entry+sd], state, seq', blobs: '[entry+sd]', receipts: '[entry+sd], entry',
      bundles: 'sha256, kind', drafts: 'key', draftMedia: 'id, key',
    });
  }
}

/** Open, or say why not. A database that can't be read is never taken for an empty one. */
export async function openDb(db: PhoneDb): Promise<void> {
  if (db.isOpen()) return;
  try {
    await db.open();
    if ((await db.meta.get('identity')) === undefined && (await db.entries.count()) > 0) throw new FaultError('store_unreadable', { reason: 'identity_missing' });
  } catch (thrown) {
    throw storageFault(thrown, 'store_unreadable');
  }
}

function names(thrown: unknown, depth = 0): string[] {
  if (typeof thrown !== 'object' || thrown === null || depth > 4) return [];
  const { name, inner, message } = thrown as { name?: string; inner?: unknown; message?: string };
  return [name ?? '', /quota/i.test(message ?? '') ? 'QuotaExceededError' : '', ...names(inner, depth + 1)];
}

/** A full disk has its own name; anything else is `otherwise`, with the engine's own name for it as detail. */
export function storageFault(thrown: unknown, otherwise: string): FaultError {
  if (thrown instanceof FaultError) return thrown;
  const found = names(thrown);
  if (found.includes('QuotaExceededError')) return new FaultError('storage_full', {}, null, thrown);
  return new FaultError(otherwise, { name: found[0] ?? 'unknown' }, null, thrown);
}
