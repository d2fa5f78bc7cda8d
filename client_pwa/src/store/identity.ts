/* Who this phone is. Keys are made and kept before the office is asked, so that a lost answer to enrolment can be asked
   for again with the same keys. Until then the log key is extractable: it has signed nothing. */
import { exportPublic, type Jwk, thumbprint } from '../log/jwk.ts';
import type { Rng } from '../log/random.ts';
import { type Identity, type PhoneDb, type Pending, storageFault } from './db.ts';
import { createVault, type OpenKeys } from './vault.ts';
import { FRESH } from './state.ts';
import type { Checkpoint } from '../log/checkpoint.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export async function readIdentity(db: PhoneDb): Promise<Identity | null> {
  const row = await db.meta.get('identity');
  return row?.key === 'identity' ? row : null;
}

export interface Candidate { pending: Pending; device: string; logPublic: Jwk; authPublic: Jwk; authThumbprint: string }

async function describe(pending: Pending): Promise<Candidate> {
  const [logPublic, authPublic] = [await exportPublic(pending.log.publicKey), await exportPublic(pending.auth.publicKey)];
  return { pending, device: await thumbprint(logPublic), logPublic, authPublic, authThumbprint: await thumbprint(authPublic) };
}

/** The keys to enrol with under this code: the same ones again when the code was tried before. */
export async function candidate(db: PhoneDb, code: string): Promise<Candidate> {
  const row = await db.meta.get('pending');
  if (row?.key === 'pending' && row.code === code) return describe(row);
  const log = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const auth = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
  const pending: Pending = { key: 'pending', code, log, auth };
  await db.meta.put(pending).catch((thrown: unknown) => {
    throw storageFault(thrown, 'storage_failed');
  });
  return describe(pending);
}

export interface Enrolled extends Pick<Identity, 'office' | 'origin' | 'signKey' | 'intakeKey' | 'intakeKid'> { checkpoint: Checkpoint; epoch: number; offsetMs: number }

/** The office has answered: wrap the log key and forget the extractable one, in one transaction. */
export async function commitEnrolment(db: PhoneDb, who: Candidate, passphrase: string, answer: Enrolled, rng: Rng, iterations: number): Promise<{ identity: Identity; keys: OpenKeys }> {
  const { rows, keys } = await createVault(passphrase, who.pending.log.privateKey, rng, iterations);
  const { checkpoint, epoch, offsetMs, ...office } = answer;
  const identity: Identity = { key: 'identity', device: who.device, ...office, authKey: who.pending.auth.privateKey, ...rows };
  await db.transaction('rw', [db.meta, db.state], async () => {
    await db.meta.add(identity);
    await db.meta.delete('pending');
    await db.state.put({ ...FRESH, saw: checkpoint, ledger: 'consistent', device: 'active', epoch, offsetMs });
  }).catch((thrown: unknown) => {
    throw storageFault(thrown, 'storage_failed');
  });
  return { identity, keys };
}
