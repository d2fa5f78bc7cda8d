/* What the person sees of syncing: counted from the database each time, never remembered apart from it. */
import type { PhoneDb } from '../store/db.ts';
import type { SyncStatus } from '../store/port.ts';
import { readState } from '../store/state.ts';

export async function readStatus(db: PhoneDb, running: boolean): Promise<SyncStatus> {
  return db.transaction('r', [db.state, db.entries, db.fates, db.media], async () => {
    const state = await readState(db);
    const count = { unsent: 0, unknown: 0, received: 0, logged: 0, refused: 0 };
    let [bytesUnsent, mediaUnsent] = [0, 0];
    let oldest: string | null = null;
    const waiting: string[] = [];
    await db.fates.orderBy('seq').each((row) => {
      if (row.fate === 'received' || row.fate === 'quarantined' || row.fate === 'forked') {
        count[row.mediaLeft === 0 && row.fate === 'received' ? 'logged' : 'received'] += 1;
      } else {
        count[row.fate] += 1;
        waiting.push(row.id);
      }
    });
    for (const row of await db.entries.where('id').anyOf(waiting).toArray()) bytesUnsent += row.jws.length + row.seal.length;
    const late = await db.media.where('state').equals('kept').toArray();
    for (const row of late) {
      mediaUnsent += 1;
      bytesUnsent += row.bytes - row.sent;
    }
    const ids = [...new Set([...waiting, ...late.map((row) => row.entry)])];
    const first = (await db.entries.where('id').anyOf(ids).sortBy('seq'))[0];
    if (first !== undefined) oldest = first.at;
    return {
      running, ...count, mediaUnsent, bytesUnsent, oldestUnsentAt: oldest, lastSuccessAt: state.lastSuccessAt, nextTryAt: state.nextTryAt,
      lastFault: state.lastFault, ledger: state.ledger, device: state.device, checkpointSize: state.saw?.size ?? null,
    };
  });
}
