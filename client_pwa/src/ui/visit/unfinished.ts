/* Sheets of a visit that were left half written: which to open again by itself, and which the person put aside.
   What was closed by hand stays closed until the page itself is gone. */
import type { DraftNote } from '../../store/port';

const aside = new Set<string>();
export const putAside = (key: string): void => { aside.add(key); };
export const takeUp = (key: string): void => { aside.delete(key); };

/** The newest that nobody closed by hand. */
export const toReopen = (drafts: readonly DraftNote[]): DraftNote | null => drafts.find((draft) => !aside.has(draft.key)) ?? null;

/** Whose mark is half written, and in which draft; of two for one person the newer. */
export function markSlots(drafts: readonly DraftNote[]): Map<string, string> {
  return new Map([...drafts].reverse().map((draft) => [(draft.body as { staff?: string }).staff ?? '', draft.key]));
}
