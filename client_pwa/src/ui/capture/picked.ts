/* Files from the picker become media, one by one: a bad one is named with its reason and the others go on. */
import type { Fault, MediaIn } from '../../store/port';
import { inspect } from '../../field/photograph';

export interface Refused { name: string; fault: Fault }
export interface Taken { media: MediaIn[]; refused: Refused[] }

export function toMedia(bytes: ArrayBuffer, name: string | null, source: MediaIn['source']): MediaIn | Fault {
  const verdict = inspect(new Uint8Array(bytes));
  if (!verdict.ok) return { code: verdict.code };
  const { type, width, height } = verdict.photo;
  return { bytes, type, name, width, height, source };
}

export async function takeFiles(files: readonly File[], room: number, max: number): Promise<Taken> {
  const taken: Taken = { media: [], refused: [] };
  for (const file of files) {
    if (taken.media.length >= room) {
      taken.refused.push({ name: file.name, fault: { code: 'photo_too_many', details: { max } } });
      continue;
    }
    const result = await readOne(file);
    if ('code' in result) taken.refused.push({ name: file.name, fault: result });
    else taken.media.push(result);
  }
  return taken;
}

async function readOne(file: File): Promise<MediaIn | Fault> {
  // The size is known before reading: a file beyond the limit must not first fill the memory.
  if (file.size === 0) return { code: 'photo_empty' };
  if (file.size > 64 * 1024 * 1024) return { code: 'photo_too_large' };
  try {
    return toMedia(await file.arrayBuffer(), file.name, 'picker');
  } catch {
    return { code: 'photo_unreadable' };
  }
}
