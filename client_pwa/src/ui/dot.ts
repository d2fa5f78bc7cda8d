/* What the dot says, as a pure function of the status: so that a test can hold every case. */
import type { SyncStatus } from '../store/port';
import { age } from './format';
import { t } from './words';

export interface Dot { tone: 'good' | 'wait' | 'bad'; shape: string; text: string }

export const kept = (s: SyncStatus): number => s.unsent + s.unknown + s.received + s.logged + s.refused;
export const withOffice = (s: SyncStatus): number => s.received + s.logged;

export function dotOf(s: SyncStatus | null, now: number): Dot {
  if (!s || kept(s) === 0) return { tone: 'good', shape: '●', text: t('dot.none') };
  const trouble = s.refused > 0 || s.ledger === 'broken' || s.device === 'frozen' || s.device === 'revoked';
  const records = s.unsent + s.unknown;
  const waiting = records + s.mediaUnsent;
  const oldest = age(s.oldestUnsentAt ? now - Date.parse(s.oldestUnsentAt) : 0);
  const state = waiting === 0 ? t('dot.all', { n: withOffice(s) })
    : records > 0 ? t('dot.waiting', { n: records, age: oldest }) : t('dot.photos', { n: s.mediaUnsent, age: oldest });
  const text = `${t('dot.kept', { n: kept(s) })} · ${trouble ? t('dot.trouble') : state}`;
  if (trouble) return { tone: 'bad', shape: '▲', text };
  return waiting > 0 ? { tone: 'wait', shape: '◐', text } : { tone: 'good', shape: '●', text };
}
