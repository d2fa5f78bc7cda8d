/* The phone's own log, opened: for the person who holds the passphrase, in the order in which it was written. */
import { type Bytes, unb64u } from '../log/bytes.ts';
import { hashId } from '../log/digest.ts';
import { matchDisclosures, type Opened } from '../log/disclosures.ts';
import { readEntry } from '../log/entry.ts';
import { FaultError } from '../log/fault.ts';
import { openMedia } from '../log/media.ts';
import { openText } from '../log/seal.ts';
import type { EntryRow, FateRow, MediaRow, PhoneDb } from './db.ts';
import type { EntryFate, MediaRef, OpenEntry } from './port.ts';
import type { OpenKeys } from './vault.ts';

interface Cached extends Opened { keys: Record<string, string> }

/** What was opened since unlocking; dropped as a whole when the phone is locked. */
export type OpenedCache = Map<string, Cached>;

async function opened(row: EntryRow, keys: OpenKeys, cache: OpenedCache): Promise<Cached> {
  const known = cache.get(row.id);
  if (known !== undefined) return known;
  const envelope = readEntry(row.jws);
  const text = await openText(row.seal, row.id, keys.wrap);
  const found = await matchDisclosures(text.disclosures, envelope.data._sd, envelope.media.map((m) => m.sd));
  const fresh = { ...found, keys: text.media_keys };
  cache.set(row.id, fresh);
  return fresh;
}

function mediaRef(row: MediaRow, seen: Cached): MediaRef {
  const facts = seen.media.get(row.sd);
  return {
    sd: row.sd, sha256: facts?.sha256 ?? '', size: facts?.size ?? 0, type: facts?.type ?? '', name: facts?.name ?? null,
    width: facts?.w ?? null, height: facts?.h ?? null, sentBytes: row.sent, received: row.state !== 'kept', kept: row.state !== 'released',
  };
}

/** `received` becomes `logged` once every photograph has its receipt too. */
export function fateOf(row: FateRow): EntryFate {
  return row.fate === 'received' && row.mediaLeft === 0 ? 'logged' : row.fate;
}

async function openEntry(db: PhoneDb, row: EntryRow, keys: OpenKeys, cache: OpenedCache): Promise<OpenEntry> {
  const envelope = readEntry(row.jws);
  const seen = await opened(row, keys, cache);
  const fate = await db.fates.get(row.id);
  const refs: MediaRef[] = [];
  for (const { sd } of envelope.media) {
    const medium = await db.media.get([row.id, sd]);
    if (medium !== undefined) refs.push(mediaRef(medium, seen));
  }
  const { _sd: _, ...data } = envelope.data;
  return {
    id: row.id, seq: row.seq, type: row.type, at: envelope.t.at, elapsedMs: envelope.t.elapsed_ms, session: envelope.t.session,
    data, private: seen.members, media: refs, fate: fate === undefined ? 'unsent' : fateOf(fate),
    fault: fate?.code == null ? null : { code: fate.code }, leaf: fate?.leaf ?? null,
  };
}

/** An entry that the disk gives back otherwise than it was written is shown as damaged; it hides no other. */
export async function readOpen(db: PhoneDb, row: EntryRow, keys: OpenKeys, cache: OpenedCache): Promise<OpenEntry> {
  try {
    return await openEntry(db, row, keys, cache);
  } catch {
    const fate = await db.fates.get(row.id);
    return {
      id: row.id, seq: row.seq, type: row.type, at: row.at, elapsedMs: 0, session: '', data: row.visit === '' ? {} : { visit: row.visit }, private: {}, media: [],
      fate: fate === undefined ? 'unsent' : fateOf(fate), fault: { code: 'entry_damaged', details: { seq: row.seq } }, leaf: fate?.leaf ?? null,
    };
  }
}

export async function rows(db: PhoneDb, device: string, visit: string | undefined): Promise<EntryRow[]> {
  if (visit === undefined) return db.entries.where('[device+seq]').between([device, 0], [device, Infinity]).toArray();
  return (await db.entries.where('visit').equals(visit).toArray()).sort((a, b) => a.seq - b.seq);
}

/** The original bytes. Throws photo_unknown, photo_released, photo_damaged. */
export async function readMedia(db: PhoneDb, entry: string, sd: string, keys: OpenKeys, cache: OpenedCache): Promise<Bytes> {
  const row = await db.entries.where('id').equals(entry).first();
  const medium = await db.media.get([entry, sd]);
  if (row === undefined || medium === undefined) throw new FaultError('photo_unknown');
  const blob = await db.blobs.get([entry, sd]);
  if (blob === undefined) throw new FaultError(medium.state === 'released' ? 'photo_released' : 'photo_damaged');
  try {
    const seen = await opened(row, keys, cache);
    const plain = await openMedia(new Uint8Array(blob.content), unb64u(seen.keys[sd] ?? ''));
    if ((await hashId(plain)) !== seen.media.get(sd)?.sha256) throw new SyntaxError('another hash');
    return plain;
  } catch (thrown) {
    throw new FaultError('photo_damaged', {}, null, thrown);
  }
}
