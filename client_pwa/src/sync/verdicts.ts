/* What the office said about entries and photographs, believed only as far as it signed. */
import { FaultError } from '../log/fault.ts';
import { readReceipt, type Receipt } from '../log/receipts.ts';
import type { EntryRow, Identity, PhoneDb } from '../store/db.ts';
import { keepEntryReceipt, keepMediaReceipt, markRefused, markUnsent } from '../store/fates.ts';
import { patchState } from '../store/state.ts';
import type { SyncAnswer, Verdict } from './answer.ts';

export interface Judged { settled: number; faults: FaultError[] }

async function receiptOf(text: string | null, identity: Identity): Promise<Receipt> {
  try {
    return await readReceipt(text ?? '', identity.signKey, identity.device);
  } catch (thrown) {
    throw new FaultError('receipt_invalid', {}, null, thrown);
  }
}

/** True when the entry's fate is now settled by a receipt. */
async function take(db: PhoneDb, identity: Identity, verdict: Verdict, id: string): Promise<boolean> {
  if (verdict.verdict === 'gap') {
    await markUnsent(db, id, 'gap');
    return false;
  }
  if (verdict.verdict === 'refused') {
    await markRefused(db, id, verdict.code ?? 'refused');
    throw new FaultError(verdict.code ?? 'refused', { seq: verdict.seq });
  }
  const receipt = await receiptOf(verdict.receipt, identity);
  if (receipt.kind !== 'entry' || receipt.entry !== id || !(await keepEntryReceipt(db, receipt, verdict.receipt ?? ''))) {
    throw new FaultError('receipt_invalid', { seq: verdict.seq });
  }
  if (receipt.verdict === 'forked') await patchState(db, { forked: true });
  return true;
}

/** Handle every verdict; one that is bad stops none of the others. */
export async function takeVerdicts(db: PhoneDb, identity: Identity, answer: SyncAnswer, sent: readonly EntryRow[]): Promise<Judged> {
  const judged: Judged = { settled: 0, faults: [] };
  for (const [index, verdict] of answer.verdicts.entries()) {
    const id = verdict.id ?? sent[index]?.id;
    if (id === undefined) continue;
    try {
      if (await take(db, identity, verdict, id)) judged.settled += 1;
    } catch (thrown) {
      if (!(thrown instanceof FaultError)) throw thrown;
      judged.faults.push(thrown);
    }
  }
  for (const text of answer.media_receipts) {
    try {
      const receipt = await receiptOf(text, identity);
      if (receipt.kind !== 'media' || !(await keepMediaReceipt(db, receipt, text))) throw new FaultError('receipt_invalid');
    } catch (thrown) {
      if (!(thrown instanceof FaultError)) throw thrown;
      judged.faults.push(thrown);
    }
  }
  return judged;
}
