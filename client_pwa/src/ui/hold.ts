/* A picker or camera takes the page out of sight for a while; locking then would lose the person's place. Whoever
   opens one asks for a grace, which the automatic lock (shell/autolock.ts) respects. */
export const GRACE_MS = 120_000;
let until = 0;

export const holdOpen = (now: number = Date.now()): void => { until = now + GRACE_MS; };
export const releaseHold = (): void => { until = 0; };
export const heldUntil = (): number => until;
