/* Composes the app: surroundings judged first, then the port, the state, the screens. The only file that knows all. */
import { createApp, type App as VueApp } from 'vue';
import '../ui/vant';
import '../ui/tokens.css';
import '../ui/base.css';
import { openField } from '../sync';
import type { FieldPort } from '../store/port';
import { flushDrafts } from '../ui/draft';
import { watchInstall } from '../ui/install';
import { watchRoute } from '../ui/route';
import GateScreen from '../ui/screens/GateScreen.vue';
import { createState, STATE } from '../ui/state';
import { watchTheme } from '../ui/theme';
import { applyLanguage } from '../ui/words';
import App from './App.vue';
import { watchLock } from './autolock';
import { judge, look, type Gate } from './gate';
import { followStatus } from './follow';
import { claimWindow } from './single';
import { startWorker } from './worker';

const closed = (gate: { reason: Gate['reason'] | 'private'; missing: string[] }): VueApp => createApp(GateScreen, gate);

async function openPort(): Promise<{ port: FieldPort; phase: string } | null> {
  try {
    const port = await openField();
    return { port, phase: await port.phase() };
  } catch {
    return null; // a private window: IndexedDB is there and refuses
  }
}

async function start(): Promise<VueApp> {
  const before = judge(look(true));
  if (before) return closed(before);
  void startWorker();
  const opened = await openPort();
  if (!opened) return closed({ reason: 'private', missing: [] });
  if (opened.phase === 'unsupported') return closed({ reason: 'old', missing: ['IndexedDB'] });
  const gate = judge(look(opened.phase !== 'new'));
  if (gate) return closed(gate);

  const state = createState(opened.port);
  const lock = async (): Promise<void> => { await flushDrafts(); await state.lock(); };
  const window = await claimWindow(() => { void lock().finally(() => { location.reload(); }); });
  if (!window.mine) return createApp(GateScreen, { reason: 'elsewhere', missing: [], take: window.take });

  await state.open();
  followStatus(state);
  watchLock(() => state.phase.value === 'open', lock);
  return createApp(App).provide(STATE, state);
}

applyLanguage();
watchTheme();
watchRoute();
watchInstall();
void start().then((app) => app.mount('#app'));
