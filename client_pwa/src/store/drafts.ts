/* Unfinished text and pictures, encrypted, so that a camera that kills the page kills no work. A picture that is already
   in the draft isn't encrypted again at every keystroke. */
import { fromUtf8, utf8, type Bytes } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import type { Rng } from '../log/random.ts';
import { uuid7 } from '../log/random.ts';
import { type DraftMediumRow, type PhoneDb, storageFault } from './db.ts';
import type { Draft, DraftNote, MediaIn } from './port.ts';
import { seal, unseal } from './vault.ts';

type Facts = Omit<MediaIn, 'bytes'>;
interface Body { body: unknown; media: Facts[] }

/** Which stored picture a buffer already is. */
export type DraftMemory = WeakMap<ArrayBuffer, string>;

async function mediumRow(key: string, medium: MediaIn, box: CryptoKey, rng: Rng, now: number): Promise<DraftMediumRow> {
  return { id: uuid7(now, rng), key, ...(await seal(box, new Uint8Array(medium.bytes), rng)) };
}

export async function putDraft(db: PhoneDb, draft: { key: string; body: unknown; media: MediaIn[] }, box: CryptoKey, memory: DraftMemory, rng: Rng, now: number): Promise<void> {
  const { key, media } = draft;
  const stored = new Set(await db.draftMedia.where('key').equals(key).primaryKeys());
  const fresh: DraftMediumRow[] = [];
  const ids: string[] = [];
  for (const medium of media) {
    const known = memory.get(medium.bytes);
    if (known !== undefined && stored.has(known)) {
      ids.push(known);
      continue;
    }
    const row = await mediumRow(key, medium, box, rng, now);
    fresh.push(row);
    ids.push(row.id);
  }
  const facts = media.map(({ bytes: _, ...rest }) => rest);
  const boxed = await seal(box, utf8(JSON.stringify({ body: draft.body, media: facts } satisfies Body)), rng);
  try {
    await db.transaction('rw', [db.drafts, db.draftMedia], async () => {
      await db.draftMedia.bulkAdd(fresh);
      await db.draftMedia.bulkDelete([...stored].filter((id) => !ids.includes(id)));
      await db.drafts.put({ key, savedAt: new Date(now).toISOString(), media: ids, ...boxed });
    });
  } catch (thrown) {
    throw storageFault(thrown, 'storage_failed');
  }
  media.forEach((medium, index) => memory.set(medium.bytes, ids[index] ?? ''));
}

async function medium(db: PhoneDb, id: string, box: CryptoKey): Promise<Bytes> {
  const row = await db.draftMedia.get(id);
  if (row === undefined) throw new FaultError('draft_damaged');
  return unseal(box, row);
}

/** Throws draft_damaged; the damaged draft stays where it is. */
export async function readDraft(db: PhoneDb, key: string, box: CryptoKey, memory: DraftMemory): Promise<Draft | null> {
  const row = await db.drafts.get(key);
  if (row === undefined) return null;
  try {
    const { body, media } = JSON.parse(fromUtf8(await unseal(box, row))) as Body;
    const whole: MediaIn[] = [];
    for (const [index, facts] of media.entries()) {
      const id = row.media[index] ?? '';
      const bytes = (await medium(db, id, box)).buffer;
      memory.set(bytes, id);
      whole.push({ bytes, ...facts });
    }
    return { key, body, media: whole, savedAt: row.savedAt };
  } catch (thrown) {
    throw new FaultError('draft_damaged', { key }, null, thrown);
  }
}

/** What lies unfinished, newest first, without opening a picture. */
export async function listDrafts(db: PhoneDb, prefix: string, box: CryptoKey): Promise<DraftNote[]> {
  const found: DraftNote[] = [];
  for (const row of await db.drafts.where('key').startsWith(prefix).toArray()) {
    try {
      const { body } = JSON.parse(fromUtf8(await unseal(box, row))) as Body;
      found.push({ key: row.key, body, savedAt: row.savedAt });
    } catch {
      continue; // a damaged draft says so where it is opened; it must not hide the others
    }
  }
  return found.sort((a, b) => b.savedAt.localeCompare(a.savedAt));
}

export async function dropDraft(db: PhoneDb, key: string): Promise<void> {
  await db.transaction('rw', [db.drafts, db.draftMedia], async () => {
    await db.drafts.delete(key);
    await db.draftMedia.where('key').equals(key).delete();
  });
}
