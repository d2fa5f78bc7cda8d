/* Recording with the screen's manners: one at a time, the fault in words, the undo offered. */
import { ref, type Ref } from 'vue';
import type { Fault, OpenEntry } from '../../store/port';
import type { DraftOf } from '../draft';
import { useState } from '../state';
import { offerUndo } from '../undo';
import { asFault } from '../words';

export type RecordedDraft = Pick<DraftOf, 'key' | 'media' | 'settle' | 'clear'>;

export interface Recorder {
  busy: Ref<boolean>; fault: Ref<Fault | null>;
  /** With a draft its photographs go along, and it is gone in the same moment as the record is there. */
  run(text: string, type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, draft?: RecordedDraft): Promise<OpenEntry | null>;
  /** A correction: the old entry is withdrawn as a slip, then the right one recorded. */
  correct(old: string, text: string, type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, draft?: RecordedDraft): Promise<OpenEntry | null>;
  withdraw(entry: string): Promise<void>;
}

export function useRecorder(): Recorder {
  const state = useState();
  const busy = ref(false);
  const fault = ref<Fault | null>(null);

  async function guarded<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null;
    busy.value = true;
    fault.value = null;
    try {
      return await work();
    } catch (error) {
      fault.value = asFault(error);
      return null;
    } finally {
      busy.value = false;
    }
  }

  async function put(text: string, type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, draft?: RecordedDraft): Promise<OpenEntry> {
    await draft?.settle();
    const entry = await state.record(type, clear, priv, draft?.media.value ?? [], draft?.key);
    await draft?.clear();
    offerUndo(text, entry.id);
    return entry;
  }

  return {
    busy, fault,
    run: (text, type, clear, priv, draft) => guarded(() => put(text, type, clear, priv, draft)),
    correct: (old, text, type, clear, priv, draft) => guarded(async () => {
      await state.withdraw(old, 'slip');
      return put(text, type, clear, priv, draft);
    }),
    withdraw: async (entry) => { await guarded(() => state.withdraw(entry, 'undo')); },
  };
}
