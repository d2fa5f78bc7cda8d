import { expect, test } from 'vitest';
import type { DraftNote } from '../../store/port';
import { markSlots, putAside, takeUp, toReopen } from './unfinished';

const draft = (slot: string, staff: string): DraftNote => ({ key: `mark:v:${slot}`, body: { staff }, savedAt: '' });

test('the newest half-written sheet opens again, unless it was closed by hand', () => {
  const newestFirst = [draft('b', '2'), draft('a', '1')];
  expect(toReopen(newestFirst)?.key).toBe('mark:v:b');
  putAside('mark:v:b');
  expect(toReopen(newestFirst)?.key).toBe('mark:v:a');
  putAside('mark:v:a');
  expect(toReopen(newestFirst)).toBeNull();
  takeUp('mark:v:a');
  expect(toReopen(newestFirst)?.key).toBe('mark:v:a');
});

test('a person finds their own draft again, the newer of two', () => {
  expect([...markSlots([draft('c', '1'), draft('b', '2'), draft('a', '1')])].sort()).toEqual([['1', 'mark:v:c'], ['2', 'mark:v:b']]);
});
