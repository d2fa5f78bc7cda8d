/* What sync remembers between two tries: one row, changed by patches inside a transaction. */
import type { PhoneDb, SyncState } from './db.ts';

export const FRESH: SyncState = {
  key: 'sync', lastSuccessAt: null, nextTryAt: null, lastFault: null, attempt: 0, saw: null, ledger: 'unseen', contradiction: null,
  device: 'unknown', forked: false, epoch: 1, manifestTag: null, offsetMs: null,
};

export async function readState(db: PhoneDb): Promise<SyncState> {
  return (await db.state.get('sync')) ?? FRESH;
}

export async function patchState(db: PhoneDb, patch: Partial<Omit<SyncState, 'key'>>): Promise<SyncState> {
  return db.transaction('rw', db.state, async () => {
    const next = { ...(await readState(db)), ...patch };
    await db.state.put(next);
    return next;
  });
}
