/* Where the browser offers to install, the offer waits on the about page instead of popping up over the work. */
import { computed, shallowRef } from 'vue';

interface InstallEvent extends Event { prompt(): Promise<unknown> }
const offer = shallowRef<InstallEvent | null>(null);
export const installable = computed(() => offer.value !== null);

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer.value = event as InstallEvent;
  });
}

export async function askInstall(): Promise<void> {
  await offer.value?.prompt();
  offer.value = null;
}
