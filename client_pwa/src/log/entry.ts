/* An entry: what happened, signed by the phone and chained to the one before. Its id is the hash of its signing input,
   never of the signature. Everything here is decided before a byte is stored. */
import { b64u, type Bytes, fromUtf8, isHash } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { hashId, sha256 } from './digest.ts';
import { discloseMedia, discloseMember } from './disclosures.ts';
import { FaultError } from './fault.ts';
import { isObject, parseJws, signEs256, signingInput } from './jws.ts';
import { MAX_DISCLOSURES, MAX_JWS, MAX_MEDIA, MAX_MEDIUM } from './limits.ts';
import { sealMedia } from './media.ts';
import type { Moment } from './moment.ts';
import { type Rng, systemRng } from './random.ts';
import { present, validate } from './schema.ts';
import type { SealedText } from './seal.ts';

export const ENTRY_TYP = 'mingcha-entry+jws';

export interface MediumIn { bytes: Bytes; type: string; name: string | null; w: number | null; h: number | null; source: 'camera' | 'picker' }
export interface MediaMember { sd: string; sealed: string; bytes: number }
export interface SealedMedium extends MediaMember { content: Bytes }

export interface Envelope {
  v: 1; suite: 'mc1'; device: string; seq: number; prev: string | null; type: string; dv: number;
  t: Moment; saw: Checkpoint | null; data: Record<string, unknown> & { _sd: string[] }; media: MediaMember[];
}

/** Everything of an entry that doesn't depend on its place in the chain; made before the lock is taken. */
export interface Prepared { type: string; dv: number; data: Envelope['data']; text: SealedText; media: SealedMedium[] }
export interface Place { device: string; seq: number; prev: string | null; t: Moment; saw: Checkpoint | null }
export interface Signed { id: string; jws: string; envelope: Envelope }

function checkMedium(medium: MediumIn): void {
  const named = { name: medium.name };
  if (medium.bytes.length === 0) throw new FaultError('photo_empty', named);
  if (medium.bytes.length > MAX_MEDIUM) throw new FaultError('photo_too_large', { ...named, limit: MAX_MEDIUM });
}

/** Throws photo_empty, photo_too_large, photo_too_many, entry_too_large, entry_malformed, entry_type_unknown. */
export async function prepare(type: string, clearIn: Record<string, unknown>, privIn: Record<string, unknown>, media: readonly MediumIn[], rng: Rng = systemRng): Promise<Prepared> {
  const [clear, priv] = [present(clearIn), present(privIn)];
  if (media.length > MAX_MEDIA) throw new FaultError('photo_too_many', { limit: MAX_MEDIA });
  const dv = validate(type, clear, priv, media.length);
  media.forEach(checkMedium);
  const members = await Promise.all(Object.entries(priv).map(([name, value]) => discloseMember(name, value, rng)));
  const text: SealedText = { disclosures: members.map((m) => m.text), media_keys: {} };
  const sealed: SealedMedium[] = [];
  for (const { bytes, ...facts } of media) {
    const key = rng(32);
    const said = await discloseMedia({ sha256: b64u(await sha256(bytes)), size: bytes.length, ...facts }, rng);
    const content = await sealMedia(bytes, key, rng);
    sealed.push({ sd: said.digest, sealed: await hashId(content), bytes: content.length, content });
    text.disclosures.push(said.text);
    text.media_keys[said.digest] = b64u(key);
  }
  const size = text.disclosures.reduce((sum, disclosure) => sum + disclosure.length, 0);
  if (size > MAX_DISCLOSURES) throw new FaultError('entry_too_large', { size, limit: MAX_DISCLOSURES });
  return { type, dv, data: { ...clear, _sd: members.map((m) => m.digest).sort() }, text, media: sealed };
}

/** Give the prepared entry its place in the chain and sign it. Throws entry_too_large. */
export async function sign(prepared: Prepared, place: Place, logKey: CryptoKey): Promise<Signed> {
  const envelope: Envelope = {
    v: 1, suite: 'mc1', device: place.device, seq: place.seq, prev: place.prev,
    type: prepared.type, dv: prepared.dv, t: place.t, saw: place.saw, data: prepared.data,
    media: prepared.media.map(({ sd, sealed, bytes }) => ({ sd, sealed, bytes })),
  };
  const jws = await signEs256(ENTRY_TYP, place.device, JSON.stringify(envelope), logKey);
  if (jws.length > MAX_JWS) throw new FaultError('entry_too_large', { size: jws.length, limit: MAX_JWS });
  return { id: await hashId(signingInput(jws)), jws, envelope };
}

export function entryId(jws: string): Promise<string> {
  return hashId(signingInput(jws));
}

/** Read an entry that this phone wrote. Throws SyntaxError when the stored text isn't one. */
export function readEntry(jws: string): Envelope {
  const value: unknown = JSON.parse(fromUtf8(parseJws(jws).payload));
  if (!isObject(value) || value.v !== 1 || !isObject(value.data) || !Array.isArray(value.media) || !isObject(value.t)) throw new SyntaxError('not an entry');
  if (value.prev !== null && !isHash(value.prev)) throw new SyntaxError('not an entry');
  return value as unknown as Envelope;
}
