/* Puts the phone together out of what a browser offers. Screens call `openField()` once and know nothing else. */
import { systemRng } from '../log/random.ts';
import { loadSealing } from '../log/seal.ts';
import { systemClock } from '../store/clock.ts';
import { PhoneDb } from '../store/db.ts';
import { locker } from '../store/lock.ts';
import type { FieldPort } from '../store/port.ts';
import { ITERATIONS } from '../store/vault.ts';
import { Field, type Quarters } from './field.ts';
import { watch } from './triggers.ts';
import type { Net } from './wire.ts';

export const APP_VERSION = '0.1.0';

const quarters: Quarters = {
  persist: async () => (await navigator.storage?.persist?.()) ?? false,
  persisted: async () => (await navigator.storage?.persisted?.()) ?? false,
  estimate: async () => {
    const found = await navigator.storage?.estimate?.();
    return { usage: found?.usage ?? 0, quota: found?.quota ?? 0 };
  },
};

/** Without a secure context a browser has no WebCrypto, and without that there is no evidence. */
function supported(): boolean {
  return globalThis.isSecureContext && globalThis.crypto?.subtle !== undefined && globalThis.indexedDB !== undefined;
}

export async function openField(): Promise<FieldPort> {
  const net: Net = {
    fetch: (url, init) => fetch(url, init), base: '', now: () => Date.now(), online: () => navigator.onLine !== false,
    timer: { set: (ms, work) => setTimeout(work, ms), clear: (handle) => { clearTimeout(handle as number); } },
  };
  const field = new Field({
    supported: supported(), db: new PhoneDb('mingcha'), net, lock: locker(navigator.locks), clock: systemClock, rng: systemRng,
    random: Math.random, quarters, auto: true, app: APP_VERSION, agent: navigator.userAgent.slice(0, 300), iterations: ITERATIONS,
  });
  if (supported()) {
    void loadSealing().catch(() => undefined);
    watch(field.engine);
    void field.phase().then((phase) => (phase === 'new' ? undefined : field.engine.launch()), () => undefined);
  }
  return field;
}
