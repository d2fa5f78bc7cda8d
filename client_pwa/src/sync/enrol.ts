/* Enrolment: the code, once, makes this phone one of the office's. Repeating it with the same keys costs nothing. */
import { isHash, utf8 } from '../log/bytes.ts';
import { readCheckpoint } from '../log/checkpoint.ts';
import { FaultError } from '../log/fault.ts';
import { type Jwk, publicPart, thumbprint } from '../log/jwk.ts';
import { isObject } from '../log/jws.ts';
import { enrolProof, normaliseCode } from '../log/proof.ts';
import type { Rng } from '../log/random.ts';
import type { Identity, Office, PhoneDb } from '../store/db.ts';
import { candidate, commitEnrolment, type Candidate, type Enrolled } from '../store/identity.ts';
import { passphraseWeakness, PASSPHRASE_MIN, PASSPHRASE_MIN_DIGITS } from '../store/passphrase.ts';
import type { OpenKeys } from '../store/vault.ts';
import { type Answer, clockOffset, json, type Net, Wire } from './wire.ts';

export interface Application { code: string; passphrase: string; officeKey: string | null; app: string; agent: string; iterations: number }

function office(value: unknown): Office | null {
  if (!isObject(value)) return null;
  const { id, zh, en, filing_number, complaints } = value;
  const text = (v: unknown): string => (typeof v === 'string' ? v : '');
  return typeof id === 'string' && typeof zh === 'string' ? { id, zh, en: text(en), filing_number: text(filing_number), complaints: text(complaints) } : null;
}

async function readEnrolment(answer: Answer, who: Candidate, officeKey: string | null): Promise<Enrolled> {
  const value = json(answer);
  const { device, origin, sign_key: sign, intake_key: intake, checkpoint: note, epoch, time } = value;
  const [named, offsetMs] = [office(value.office), clockOffset(time, answer)];
  if (named === null || offsetMs === null || device !== who.device || typeof origin !== 'string' || typeof note !== 'string' || typeof epoch !== 'number' || !isObject(sign) || !isObject(intake)) {
    throw new FaultError('not_our_server', { member: 'enrol' });
  }
  const [signKey, intakeKey] = [publicPart(sign), publicPart(intake)];
  const kid = await thumbprint(signKey);
  if (officeKey !== null && officeKey !== kid) throw new FaultError('office_key_mismatch');
  const intakeKid = await thumbprint(intakeKey);
  if (intake.kid !== intakeKid || !isHash(kid)) throw new FaultError('not_our_server', { member: 'intake_key' });
  return { office: named, origin, signKey, intakeKey, intakeKid, epoch, offsetMs, checkpoint: await firstCheckpoint(note, origin, signKey) };
}

async function firstCheckpoint(note: string, origin: string, key: Jwk): Promise<Enrolled['checkpoint']> {
  try {
    return await readCheckpoint(note, origin, key);
  } catch (thrown) {
    throw new FaultError('not_our_server', { member: 'checkpoint' }, null, thrown);
  }
}

/** Throws enrol_code_malformed, passphrase_weak, office_key_mismatch, the server's refusals and faults of the line. */
export async function enrol(db: PhoneDb, net: Net, application: Application, rng: Rng): Promise<{ identity: Identity; keys: OpenKeys }> {
  const code = normaliseCode(application.code);
  if (code === null) throw new FaultError('enrol_code_malformed');
  const reason = passphraseWeakness(application.passphrase);
  if (reason !== null) throw new FaultError('passphrase_weak', { reason, min: PASSPHRASE_MIN, digits: PASSPHRASE_MIN_DIGITS });
  const who = await candidate(db, code);
  const { log, auth } = who.pending;
  const body = utf8(JSON.stringify({
    v: 1, code, log_key: who.logPublic, auth_key: who.authPublic, app: application.app, agent: application.agent,
    proof: await enrolProof(who.device, log.privateKey, code, who.authThumbprint),
  }));
  const wire = new Wire(net, { device: who.device, authKey: auth.privateKey });
  const answer = await wire.send({ method: 'POST', path: '/api/v1/enrol', body, type: 'application/json' });
  return commitEnrolment(db, who, application.passphrase, await readEnrolment(answer, who, application.officeKey), rng, application.iterations);
}
