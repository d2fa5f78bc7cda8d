/* What an entry says about time: the phone's own clock, and a monotonic one that only speaks within its page session. */

export interface Moment { at: string; elapsed_ms: number; session: string; offset_ms: number | null }

/** RFC 3339 with milliseconds and the device's own offset. `offsetMinutes` is east of UTC: 480 in China. */
export function localIso(now: number, offsetMinutes: number): string {
  const wall = new Date(now + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const abs = Math.abs(offsetMinutes);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(abs / 60))}:${two(abs % 60)}`;
}
