/* Bundles of the office, named by their hash, kept encrypted: a locked phone doesn't tell which unit is next. They come
   only while the vault is open. */
import { type Bytes, fromUtf8 } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import { isObject } from '../log/jws.ts';
import type { Rng } from '../log/random.ts';
import type { PhoneDb } from './db.ts';
import { storageFault } from './db.ts';
import type { Bundle } from './port.ts';
import { seal, unseal } from './vault.ts';

export async function putBundle(db: PhoneDb, sha256: string, kind: string, plain: Bytes, box: CryptoKey, rng: Rng): Promise<void> {
  const row = { sha256, kind, ...(await seal(box, plain, rng)) };
  await db.bundles.put(row).catch((thrown: unknown) => {
    throw storageFault(thrown, 'storage_failed');
  });
}

export async function haveBundles(db: PhoneDb): Promise<Set<string>> {
  return new Set(await db.bundles.toCollection().primaryKeys());
}

export async function readBundles<T>(db: PhoneDb, kind: string, box: CryptoKey): Promise<Bundle<T>[]> {
  const found = await db.bundles.where('kind').equals(kind).toArray();
  return Promise.all(found.map(async (row) => {
    const value: unknown = JSON.parse(fromUtf8(await unseal(box, row)));
    if (!isObject(value)) throw new FaultError('bundle_damaged', { sha256: row.sha256 });
    return { sha256: row.sha256, kind, body: value.body as T };
  }));
}

/** Drop what the manifest no longer lists, unless a visit is open or an entry still waits: it may be needed yet. */
export async function dropUnlisted(db: PhoneDb, listed: ReadonlySet<string>): Promise<void> {
  const waiting = (await db.fates.filter((row) => row.fate !== 'received' || row.mediaLeft > 0).count()) > 0;
  if (waiting || (await openVisits(db)).size > 0) return;
  const gone = [...(await haveBundles(db))].filter((sha256) => !listed.has(sha256));
  await db.bundles.bulkDelete(gone);
}

/** Visits that were started and not yet finished. */
export async function openVisits(db: PhoneDb): Promise<Set<string>> {
  const open = new Set<string>();
  const finished = new Set<string>();
  await db.entries.filter((row) => row.type === 'visit.started' || row.type === 'visit.finished').each((row) => {
    (row.type === 'visit.started' ? open : finished).add(row.visit);
  });
  finished.forEach((visit) => open.delete(visit));
  return open;
}
