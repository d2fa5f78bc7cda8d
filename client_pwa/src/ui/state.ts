/* What every screen shares: the port, the log as read, the bundles, and the acts of recording and undoing. One place
   turns port calls into screen state; screens hold nothing of their own but what is being typed. */
import { computed, inject, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue';
import type { Assignment, Checklist, Codebook, Question, Roster } from '../field/bundles';
import type { Clocks } from '../field/second_look';
import { foldVisit, type Visit } from '../field/visit';
import type { Bundle, FieldPort, MediaIn, OfficeInfo, OpenEntry, Phase, SyncStatus } from '../store/port';
import { clearUndo } from './undo';

export interface Bundles {
  assignments: Bundle<Assignment>[]; rosters: Bundle<Roster>[]; checklists: Bundle<Checklist>[];
  codebooks: Bundle<Codebook>[]; questions: Bundle<Question>[];
}
const NO_BUNDLES: Bundles = { assignments: [], rosters: [], checklists: [], codebooks: [], questions: [] };

export interface State {
  port: FieldPort; phase: Ref<Phase>; office: ShallowRef<OfficeInfo | null>; status: ShallowRef<SyncStatus | null>;
  entries: ShallowRef<OpenEntry[]>; bundles: ShallowRef<Bundles>; ready: Ref<boolean>; draftsOpen: Ref<number>;
  visits: ComputedRef<Map<string, Visit>>;
  open(): Promise<void>; lock(): Promise<void>; refresh(): Promise<void>;
  record(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media?: MediaIn[], draft?: string): Promise<OpenEntry>;
  withdraw(entry: string, kind: 'slip' | 'undo'): Promise<void>;
  clocks(now: number): Clocks; newId(): string;
}

export const STATE: InjectionKey<State> = Symbol('state');
export function useState(): State {
  const state = inject(STATE);
  if (!state) throw new Error('no state provided');
  return state;
}

export function createState(port: FieldPort): State {
  const phase = ref<Phase>('new');
  const office = shallowRef<OfficeInfo | null>(null);
  const status = shallowRef<SyncStatus | null>(null);
  const entries = shallowRef<OpenEntry[]>([]);
  const bundles = shallowRef<Bundles>(NO_BUNDLES);
  const ready = ref(false);
  const draftsOpen = ref(0);
  let newest = 0;
  // The page session's own clock, learnt from the first entry made in it: `elapsedMs` of one session only compare there.
  let anchor: { session: string; elapsedMs: number; at: number } | null = null;

  const visits = computed(() => {
    const ids = new Set(entries.value.filter((e) => e.type === 'visit.started').map((e) => String(e.data.visit)));
    const found = [...ids].map((id) => [id, foldVisit(id, entries.value)] as const);
    return new Map(found.filter((pair): pair is [string, Visit] => pair[1] !== null));
  });

  async function refresh(): Promise<void> {
    if (phase.value !== 'open') return;
    newest += 1;
    const ticket = newest;
    const [log, assignments, rosters, checklists, codebooks, questions] = await Promise.all([
      port.entries(), port.bundles<Assignment>('assignment'), port.bundles<Roster>('roster'),
      port.bundles<Checklist>('checklist'), port.bundles<Codebook>('codebook'), port.bundles<Question>('question'),
    ]);
    if ((phase.value as Phase) !== 'open' || ticket !== newest) return;
    // What was recorded while this was being read is not in it yet and must not vanish from the screen.
    const read = log.at(-1)?.seq ?? 0;
    entries.value = [...log, ...entries.value.filter((entry) => entry.seq > read)];
    bundles.value = { assignments, rosters, checklists, codebooks, questions };
    ready.value = true;
  }

  return {
    port, phase, office, status, entries, bundles, ready, draftsOpen, visits, refresh,
    async open() {
      [phase.value, office.value, status.value] = await Promise.all([port.phase(), port.office(), port.status()]);
      await refresh();
    },
    async lock() {
      await port.lock();
      phase.value = 'locked';
      entries.value = [];
      bundles.value = NO_BUNDLES;
      ready.value = false;
      clearUndo();
    },
    async record(type, clear, priv, media = [], draft) {
      const entry = await port.append(type, clear, priv, media, draft ?? null);
      anchor ??= { session: entry.session, elapsedMs: entry.elapsedMs, at: performance.now() };
      if (!entries.value.some((known) => known.id === entry.id)) entries.value = [...entries.value, entry];
      return entry;
    },
    async withdraw(target, kind) {
      const entry = await port.append('entry.withdrawn', { target, reason_kind: kind }, {});
      entries.value = [...entries.value, entry];
    },
    newId: () => port.newId(),
    clocks: (now) => ({ now, session: anchor?.session ?? null, elapsedMs: anchor ? anchor.elapsedMs + performance.now() - anchor.at : 0 }),
  };
}
