/* One window at a time: two windows of one phone would write the same draft over each other (PEERS 4). Whoever opens a
   second one decides which goes on; the other locks itself. */

const NAME = 'mingcha-window';
/** A reloading page lets go of its own lock a moment later than the new one asks for it. */
const PATIENCE_MS = 800;

export interface Window { mine: boolean; take(): void }

/** `lost` is called when another window takes over. */
export async function claimWindow(lost: () => void): Promise<Window> {
  const patience = new AbortController();
  const timer = setTimeout(() => { patience.abort(); }, PATIENCE_MS);
  const mine = await hold({ signal: patience.signal }, lost);
  clearTimeout(timer);
  return { mine, take: () => { void hold({ steal: true }, lost).then(() => { location.reload(); }); } };
}

function hold(options: LockOptions, lost: () => void): Promise<boolean> {
  return new Promise((settled) => {
    let held = false;
    navigator.locks.request(NAME, options, () => {
      held = true;
      settled(true);
      return new Promise<never>(() => undefined); // until this page ends or somebody steals it
    }).catch(() => {
      if (held) lost();
      else settled(false);
    });
  });
}
