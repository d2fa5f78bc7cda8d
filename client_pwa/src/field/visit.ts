/* One visit (暗访, then 明察) as it stands, folded from the phone's own log. Pure: the log is the only truth, so a
   reload, a killed page or another build of the app shows the same visit. A withdrawn entry stays in the timeline
   and counts for nothing else. */
import type { MediaRef, OpenEntry } from '../store/port';

export type SeatState = 'occupied' | 'empty' | 'window_unattended' | 'cannot_see';
export type MarkState = 'present' | 'absent_unverified' | 'leave_claimed' | 'trip_claimed' | 'meeting_claimed' | 'duty_claimed' | 'unchecked';
export type Answer = 'yes' | 'no' | 'not_applicable';

export interface Look<S> { entry: OpenEntry; look: number; state: S }
export interface Seat { seat: string; room: string; plate: string; looks: Look<SeatState>[] }
export interface Mark { mark: string; staff: string; name: string; room: string; looks: Look<MarkState>[] }
export interface Observation { entry: OpenEntry; id: string; violation: string; note: string; room: string; media: MediaRef[] }

export interface Visit {
  id: string; assignment: string; started: OpenEntry;
  identity: OpenEntry | null; finished: OpenEntry | null;
  seats: Seat[]; marks: Map<string, Mark>; answers: Map<string, { entry: OpenEntry; answer: Answer }>;
  observations: Observation[]; photographs: number;
  timeline: { entry: OpenEntry; withdrawn: boolean }[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const answerKey = (checklist: string, item: string): string => `${checklist}/${item}`;

export function withdrawnTargets(entries: readonly OpenEntry[]): Set<string> {
  return new Set(entries.filter((e) => e.type === 'entry.withdrawn').map((e) => text(e.data.target)));
}

/** The newest visit.started that was not withdrawn makes the visit; without one there is none. */
export function foldVisit(visit: string, entries: readonly OpenEntry[]): Visit | null {
  const gone = withdrawnTargets(entries);
  const mine = entries.filter((e) => e.data.visit === visit);
  const started = mine.filter((e) => e.type === 'visit.started' && !gone.has(e.id)).at(-1);
  if (!started) return null;
  const state: Visit = {
    id: visit, assignment: text(started.data.assignment), started, identity: null, finished: null,
    seats: [], marks: new Map(), answers: new Map(), observations: [], photographs: 0, timeline: [],
  };
  for (const entry of mine) {
    const withdrawn = gone.has(entry.id);
    state.timeline.push({ entry, withdrawn });
    if (withdrawn) continue;
    state.photographs += entry.media.length;
    apply(state, entry);
  }
  return state;
}

function apply(state: Visit, entry: OpenEntry): void {
  const { data, private: priv } = entry;
  switch (entry.type) {
    case 'identity.shown': state.identity = entry; break;
    case 'visit.finished': state.finished = entry; break;
    case 'seat.seen': addSeat(state, entry); break;
    case 'person.marked': addMark(state, entry); break;
    case 'checklist.marked':
      state.answers.set(answerKey(text(data.checklist), text(data.item)), { entry, answer: data.answer as Answer });
      break;
    case 'observation.recorded':
      state.observations.push({ entry, id: text(data.observation), violation: text(data.violation), note: text(priv.note), room: text(priv.room), media: entry.media });
      break;
  }
}

function addSeat(state: Visit, entry: OpenEntry): void {
  const id = text(entry.data.seat);
  let seat = state.seats.find((s) => s.seat === id);
  if (!seat) {
    seat = { seat: id, room: text(entry.private.room), plate: text(entry.private.plate), looks: [] };
    state.seats.push(seat);
  }
  seat.looks.push({ entry, look: count(entry.data.look), state: entry.data.state as SeatState });
}

function addMark(state: Visit, entry: OpenEntry): void {
  const staff = text(entry.private.staff);
  let mark = state.marks.get(staff);
  // A correction withdraws the old mark, so the fold meets the new one with no looks before it.
  if (!mark || mark.mark !== text(entry.data.mark)) {
    mark = { mark: text(entry.data.mark), staff, name: text(entry.private.name), room: text(entry.private.room), looks: [] };
    state.marks.set(staff, mark);
  }
  mark.looks.push({ entry, look: count(entry.data.look), state: entry.data.state as MarkState });
}

export function latest<S>(thing: { looks: Look<S>[] } | undefined): Look<S> | null {
  return thing?.looks.at(-1) ?? null;
}
