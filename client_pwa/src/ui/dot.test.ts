import { expect, test } from 'vitest';
import type { SyncStatus } from '../store/port';
import { dotOf } from './dot';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const base: SyncStatus = {
  running: false, unsent: 0, unknown: 0, received: 0, logged: 0, refused: 0, mediaUnsent: 0, bytesUnsent: 0, oldestUnsentAt: null,
  lastSuccessAt: null, nextTryAt: null, lastFault: null, ledger: 'consistent', device: 'active', checkpointSize: null,
};

test('all with the office is a full dot', () => {
  expect(dotOf({ ...base, logged: 12 }, NOW)).toMatchObject({ tone: 'good', shape: '●' });
});

test('something waiting is a half dot and says how old the oldest is', () => {
  const dot = dotOf({ ...base, logged: 3, unsent: 2, oldestUnsentAt: '2026-11-22T09:20:00Z' }, NOW);
  expect(dot).toMatchObject({ tone: 'wait', shape: '◐' });
  expect(dot.text).toContain('40');
});

test('photographs that wait alone are named as photographs', () => {
  expect(dotOf({ ...base, received: 1, mediaUnsent: 3, oldestUnsentAt: '2026-11-22T09:20:00Z' }, NOW).tone).toBe('wait');
});

test.each([{ refused: 1 }, { ledger: 'broken' as const }, { device: 'frozen' as const }, { device: 'revoked' as const }])('trouble %o outranks everything', (trouble) => {
  expect(dotOf({ ...base, logged: 5, ...trouble }, NOW)).toMatchObject({ tone: 'bad', shape: '▲' });
});
