/* The phone as a script drives it: the app's own log, store and sync modules over an IndexedDB in memory. */
import { IDBKeyRange, indexedDB } from 'fake-indexeddb';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemRng } from '../log/random.ts';
import { PhoneDb } from '../store/db.ts';
import { processLocker } from '../store/lock.ts';
import type { MediaIn, SyncStatus } from '../store/port.ts';
import { ITERATIONS } from '../store/vault.ts';
import { Field } from '../sync/field.ts';
import { ScriptClock } from './clock.ts';
import { type Cut, CuttableFetch } from './cut.ts';

const TYPES: Record<string, string> = { '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png', '.heic': 'image/heic' };

export interface MediumFile { path: string; type?: string; name?: string | null; w?: number; h?: number; source?: 'camera' | 'picker' }

async function load(file: MediumFile): Promise<MediaIn> {
  const content = await readFile(file.path);
  const bytes = new Uint8Array(content).buffer;
  return {
    bytes, type: file.type ?? TYPES[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    name: file.name === undefined ? basename(file.path) : file.name, width: file.w ?? null, height: file.h ?? null, source: file.source ?? 'camera',
  };
}

export class NodePhone {
  readonly clock = new ScriptClock();
  readonly line = new CuttableFetch();
  readonly field: Field;

  constructor(server: string, name: string) {
    const refuse = async (): Promise<boolean> => false;
    this.field = new Field({
      supported: true, db: new PhoneDb(name, { indexedDB, IDBKeyRange }), lock: processLocker(), clock: this.clock, rng: systemRng, random: Math.random,
      net: {
        fetch: this.line.fetch, base: server.replace(/\/$/, ''), now: () => this.clock.now(), online: () => true,
        timer: { set: (ms, work) => setTimeout(work, ms), clear: (handle) => { clearTimeout(handle as NodeJS.Timeout); } },
      },
      quarters: { persist: refuse, persisted: refuse, estimate: async () => ({ usage: 0, quota: 0 }) },
      auto: false, app: '0.1.0', agent: `node ${process.version}`, iterations: ITERATIONS,
    });
  }

  async append(type: string, clear: Record<string, unknown>, priv: Record<string, unknown>, files: MediumFile[]): Promise<unknown> {
    return this.field.append(type, clear, priv, await Promise.all(files.map(load)));
  }

  cut(cut: Partial<Cut>): void {
    this.line.arm({ at: 'request', method: 'PATCH', path: '/api/v1/uploads/', fraction: 0.5, ...cut });
  }

  /** Sync again and again until the office has receipted everything or the time is over. */
  async settle(seconds: number): Promise<SyncStatus & { tries: number }> {
    const end = performance.now() + seconds * 1000;
    for (let tries = 1; ; tries++) {
      const status = await this.field.syncNow();
      const done = status.lastFault === null && status.unsent + status.unknown + status.refused + status.mediaUnsent === 0;
      if (done || performance.now() > end) return { ...status, tries };
      await pause(100);
    }
  }

  async save(entry: string, sd: string, path: string): Promise<{ bytes: number }> {
    const content = new Uint8Array(await this.field.media(entry, sd));
    await writeFile(path, content);
    return { bytes: content.length };
  }
}
