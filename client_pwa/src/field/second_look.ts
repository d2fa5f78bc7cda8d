/* The second look (回头再看): an absence needs two looks the configured minutes apart. Two clocks can say how long it
   has been: the time since the page session began, which nobody can set and which may fall behind while the phone
   sleeps, and the phone's own clock, which somebody can set. The list shows the longer of the two and says which it
   is; what counts in the end the office decides from both. Pure. */
import type { OpenEntry } from '../store/port';
import { latest, type Mark, type Visit } from './visit';

export interface Clocks { now: number; session: string | null; elapsedMs: number }
export type Basis = 'elapsed' | 'clock';
export interface Due { mark: Mark; name: string; room: string; first: OpenEntry; dueAt: Date; leftMs: number; due: boolean; basis: Basis }

export function passed(since: OpenEntry, clocks: Clocks): { ms: number; basis: Basis } {
  const clock = Math.max(0, clocks.now - Date.parse(since.at));
  const elapsed = since.session === clocks.session ? clocks.elapsedMs - since.elapsedMs : -1;
  // Nearly equal is the healthy case; then the clock that cannot be set is named.
  if (elapsed >= 0 && elapsed + 2000 >= clock) return { ms: elapsed, basis: 'elapsed' };
  return { ms: clock, basis: 'clock' };
}

/** Everybody whose newest look is ? and who has not been looked at again after the interval. */
export function secondLooks(visit: Visit, minutes: number, clocks: Clocks): Due[] {
  const need = minutes * 60_000;
  const list: Due[] = [];
  for (const mark of visit.marks.values()) {
    if (latest(mark)?.state !== 'absent_unverified') continue;
    const absent = mark.looks.filter((l) => l.state === 'absent_unverified');
    const first = absent[0];
    if (!first || settled(absent.map((l) => l.entry), need)) continue;
    const { ms, basis } = passed(first.entry, clocks);
    list.push({
      mark, name: mark.name, room: mark.room, first: first.entry, basis,
      dueAt: new Date(Date.parse(first.entry.at) + need), leftMs: Math.max(0, need - ms), due: ms >= need,
    });
  }
  return list.sort((a, b) => a.leftMs - b.leftMs || a.dueAt.getTime() - b.dueAt.getTime());
}

function settled(looks: readonly OpenEntry[], need: number): boolean {
  const [first, ...rest] = looks;
  if (!first) return false;
  return rest.some((look) => {
    const elapsed = look.session === first.session ? look.elapsedMs - first.elapsedMs : -1;
    return elapsed >= need || Date.parse(look.at) - Date.parse(first.at) >= need;
  });
}
