/* The service worker: everything is precached at the first visit and served from there on, network or not. Its first
   install takes over at once; a later version waits until the person agrees and no draft is open. */
import { ref } from 'vue';

export const updateWaiting = ref(false);
let waiting: ServiceWorker | null = null;
let reloading = false;

export async function startWorker(address = '/field/sw.js'): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(address, { scope: '/field/' });
    offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const found = registration.installing;
      found?.addEventListener('statechange', () => { if (found.state === 'installed') offer(found); });
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && navigator.onLine) registration.update().catch(() => undefined);
    });
  } catch {
    // Private windows refuse workers; the app then needs the network, and says nothing it can't keep.
  }
}

/** Without a controller this is the first install, which has nothing to replace. */
function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  updateWaiting.value = true;
}

export function applyUpdate(): void {
  if (!waiting) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (reloading) return;
    reloading = true;
    location.reload();
  });
  waiting.postMessage({ type: 'SKIP_WAITING' });
}
