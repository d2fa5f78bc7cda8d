/* Text up: bounded requests in the order of the log, from the number the office wants next, until it wants no more. */
import { utf8 } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import { MAX_BATCH, MAX_REQUEST, MAX_WANT } from '../log/limits.ts';
import type { EntryRow, Identity, PhoneDb } from '../store/db.ts';
import { head } from '../store/entries.ts';
import { awaitingMedia, batch, firstOpen, markSent, withFate } from '../store/fates.ts';
import { patchState, readState } from '../store/state.ts';
import { readAnswer, type SyncAnswer } from './answer.ts';
import { judgeLedger } from './ledger.ts';
import { takeVerdicts, type Judged } from './verdicts.ts';
import { clockOffset, json, type Wire } from './wire.ts';

export interface Link { db: PhoneDb; identity: Identity; wire: Wire; changed: () => void }

/** Room for everything in a request that isn't an entry. */
const OVERHEAD = 16 * 1024;
const MOST_ROUNDS = 10_000;

async function ask(link: Link, entries: readonly EntryRow[], want: readonly string[]): Promise<{ answer: SyncAnswer; judged: Judged }> {
  const { db, identity } = link;
  const [state, newest] = [await readState(db), await head(db, identity.device)];
  const body = utf8(JSON.stringify({
    v: 1, device: identity.device, head: newest === null ? null : { seq: newest.seq, id: newest.id },
    entries: entries.map(({ jws, seal }) => ({ jws, seal })), saw: state.saw, manifest: state.manifestTag, epoch: state.epoch, want,
  }));
  if (entries.length > 0) await link.wire.ready();
  await markSent(db, entries.map((row) => row.id));
  link.changed();
  const raw = await link.wire.send({ method: 'POST', path: '/api/v1/sync', body, type: 'application/json' });
  const answer = readAnswer(json(raw));
  const ledger = await judgeLedger(identity, state, answer.checkpoint, answer.consistency);
  const offsetMs = clockOffset(answer.time, raw) ?? state.offsetMs;
  const judged = await takeVerdicts(db, identity, answer, entries);
  await patchState(db, { ...ledger, offsetMs, device: answer.status, epoch: answer.epoch });
  for (const { entry, sd } of answer.media_missing) {
    // The office dropped what didn't hash: what was sent counts for nothing.
    await db.media.where('[entry+sd]').equals([entry, sd]).and((row) => row.state === 'kept' && row.sent >= row.bytes).modify({ sent: 0 });
  }
  link.changed();
  return { answer, judged };
}

/** Returns the last answer. Throws the first fault that means no answer; faults of single entries are in `faults`. */
export async function push(link: Link): Promise<{ answer: SyncAnswer; faults: FaultError[] }> {
  const { db, identity } = link;
  const faults: FaultError[] = [];
  const unknown = (await withFate(db, 'unknown', MAX_WANT)).map((row) => row.id);
  // After a lost answer first ask what arrived: an id is smaller than an entry.
  let entries = unknown.length > 0 ? [] : await batch(db, identity.device, (await firstOpen(db)) ?? Infinity, MAX_BATCH, MAX_REQUEST - OVERHEAD);
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    const want = rounds === 0 ? unknown : [];
    const waiting = await awaitingMedia(db, MAX_WANT - want.length);
    const { answer, judged } = await ask(link, entries, [...want, ...waiting]);
    faults.push(...judged.faults);
    const from = Math.min(answer.want_seq, (await firstOpen(db)) ?? Infinity);
    const first = entries[0]?.seq;
    // The office may want earlier ones again (it was restored); otherwise a round that settles nothing is the last.
    const stuck = first !== undefined && from >= first && (judged.settled === 0 || from === first);
    entries = stuck ? [] : await batch(db, identity.device, from, MAX_BATCH, MAX_REQUEST - OVERHEAD);
    if (entries.length === 0) return { answer, faults };
  }
  throw new FaultError('sync_stalled');
}
