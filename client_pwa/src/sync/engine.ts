/* One run of syncing from end to end, and the decision when the next one is due. Text first, then bundles, then
   photographs, then their receipts. A fault ends the run, never the work: everything stays and is tried again. */
import type { FaultError } from '../log/fault.ts';
import type { Rng } from '../log/random.ts';
import type { PhoneDb } from '../store/db.ts';
import { awaitingMedia, firstOpen, letGo, mediaToSend } from '../store/fates.ts';
import { readIdentity } from '../store/identity.ts';
import type { Locker } from '../store/lock.ts';
import type { Fault, SyncStatus } from '../store/port.ts';
import { patchState, readState } from '../store/state.ts';
import { delay, EAGER, IDLE } from './backoff.ts';
import { fetchBundles } from './down.ts';
import { toFault } from './faults.ts';
import { type Link, push } from './push.ts';
import { readStatus } from './status.ts';
import { Uploader } from './uploads.ts';
import { type Net, Wire } from './wire.ts';

export interface EngineParts { db: PhoneDb; net: Net; lock: Locker; rng: Rng; random: () => number; auto: boolean; box: () => CryptoKey | null }

/** After an append wait a moment: more may follow, and the person is still looking at the screen. */
const NUDGE = 1_500;
const MOST_TURNS = 50;

export class Engine {
  readonly #parts: EngineParts;
  readonly #uploader = new Uploader();
  readonly #listeners = new Set<(status: SyncStatus) => void>();
  #running: Promise<void> | null = null;
  #again = false;
  #timer: unknown = null;
  #wire: Wire | null = null;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  subscribe(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  status(): Promise<SyncStatus> {
    return readStatus(this.#parts.db, this.#running !== null);
  }

  readonly changed = (): void => {
    if (this.#listeners.size === 0) return;
    void this.status().then((status) => { this.#listeners.forEach((listener) => listener(status)); }, () => undefined);
  };

  /** Run now, or once more when a run is under way. Never throws. */
  async run(): Promise<void> {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#runs().finally(() => {
      this.#running = null;
      this.changed();
    });
    return this.#running;
  }

  /** Something was written: sync soon, unless failures already decided when. */
  async nudge(): Promise<void> {
    this.changed();
    if ((await readState(this.#parts.db)).attempt === 0) this.#schedule(NUDGE);
  }

  /** Take up again what an earlier page left: the moment it had set, or now. */
  async launch(): Promise<void> {
    const { nextTryAt } = await readState(this.#parts.db);
    const due = nextTryAt === null ? 0 : Date.parse(nextTryAt) - this.#parts.net.now();
    if (due > EAGER) this.#schedule(due);
    await this.run();
  }

  stop(): void {
    if (this.#timer !== null) this.#parts.net.timer.clear(this.#timer);
    this.#timer = null;
  }

  #schedule(ms: number): void {
    if (!this.#parts.auto) return;
    this.stop();
    this.#timer = this.#parts.net.timer.set(ms, () => void this.run());
  }

  async #runs(): Promise<void> {
    do {
      this.#again = false;
      await this.#parts.lock('mingcha-sync', () => this.#once());
    } while (this.#again);
  }

  async #once(): Promise<void> {
    const { db } = this.#parts;
    try {
      const identity = await readIdentity(db);
      if (identity === null) return;
      this.changed();
      this.#wire ??= new Wire(this.#parts.net, identity);
      const link: Link = { db, identity, wire: this.#wire, changed: this.changed };
      const faults = await this.#turns(link);
      await this.#finished(faults[0] ?? null);
    } catch (thrown) {
      await this.#failed(toFault(thrown)).catch(() => undefined);
    }
  }

  async #turns(link: Link): Promise<FaultError[]> {
    const { db, box, rng } = this.#parts;
    const faults: FaultError[] = [];
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const pushed = await push(link);
      faults.push(...pushed.faults);
      const key = box();
      if (key !== null && pushed.answer.manifest !== (await readState(db)).manifestTag) faults.push(...(await fetchBundles(link, key, rng)));
      // Text first: what was written meanwhile goes before the next photograph.
      const sending = await this.#uploader.run(link, async () => (await db.fates.where('fate').equals('unsent').count()) > 0 && pushed.faults.length === 0);
      faults.push(...sending.faults);
      if ((await readState(db)).ledger === 'consistent') await letGo(db);
      const unfinished = sending.sent > 0 || pushed.answer.more;
      if (!unfinished || faults.length > 0 && sending.sent === 0) break;
    }
    return faults;
  }

  async #outstanding(): Promise<boolean> {
    const { db } = this.#parts;
    return (await firstOpen(db)) !== null || (await mediaToSend(db)).length > 0 || (await awaitingMedia(db, 1)).length > 0;
  }

  async #finished(fault: FaultError | null): Promise<void> {
    const { db, net } = this.#parts;
    const wait = (await this.#outstanding()) ? EAGER : IDLE;
    const now = net.now();
    await patchState(db, {
      attempt: 0, lastSuccessAt: new Date(now).toISOString(), nextTryAt: new Date(now + wait).toISOString(),
      lastFault: fault === null ? null : toFault(fault),
    });
    this.#schedule(wait);
  }

  async #failed(fault: Fault): Promise<void> {
    const { db, net, random } = this.#parts;
    const attempt = (await readState(db)).attempt + 1;
    const floor = typeof fault.details?.retryAfter === 'number' ? fault.details.retryAfter : null;
    const wait = delay(attempt, random(), floor);
    await patchState(db, { attempt, nextTryAt: new Date(net.now() + wait).toISOString(), lastFault: fault });
    this.#schedule(wait);
  }
}
