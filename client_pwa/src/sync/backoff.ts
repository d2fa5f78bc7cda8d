/* When to try again. Failures back off with jitter, so that a returning server isn't met by every phone at once. */

const FIRST = 4_000;
const LONGEST = 15 * 60_000;
/** With something still waiting, and with nothing: to learn of new assignments and questions. */
export const EAGER = 60_000;
export const IDLE = 10 * 60_000;

/** `attempt` counts failures in a row, from 1. `random` is in [0, 1). `floor` is what the server asked for. */
export function delay(attempt: number, random: number, floor: number | null): number {
  const calm = Math.min(LONGEST, FIRST * 2 ** (attempt - 1));
  return Math.max(floor ?? 0, Math.round(calm * (0.5 + random)));
}
