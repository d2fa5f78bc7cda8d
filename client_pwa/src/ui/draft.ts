/* Unfinished work that survives a reload or a killed page: put down shortly after each change, at once before a camera
   or picker opens and when the page goes out of sight, and brought back by itself. */
import { onMounted, onUnmounted, ref, shallowRef, watch, type Ref } from 'vue';
import type { MediaIn } from '../store/port';
import { useState } from './state';

export interface DraftOf<T = object> {
  key: string; body: Ref<T>; media: Ref<MediaIn[]>; restored: Ref<boolean>; failed: Ref<boolean>;
  commit(): Promise<void>; clear(): Promise<void>;
  /** Before recording: no write of the draft may land after the record that replaces it. */
  settle(): Promise<void>;
}

const SETTLE_MS = 400;

export function useDraft<T extends object>(key: string, fresh: () => T, isEmpty: (body: T) => boolean): DraftOf<T> {
  const state = useState();
  const body = ref(fresh()) as Ref<T>;
  const media: Ref<MediaIn[]> = shallowRef<MediaIn[]>([]);
  const restored = ref(false);
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loaded = false;
  // Writes go one after another: an older state must never land on a newer one.
  let last: Promise<void> = Promise.resolve();

  const empty = (): boolean => isEmpty(body.value) && media.value.length === 0;

  async function write(): Promise<void> {
    if (state.phase.value !== 'open') return;
    try {
      if (empty()) await state.port.dropDraft(key);
      else await state.port.putDraft({ key, body: JSON.parse(JSON.stringify(body.value)) as T, media: media.value.map((m) => ({ ...m })) });
      failed.value = false;
    } catch {
      failed.value = true;
    }
  }

  function commit(): Promise<void> {
    clearTimeout(timer);
    if (loaded) last = last.then(write);
    return last;
  }

  const hidden = (): void => { if (document.visibilityState === 'hidden') void commit(); };

  onMounted(async () => {
    state.draftsOpen.value += 1;
    flushers.add(commit);
    document.addEventListener('visibilitychange', hidden);
    try {
      const kept = await state.port.draft(key);
      if (kept && empty()) {
        body.value = { ...fresh(), ...(kept.body as T) };
        media.value = kept.media;
        restored.value = true;
      }
    } catch {
      failed.value = true;
    }
    loaded = true;
  });
  onUnmounted(() => {
    state.draftsOpen.value -= 1;
    flushers.delete(commit);
    document.removeEventListener('visibilitychange', hidden);
    void commit();
  });
  watch([body, media], () => { clearTimeout(timer); timer = setTimeout(() => { void commit(); }, SETTLE_MS); }, { deep: 1 });

  return {
    key, body, media, restored, failed, commit,
    settle() {
      clearTimeout(timer);
      return last;
    },
    async clear() {
      clearTimeout(timer);
      body.value = fresh();
      media.value = [];
      restored.value = false;
      await last;
      await state.port.dropDraft(key).catch(() => { failed.value = true; });
    },
  };
}

const flushers = new Set<() => Promise<void>>();
/** Before locking: everything half written goes down first. */
export const flushDrafts = async (): Promise<void> => { await Promise.all([...flushers].map((flush) => flush())); };

export const draftKey = {
  observation: (visit: string): string => `observation:${visit}`,
  seat: (visit: string): string => `seat:${visit}`,
  /** A slot, not a person: keys lie open in the store, and a seized phone must not tell who was being marked. */
  mark: (visit: string, slot: string): string => `mark:${visit}:${slot}`,
  item: (visit: string, list: string, item: string): string => `item:${visit}:${list}:${item}`,
  marksOf: (visit: string): string => `mark:${visit}:`,
  itemsOf: (visit: string): string => `item:${visit}:`,
  answer: (question: string): string => `answer:${question}`,
};
