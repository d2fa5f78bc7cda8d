/* The last thing recorded, for a few seconds: what it was and one tap to take it back. An undo instead of a question
   before every act. */
import { ref } from 'vue';

export interface Undoable { text: string; entry: string | null }
export const UNDO_MS = 8000;
export const undoable = ref<Undoable | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export function offerUndo(text: string, entry: string | null): void {
  clearTimeout(timer);
  undoable.value = { text, entry };
  timer = setTimeout(clearUndo, UNDO_MS);
}

export function clearUndo(): void {
  clearTimeout(timer);
  undoable.value = null;
}
