import { expect, test } from 'vitest';
import { foldVisit, latest } from './visit';
import { entry, marked, started, withdrawn } from './sample.fixture';

test('without a start there is no visit', () => {
  expect(foldVisit('v1', [marked('1', 'present', 1)])).toBeNull();
});

test('a start that was undone leaves no visit', () => {
  const start = started();
  expect(foldVisit('v1', [start, withdrawn(start)])).toBeNull();
});

test('names stay closed until identity was shown, and close again when that is undone', () => {
  const shown = entry({ type: 'identity.shown', data: { inspectors: 2, credentials: true } });
  expect(foldVisit('v1', [started()])?.identity).toBeNull();
  expect(foldVisit('v1', [started(), shown])?.identity).toBe(shown);
  expect(foldVisit('v1', [started(), shown, withdrawn(shown)])?.identity).toBeNull();
});

test('a withdrawn entry stays in the timeline and counts for nothing else', () => {
  const seen = entry({ type: 'seat.seen', data: { seat: 's', look: 1, state: 'empty' }, priv: { room: '302', plate: '3' } });
  const visit = foldVisit('v1', [started(), seen, withdrawn(seen)]);
  expect(visit?.seats).toEqual([]);
  expect(visit?.timeline.find((line) => line.entry.id === seen.id)?.withdrawn).toBe(true);
});

test('a second look at a seat joins the first under one id', () => {
  const seat = (look: number, state: string) => entry({ type: 'seat.seen', minute: look, data: { seat: 's', look, state }, priv: { room: '302', plate: '3' } });
  const visit = foldVisit('v1', [started(), seat(1, 'empty'), seat(2, 'occupied')]);
  expect(visit?.seats).toHaveLength(1);
  expect(latest(visit?.seats[0])?.state).toBe('occupied');
});

test('undoing the correction brings back nobody: the person is unchecked again', () => {
  const first = marked('1', 'present', 1);
  expect(foldVisit('v1', [started(), first, withdrawn(first)])?.marks.has('1')).toBe(false);
});

test('another visit on the same phone does not leak in', () => {
  const other = entry({ type: 'observation.recorded', data: { visit: 'v2', observation: 'o', violation: 'A03' } });
  expect(foldVisit('v1', [started(), other])?.observations).toEqual([]);
});

test('finishing can be undone and the visit goes on', () => {
  const finished = entry({ type: 'visit.finished', data: { observations: 0, photographs: 0, unchecked: 1 } });
  expect(foldVisit('v1', [started(), finished])?.finished).toBe(finished);
  expect(foldVisit('v1', [started(), finished, withdrawn(finished)])?.finished).toBeNull();
});
