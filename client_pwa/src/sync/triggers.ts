/* When a browser should try to sync: at launch, on coming to the foreground, on getting a network. The only file of sync
   that knows a page. */
import type { Engine } from './engine.ts';

export function watch(engine: Engine): () => void {
  const now = (): void => void engine.run();
  const seen = (): void => {
    if (document.visibilityState === 'visible') now();
  };
  addEventListener('online', now);
  addEventListener('pageshow', now);
  document.addEventListener('visibilitychange', seen);
  return () => {
    removeEventListener('online', now);
    removeEventListener('pageshow', now);
    document.removeEventListener('visibilitychange', seen);
    engine.stop();
  };
}
