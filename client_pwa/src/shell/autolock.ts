/* Locks by itself: when the page goes out of sight, and after five idle minutes. While a camera or picker is open the
   page may be away for two minutes, because that is work too. */
import { heldUntil } from '../ui/hold';

export const IDLE_MS = 5 * 60_000;

export interface LockRules { hidden: boolean; now: number; lastTouch: number; heldUntil: number }
/** Pure: should it lock at this moment? */
export function mustLock(at: LockRules): boolean {
  if (at.now < at.heldUntil) return false;
  return at.hidden || at.now - at.lastTouch >= IDLE_MS;
}

export function watchLock(isOpen: () => boolean, lock: () => Promise<void>): void {
  let lastTouch = Date.now();
  let locking = false;
  const touch = (): void => { lastTouch = Date.now(); };
  const look = async (): Promise<void> => {
    const hidden = document.visibilityState === 'hidden';
    if (locking || !isOpen() || !mustLock({ hidden, now: Date.now(), lastTouch, heldUntil: heldUntil() })) return;
    locking = true;
    try { await lock(); } finally { locking = false; }
  };
  for (const event of ['pointerdown', 'keydown', 'input', 'scroll'] as const) addEventListener(event, touch, { capture: true, passive: true });
  // Timers sleep in a hidden page; coming back is looked at as well, so a long absence under grace still locks.
  document.addEventListener('visibilitychange', () => { void look(); });
  setInterval(() => { void look(); }, 5000);
}
