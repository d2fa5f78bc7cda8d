/* Appending to the log: one lock, seal and sign, one strict transaction, then read back what was written. The promise
   resolves only when the disk said the same bytes again. */
import { type Bytes, equal } from '../log/bytes.ts';
import { hashId } from '../log/digest.ts';
import type { Place, Prepared, Signed } from '../log/entry.ts';
import { sign } from '../log/entry.ts';
import { FaultError, isFault } from '../log/fault.ts';
import { sealText } from '../log/seal.ts';
import type { PhoneClock } from './clock.ts';
import { type EntryRow, type Identity, type PhoneDb, storageFault } from './db.ts';
import type { Locker } from './lock.ts';
import { localIso } from '../log/moment.ts';
import { readState } from './state.ts';
import type { OpenKeys } from './vault.ts';

export interface Appender { db: PhoneDb; lock: Locker; clock: PhoneClock; session: string; identity: Identity; keys: OpenKeys }

/** Two tabs without a common lock may meet at one number; the loser signs again behind the winner. */
const TRIES = 5;

export async function head(db: PhoneDb, device: string): Promise<EntryRow | null> {
  return (await db.entries.where('[device+seq]').between([device, 0], [device, Infinity]).last()) ?? null;
}

async function place(a: Appender): Promise<Place> {
  const [last, state] = [await head(a.db, a.identity.device), await readState(a.db)];
  if (state.forked) throw new FaultError('log_forked');
  const now = a.clock.now();
  const t = { at: localIso(now, a.clock.zone()), elapsed_ms: Math.floor(a.clock.elapsed()), session: a.session, offset_ms: state.offsetMs };
  return { device: a.identity.device, seq: (last?.seq ?? 0) + 1, prev: last?.id ?? null, t, saw: state.saw };
}

async function write(db: PhoneDb, row: EntryRow, prepared: Prepared, draft: string | null): Promise<void> {
  const { id, seq } = row;
  await db.transaction('rw', [db.entries, db.fates, db.media, db.blobs, db.drafts, db.draftMedia], async () => {
    await db.entries.add(row);
    await db.fates.add({ id, seq, fate: 'unsent', code: null, leaf: null, mediaLeft: prepared.media.length });
    for (const { sd, sealed, bytes, content } of prepared.media) {
      await db.media.add({ entry: id, sd, seq, sealed, bytes, sent: 0, upload: null, state: 'kept', code: null });
      await db.blobs.add({ entry: id, sd, content: content.buffer });
    }
    if (draft !== null) {
      await db.drafts.delete(draft);
      await db.draftMedia.where('key').equals(draft).delete();
    }
  });
}

/** WebKit has stored blobs it couldn't give back: believe the disk only after reading. */
async function readBack(db: PhoneDb, row: EntryRow, prepared: Prepared): Promise<void> {
  const stored = await db.entries.get([row.device, row.seq]);
  let same = stored?.jws === row.jws && stored.seal === row.seal && stored.id === row.id;
  for (const medium of prepared.media) {
    const blob = await db.blobs.get([row.id, medium.sd]);
    const bytes: Bytes | null = blob === undefined ? null : new Uint8Array(blob.content);
    same &&= bytes !== null && bytes.length === medium.bytes && (await hashId(bytes)) === medium.sealed && equal(bytes.subarray(0, 24), medium.content.subarray(0, 24));
  }
  if (!same) throw new FaultError('storage_unreliable', { entry: row.id });
}

async function once(a: Appender, prepared: Prepared, draft: string | null): Promise<{ row: EntryRow; signed: Signed }> {
  const signed = await sign(prepared, await place(a), a.keys.log);
  const { id, jws, envelope } = signed;
  const seal = await sealText(prepared.text, id, a.identity.intakeKey, a.identity.intakeKid, a.keys.wrap);
  const visit = typeof envelope.data.visit === 'string' ? envelope.data.visit : '';
  const row: EntryRow = { device: envelope.device, seq: envelope.seq, id, type: envelope.type, visit, at: envelope.t.at, jws, seal };
  try {
    await write(a.db, row, prepared, draft);
  } catch (thrown) {
    throw (thrown as { name?: string }).name === 'ConstraintError' ? new FaultError('seq_taken') : storageFault(thrown, 'storage_failed');
  }
  await readBack(a.db, row, prepared);
  return { row, signed };
}

/** Throws storage_full, storage_failed, storage_unreliable, entry_too_large, log_forked. Nothing is half written. */
export function append(a: Appender, prepared: Prepared, draft: string | null): Promise<EntryRow> {
  return a.lock('mingcha-append', async () => {
    for (let tries = 1; ; tries++) {
      try {
        return (await once(a, prepared, draft)).row;
      } catch (thrown) {
        if (!isFault(thrown, 'seq_taken') || tries === TRIES) throw thrown;
      }
    }
  });
}
