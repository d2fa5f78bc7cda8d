/* The roll call by name (点名): who is on the list, how each stands, what is still 未核. Pure. An unchecked person is
   never absent: there is no entry for them, and nothing here invents one. */
import type { Person } from './bundles';
import { initials } from './pinyin';
import { latest, type Mark, type MarkState, type Visit } from './visit';

/** The six states a tap can give, in the order of the buttons: ✓ ? 假 公 会 班. */
export const TAP_STATES = ['present', 'absent_unverified', 'leave_claimed', 'trip_claimed', 'meeting_claimed', 'duty_claimed'] as const satisfies readonly MarkState[];
export type TapState = (typeof TAP_STATES)[number];

/** 假 公 会 班 are what somebody says on the spot; the record keeps who said it. */
export const isClaim = (state: MarkState): boolean => state.endsWith('_claimed');

export interface Row { person: Person; mark: Mark | null; state: MarkState; looks: number; photographs: number }
export interface Room { room: string; rows: Row[]; checked: number }
export interface RollCall { rooms: Room[]; total: number; checked: number; counts: Record<MarkState, number> }

const NOBODY: Record<MarkState, number> = { present: 0, absent_unverified: 0, leave_claimed: 0, trip_claimed: 0, meeting_claimed: 0, duty_claimed: 0, unchecked: 0 };

/** Of every look that counts: an absence is shown by the pictures of both. */
const photographsOf = (mark: Mark | null): number => (mark?.looks ?? []).reduce((sum, look) => sum + look.entry.media.length, 0);

export function rollCall(people: readonly Person[], visit: Visit): RollCall {
  const counts = { ...NOBODY };
  const rooms = new Map<string, Room>();
  for (const person of people) {
    const mark = visit.marks.get(person.staff) ?? null;
    const state = latest(mark ?? undefined)?.state ?? 'unchecked';
    counts[state] += 1;
    const room = rooms.get(person.room) ?? { room: person.room, rows: [], checked: 0 };
    room.rows.push({ person, mark, state, looks: mark?.looks.length ?? 0, photographs: photographsOf(mark) });
    if (state !== 'unchecked') room.checked += 1;
    rooms.set(person.room, room);
  }
  const sorted = [...rooms.values()].sort((a, b) => a.room.localeCompare(b.room, 'zh-Hans-CN', { numeric: true }));
  return { rooms: sorted, total: people.length, checked: people.length - counts.unchecked, counts };
}

/** Finds by any part of the name, the room, the 工号, or the initials of the pinyin (lx → 李秀). */
export function matches(person: Person, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return true;
  return [person.name, person.en ?? '', person.room, person.staff].some((s) => s.toLowerCase().includes(wanted))
    || initials(person.name).some((i) => i.startsWith(wanted));
}

export function filterRooms(call: RollCall, query: string, onlyUnchecked: boolean): Room[] {
  return call.rooms
    .map((room) => ({ ...room, rows: room.rows.filter((r) => matches(r.person, query) && (!onlyUnchecked || r.state === 'unchecked')) }))
    .filter((room) => room.rows.length > 0);
}

/** What a tap on a state does. A first mark is recorded at once; anything after it could be a slip or a second look,
    and only the person holding the phone knows which. */
export type Tap = { kind: 'record' } | { kind: 'who_says' } | { kind: 'choose' };
export function tap(row: Pick<Row, 'mark'>, state: TapState): Tap {
  if (row.mark) return { kind: 'choose' };
  return isClaim(state) ? { kind: 'who_says' } : { kind: 'record' };
}

export interface MarkEntry { clear: Record<string, unknown>; priv: Record<string, unknown> }
export interface MarkDetails { claimedBy?: string; board?: string; note?: string }

/** The data of person.marked; a further look carries the same `mark`, look + 1 and the entry before it. */
export function markEntry(visit: string, person: Person, state: TapState, before: Mark | null, newId: () => string, details: MarkDetails = {}): MarkEntry {
  const last = latest(before ?? undefined);
  return {
    clear: {
      visit, state, mark: before?.mark ?? newId(), look: (last?.look ?? 0) + 1,
      ...(last ? { previous: last.entry.id } : {}),
    },
    priv: {
      staff: person.staff, name: person.name,
      ...(person.room ? { room: person.room } : {}),
      ...(details.claimedBy ? { claimed_by: details.claimedBy } : {}),
      ...(details.board ? { board: details.board } : {}),
      ...(details.note ? { note: details.note } : {}),
    },
  };
}
