/* Small, readable log entries for the tests of the view models. Never imported by the app. */
import type { OpenEntry } from '../store/port';
import type { Person } from './bundles';

export const START = Date.parse('2026-11-22T09:00:00+08:00');
export const MINUTE = 60_000;

let seq = 0;
export interface Made { type: string; minute?: number; session?: string; data?: Record<string, unknown>; priv?: Record<string, unknown>; media?: OpenEntry['media']; skewMs?: number }

export function entry({ type, minute = 0, session = 's1', data = {}, priv = {}, media = [], skewMs = 0 }: Made): OpenEntry {
  seq += 1;
  return {
    id: `entry-${seq}`, seq, type, at: new Date(START + minute * MINUTE + skewMs).toISOString(), elapsedMs: minute * MINUTE, session,
    data: { visit: 'v1', ...data }, private: priv, media, fate: 'unsent', fault: null, leaf: null,
  };
}

export const started = (): OpenEntry => entry({ type: 'visit.started', data: { assignment: 'a1', campaign: 'c1', position: 'refused' } });
export const withdrawn = (target: OpenEntry): OpenEntry => entry({ type: 'entry.withdrawn', data: { visit: undefined, target: target.id, reason_kind: 'undo' } });

export function marked(staff: string, state: string, minute: number, more: Partial<Made> & { mark?: string; look?: number; previous?: string } = {}): OpenEntry {
  const { mark = `mark-${staff}`, look = 1, previous, ...rest } = more;
  return entry({ type: 'person.marked', minute, data: { mark, look, state, ...(previous ? { previous } : {}) }, priv: { staff, name: `name ${staff}`, room: '302' }, ...rest });
}

export const person = (staff: string, name: string, room = '302'): Person => ({
  staff, name, en: null, dept: 'd', title: 't', rank: 'r', post_kind: 'desk', room, b_post: null, status: 'active',
});
