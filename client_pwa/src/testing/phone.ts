/* A phone for tests: the real modules over an IndexedDB in memory, with a clock, a timer and a line that a test moves. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Bytes } from '../log/bytes.ts';
import type { Rng } from '../log/random.ts';
import type { PhoneClock } from '../store/clock.ts';
import { PhoneDb } from '../store/db.ts';
import { type Locker, processLocker } from '../store/lock.ts';
import type { MediaIn } from '../store/port.ts';
import { Field, type Surroundings } from '../sync/field.ts';
import type { Timer } from '../sync/wire.ts';
import type { FakeOffice } from './office.ts';

export const PASSPHRASE = '临江 correct horse 42';
export const CODE = '7k3m-9qtf-x2dv';

/** Not for keys: a stream that is the same at every run. */
export function seeded(seed: number): Rng {
  let state = seed * 2654435761 + 1;
  return (length: number): Bytes => new Uint8Array(length).map(() => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return state >>> 24;
  });
}

export class TestClock implements PhoneClock {
  wall = Date.parse('2026-11-22T01:05:00Z');
  ran = 0;
  now = (): number => this.wall;
  zone = (): number => 480;
  elapsed = (): number => this.ran;
  advance(ms: number): void {
    this.wall += ms;
    this.ran += ms;
  }
}

/** Timers that only a test fires. */
export class TestTimer implements Timer {
  waiting = new Map<number, { ms: number; work: () => void }>();
  #next = 1;
  set = (ms: number, work: () => void): number => {
    this.waiting.set(this.#next, { ms, work });
    return this.#next++;
  };
  clear = (handle: unknown): void => { this.waiting.delete(handle as number); };
}

export interface Bench { field: Field; db: PhoneDb; clock: TestClock; timer: TestTimer; idb: IDBFactory }
export interface BenchOptions { idb?: IDBFactory; lock?: Locker; auto?: boolean; seed?: number; clock?: TestClock; online?: () => boolean; change?: Partial<Surroundings> }

/** The same `idb` again is the same phone after a reload. */
export function bench(office: Pick<FakeOffice, 'fetch'>, options: BenchOptions = {}): Bench {
  const [clock, timer, idb] = [options.clock ?? new TestClock(), new TestTimer(), options.idb ?? new IDBFactory()];
  const db = new PhoneDb('mingcha', { indexedDB: idb, IDBKeyRange });
  const field = new Field({
    supported: true, db, net: { fetch: office.fetch, base: 'http://office.test', now: clock.now, timer, online: options.online ?? (() => true) }, lock: options.lock ?? processLocker(), clock,
    rng: seeded(options.seed ?? 1), random: () => 0.5, auto: options.auto ?? false, app: '0.1.0', agent: 'test', iterations: 1000,
    quarters: { persist: async () => true, persisted: async () => true, estimate: async () => ({ usage: 1, quota: 2 }) },
    ...options.change,
  });
  return { field, db, clock, timer, idb };
}

export async function enrolled(office: FakeOffice, options: BenchOptions = {}): Promise<Bench> {
  const made = bench(office, options);
  await made.field.enrol(CODE, PASSPHRASE, null);
  return made;
}

export function photo(size: number, fill = 7): MediaIn {
  return { bytes: new Uint8Array(size).fill(fill).buffer, type: 'image/jpeg', name: null, width: 4, height: 3, source: 'camera' };
}

const CLEAR = { visit: 'visit-1', observation: 'obs-1', violation: 'A01' };

/** An observation with photographs of these sizes. */
export function observe(field: Field, sizes: number[] = [], note = '看报'): ReturnType<Field['append']> {
  return field.append('observation.recorded', CLEAR, { note }, sizes.map((size, index) => photo(size, index + 1)));
}
