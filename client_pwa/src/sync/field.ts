/* The port that screens get, put together from log, store and sync. Whoever composes gives the surroundings: a browser
   has its own, a test or a Node process brings others. */
import { prepare } from '../log/entry.ts';
import { FaultError } from '../log/fault.ts';
import { type Rng, salt, uuid7 } from '../log/random.ts';
import { readBundles } from '../store/bundles.ts';
import type { PhoneClock } from '../store/clock.ts';
import { type Identity, openDb, type PhoneDb } from '../store/db.ts';
import { dropDraft, listDrafts, putDraft, readDraft, type DraftMemory } from '../store/drafts.ts';
import { append } from '../store/entries.ts';
import { readIdentity } from '../store/identity.ts';
import type { Locker } from '../store/lock.ts';
import type { Bundle, Draft, DraftNote, FieldPort, MediaIn, OfficeInfo, OpenEntry, Phase, SyncStatus } from '../store/port.ts';
import { type OpenedCache, readMedia, readOpen, rows } from '../store/reading.ts';
import { openVault, type OpenKeys } from '../store/vault.ts';
import { Engine } from './engine.ts';
import { enrol } from './enrol.ts';
import { guarded } from './faults.ts';
import type { Net } from './wire.ts';

export interface Quarters { persist(): Promise<boolean>; persisted(): Promise<boolean>; estimate(): Promise<{ usage: number; quota: number }> }

export interface Surroundings {
  supported: boolean; db: PhoneDb; net: Net; lock: Locker; clock: PhoneClock; rng: Rng; random: () => number; quarters: Quarters;
  /** Sync by itself after appends and on a timer. */
  auto: boolean; app: string; agent: string;
  /** How hard the passphrase is to try (PBKDF2). */
  iterations: number;
}

export class Field implements FieldPort {
  readonly #s: Surroundings;
  readonly engine: Engine;
  readonly #session: string;
  #keys: OpenKeys | null = null;
  #cache: OpenedCache = new Map();
  #memory: DraftMemory = new WeakMap();

  constructor(surroundings: Surroundings) {
    this.#s = surroundings;
    this.#session = salt(surroundings.rng);
    const { db, net, lock, rng, random, auto } = surroundings;
    this.engine = new Engine({ db, net, lock, rng, random, auto, box: () => this.#keys?.box ?? null });
  }

  phase(): Promise<Phase> {
    return guarded(async () => {
      if (!this.#s.supported) return 'unsupported';
      if ((await this.#identity()) === null) return 'new';
      return this.#keys === null ? 'locked' : 'open';
    });
  }

  office(): Promise<OfficeInfo | null> {
    return guarded(async () => {
      const identity = await this.#identity();
      if (identity === null) return null;
      const { id, zh, en, filing_number: filingNumber, complaints } = identity.office;
      return { id, zh, en, filingNumber, complaints, deviceId: identity.device };
    });
  }

  enrol(code: string, passphrase: string, officeKey: string | null): Promise<void> {
    return guarded(async () => {
      if ((await this.#identity()) !== null) throw new FaultError('already_enrolled');
      const { db, net, rng, app, agent, quarters, iterations } = this.#s;
      await quarters.persist().catch(() => false);
      const { keys } = await enrol(db, net, { code, passphrase, officeKey, app, agent, iterations }, rng);
      this.#keys = keys;
      await this.#append('device.started', { app }, { agent }, []);
    });
  }

  unlock(passphrase: string): Promise<void> {
    return guarded(async () => {
      this.#keys = await openVault(passphrase, await this.#known());
      await this.#s.quarters.persist().catch(() => false);
      await this.engine.nudge();
    });
  }

  async lock(): Promise<void> {
    this.#keys = null;
    this.#cache = new Map();
    this.#memory = new WeakMap();
  }

  append(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media: MediaIn[] = [], draft: string | null = null): Promise<OpenEntry> {
    return guarded(() => this.#append(type, clear, priv, media, draft));
  }

  entries(visit?: string): Promise<OpenEntry[]> {
    return guarded(async () => {
      const [keys, { device }] = [this.#open(), await this.#known()];
      const found: OpenEntry[] = [];
      for (const row of await rows(this.#s.db, device, visit)) found.push(await readOpen(this.#s.db, row, keys, this.#cache));
      return found;
    });
  }

  media(entry: string, sd: string): Promise<ArrayBuffer> {
    return guarded(async () => (await readMedia(this.#s.db, entry, sd, this.#open(), this.#cache)).buffer);
  }

  bundles<T>(kind: string): Promise<Bundle<T>[]> {
    return guarded(() => readBundles<T>(this.#s.db, kind, this.#open().box));
  }

  putDraft(draft: { key: string; body: unknown; media: MediaIn[] }): Promise<void> {
    return guarded(() => putDraft(this.#s.db, draft, this.#open().box, this.#memory, this.#s.rng, this.#s.clock.now()));
  }

  draft(key: string): Promise<Draft | null> {
    return guarded(() => readDraft(this.#s.db, key, this.#open().box, this.#memory));
  }

  drafts(prefix = ''): Promise<DraftNote[]> {
    return guarded(() => listDrafts(this.#s.db, prefix, this.#open().box));
  }

  dropDraft(key: string): Promise<void> {
    return guarded(() => dropDraft(this.#s.db, key));
  }

  status(): Promise<SyncStatus> {
    return guarded(async () => {
      await openDb(this.#s.db);
      return this.engine.status();
    });
  }

  async syncNow(): Promise<SyncStatus> {
    await this.engine.run();
    return this.engine.status();
  }

  subscribe(listener: (status: SyncStatus) => void): () => void {
    return this.engine.subscribe(listener);
  }

  async storage(): Promise<{ persistent: boolean; usage: number; quota: number }> {
    const { quarters } = this.#s;
    return { persistent: await quarters.persisted(), ...(await quarters.estimate()) };
  }

  newId(): string {
    return uuid7(this.#s.clock.now(), this.#s.rng);
  }

  async #append(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, media: MediaIn[], draft: string | null = null): Promise<OpenEntry> {
    const keys = this.#open();
    const { db, lock, clock, rng } = this.#s;
    const identity = await this.#known();
    const whole = media.map(({ bytes, width, height, ...rest }) => ({ ...rest, bytes: new Uint8Array(bytes), w: width, h: height }));
    const prepared = await prepare(type, clear, priv, whole, rng);
    const row = await append({ db, lock, clock, session: this.#session, identity, keys }, prepared, draft);
    await this.engine.nudge();
    return readOpen(db, row, keys, this.#cache);
  }

  async #identity(): Promise<Identity | null> {
    await openDb(this.#s.db);
    return readIdentity(this.#s.db);
  }

  async #known(): Promise<Identity> {
    const identity = await this.#identity();
    if (identity === null) throw new FaultError('not_enrolled');
    return identity;
  }

  #open(): OpenKeys {
    if (this.#keys === null) throw new FaultError('locked');
    return this.#keys;
  }
}
