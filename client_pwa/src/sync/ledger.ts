/* The office's ledger as this phone holds it to account: each answer's checkpoint must continue the last one verified.
   A contradiction stops nothing but letting go of evidence; the signed note that shows it is kept. */
import { readCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import { FaultError } from '../log/fault.ts';
import { verifyConsistency } from '../log/merkle.ts';
import type { Identity, SyncState } from '../store/db.ts';

export type LedgerPatch = Pick<SyncState, 'saw' | 'ledger' | 'contradiction'>;

async function continues(saw: Checkpoint, now: Checkpoint, proof: readonly string[]): Promise<boolean> {
  try {
    return await verifyConsistency(saw.size, saw.root, now.size, now.root, proof);
  } catch {
    return false;
  }
}

/** Throws not_our_server when the note isn't signed by the office that enrolled this phone. */
export async function judgeLedger(identity: Identity, state: SyncState, note: string, proof: readonly string[]): Promise<LedgerPatch> {
  const { saw, contradiction } = state;
  const now = await readCheckpoint(note, identity.origin, identity.signKey).catch((thrown: unknown) => {
    throw new FaultError('not_our_server', { member: 'checkpoint' }, null, thrown);
  });
  if (saw !== null && !(await continues(saw, now, proof))) return { saw, ledger: 'broken', contradiction: contradiction ?? note };
  return { saw: now, ledger: 'consistent', contradiction };
}
