import { expect, test } from 'vitest';
import { freshMark, markDetails, markReady, nothingWritten } from './mark';

test('a sheet just opened holds nothing, whichever tap opened it', () => {
  for (const wanted of [null, 'leave_claimed', 'absent_unverified'] as const) expect(nothingWritten(freshMark('1', wanted), wanted)).toBe(true);
});

test('a chosen state, a word or an opened camera is something to keep', () => {
  const kept = [{ state: 'absent_unverified' as const }, { claimedBy: '黄娜' }, { board: '在岗' }, { note: 'n' }, { begun: true }];
  for (const change of kept) expect(nothingWritten({ ...freshMark('1', null), ...change }, null)).toBe(false);
});

test('a mark needs a state, and a claim somebody who says so', () => {
  expect(markReady(freshMark('1', null))).toBe(false);
  expect(markReady(freshMark('1', 'absent_unverified'))).toBe(true);
  expect(markReady({ ...freshMark('1', 'leave_claimed'), claimedBy: ' ' })).toBe(false);
  expect(markReady({ ...freshMark('1', 'leave_claimed'), claimedBy: '黄娜' })).toBe(true);
});

test('what belongs to another state than the chosen one is not recorded', () => {
  const form = { ...freshMark('1', 'present'), claimedBy: '黄娜', board: '在岗', note: ' n ' };
  expect(markDetails(form)).toEqual({ claimedBy: '', board: '', note: 'n' });
  expect(markDetails({ ...form, state: 'absent_unverified' })).toEqual({ claimedBy: '', board: '在岗', note: 'n' });
  expect(markDetails({ ...form, state: 'leave_claimed' })).toEqual({ claimedBy: '黄娜', board: '', note: 'n' });
});
