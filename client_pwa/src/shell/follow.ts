/* Keeps the screens level with the store: the dot at once, the records and bundles when something about them changed.
   Unlocking also brings back the record that a killed page left half written. */
import { watch } from 'vue';
import type { SyncStatus } from '../store/port';
import type { State } from '../ui/state';
import { restorePlace } from './restore';

const CALM_MS = 300;
const trace = (s: SyncStatus): string => [s.unsent, s.unknown, s.received, s.logged, s.refused, s.mediaUnsent, s.lastSuccessAt].join();

export function followStatus(state: State): void {
  let seen = state.status.value ? trace(state.status.value) : '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  state.port.subscribe((next) => {
    state.status.value = next;
    if (trace(next) === seen) return;
    seen = trace(next);
    clearTimeout(timer);
    timer = setTimeout(() => { void state.refresh(); }, CALM_MS);
  });
  let restored = false;
  watch(state.ready, (ready) => {
    if (!ready || restored) return;
    restored = true;
    void restorePlace(state);
  }, { immediate: true });
}
