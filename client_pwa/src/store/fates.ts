/* What became of each entry and photograph: read by the sync engine, shown to the person. Nothing here touches the
   evidence itself, except letting go of photographs that the office has receipted. */
import type { EntryReceipt, MediaReceipt } from '../log/receipts.ts';
import type { EntryRow, FateRow, MediaRow, PhoneDb } from './db.ts';
import { openVisits } from './bundles.ts';

/** Entries from `from` on, in order, up to `count` and `bytes` of text. At least one, however large. */
export async function batch(db: PhoneDb, device: string, from: number, count: number, bytes: number): Promise<EntryRow[]> {
  const chosen: EntryRow[] = [];
  let left = bytes;
  await db.entries.where('[device+seq]').between([device, from], [device, Infinity]).limit(count).each((row) => {
    left -= row.jws.length + row.seal.length * 1.1 + 64;
    if (chosen.length === 0 || left >= 0) chosen.push(row);
    else left = -1;
  });
  return chosen;
}

/** The first number whose entry the office hasn't receipted; null when there is none. */
export async function firstOpen(db: PhoneDb): Promise<number | null> {
  const row = await db.fates.orderBy('seq').filter((r) => r.fate === 'unsent' || r.fate === 'unknown' || r.fate === 'refused').first();
  return row?.seq ?? null;
}

export async function withFate(db: PhoneDb, fate: FateRow['fate'], limit: number): Promise<FateRow[]> {
  return (await db.fates.where('fate').equals(fate).sortBy('seq')).slice(0, limit);
}

/** Entries the office has, whose photographs' receipts are still out. */
export async function awaitingMedia(db: PhoneDb, limit: number): Promise<string[]> {
  const entries = new Set<string>();
  await db.media.where('state').equals('kept').each((row) => { entries.add(row.entry); });
  const rows = (await db.fates.bulkGet([...entries])).filter((r): r is FateRow => r !== undefined && r.leaf !== null);
  return rows.sort((a, b) => a.seq - b.seq).slice(0, limit).map((r) => r.id);
}

/** About to send: from here to the answer nobody knows. */
export async function markSent(db: PhoneDb, ids: readonly string[]): Promise<void> {
  await db.fates.where('id').anyOf([...ids]).and((r) => r.fate === 'unsent' || r.fate === 'refused').modify({ fate: 'unknown' });
}

export async function markUnsent(db: PhoneDb, id: string, code: string | null): Promise<void> {
  await db.fates.where('id').equals(id).and((r) => r.leaf === null).modify({ fate: 'unsent', code });
}

export async function markRefused(db: PhoneDb, id: string, code: string): Promise<void> {
  await db.fates.where('id').equals(id).and((r) => r.leaf === null).modify({ fate: 'refused', code });
}

const FATE = { accepted: 'received', quarantined: 'quarantined', forked: 'forked' } as const;

/** Keep the receipt as received. False when it isn't for an entry of ours. */
export async function keepEntryReceipt(db: PhoneDb, receipt: EntryReceipt, jws: string): Promise<boolean> {
  return db.transaction('rw', [db.fates, db.receipts], async () => {
    const row = await db.fates.get(receipt.entry);
    if (row === undefined || row.seq !== receipt.seq) return false;
    await db.fates.update(row.id, { fate: FATE[receipt.verdict], code: receipt.code, leaf: receipt.leaf });
    await db.receipts.put({ entry: row.id, sd: '', jws });
    return true;
  });
}

/** A photograph that arrived and matched counts; one that arrived and didn't match stays here and is shown. */
export async function keepMediaReceipt(db: PhoneDb, receipt: MediaReceipt, jws: string): Promise<boolean> {
  return db.transaction('rw', [db.fates, db.media, db.receipts], async () => {
    const row = await db.media.get([receipt.entry, receipt.sd]);
    if (row === undefined || row.sealed !== receipt.sealed) return false;
    await db.receipts.put({ entry: receipt.entry, sd: receipt.sd, jws });
    if (row.state !== 'kept') return true;
    const code = receipt.matched ? null : 'photo_unmatched';
    await db.media.update([receipt.entry, receipt.sd], { state: 'received', sent: row.bytes, code });
    await db.fates.where('id').equals(receipt.entry).modify((fate) => {
      fate.mediaLeft = Math.max(0, fate.mediaLeft - 1);
      fate.code ??= code;
    });
    return true;
  });
}

/** Photographs to send, oldest first: only of entries that the office has. */
export async function mediaToSend(db: PhoneDb): Promise<MediaRow[]> {
  const rows = await db.media.where('state').equals('kept').sortBy('seq');
  const fates = await db.fates.bulkGet(rows.map((row) => row.entry));
  return rows.filter((row, index) => fates[index]?.leaf != null && row.sent < row.bytes);
}

export async function mediumProgress(db: PhoneDb, row: MediaRow, patch: Partial<Pick<MediaRow, 'sent' | 'upload' | 'code'>>): Promise<void> {
  await db.media.update([row.entry, row.sd], patch);
}

/** Let go of the bytes of receipted photographs, once their visit is over. Never while the ledger is in doubt. */
export async function letGo(db: PhoneDb): Promise<number> {
  const open = await openVisits(db);
  const done = await db.media.where('state').equals('received').and((row) => row.code === null).toArray();
  let count = 0;
  for (const { entry, sd } of done) {
    await db.transaction('rw', [db.entries, db.media, db.blobs, db.receipts], async () => {
      const [owner, proof, own] = [await db.entries.where('id').equals(entry).first(), await db.receipts.get([entry, sd]), await db.receipts.get([entry, ''])];
      if (owner === undefined || proof === undefined || own === undefined || open.has(owner.visit)) return;
      await db.blobs.delete([entry, sd]);
      await db.media.update([entry, sd], { state: 'released' });
      count += 1;
    });
  }
  return count;
}
