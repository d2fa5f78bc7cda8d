/* Recording with the screen's manners: one at a time, the fault in words, the undo offered. */
import { ref, type Ref } from 'vue';
import type { Fault, MediaIn, OpenEntry } from '../../store/port';
import { useState } from '../state';
import { offerUndo } from '../undo';
import { asFault } from '../words';

export interface Recorder {
  busy: Ref<boolean>; fault: Ref<Fault | null>;
  run(text: string, type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media?: MediaIn[]): Promise<OpenEntry | null>;
  /** A correction: the old entry is withdrawn as a slip, then the right one recorded. */
  correct(old: string, text: string, type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media?: MediaIn[]): Promise<OpenEntry | null>;
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

  return {
    busy, fault,
    run: (text, type, clear, priv, media = []) => guarded(async () => {
      const entry = await state.record(type, clear, priv, media);
      offerUndo(text, entry.id);
      return entry;
    }),
    correct: (old, text, type, clear, priv, media = []) => guarded(async () => {
      await state.withdraw(old, 'slip');
      const entry = await state.record(type, clear, priv, media);
      offerUndo(text, entry.id);
      return entry;
    }),
    withdraw: async (entry) => { await guarded(() => state.withdraw(entry, 'undo')); },
  };
}
