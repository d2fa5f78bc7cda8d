import { expect, test } from 'vitest';
import { passed, secondLooks, type Clocks } from './second_look';
import { foldVisit, type Visit } from './visit';
import { marked, MINUTE, START, started } from './sample.fixture';

const visitOf = (...entries: ReturnType<typeof marked>[]): Visit => foldVisit('v1', [started(), ...entries]) as Visit;
const at = (minute: number, more: Partial<Clocks> = {}): Clocks => ({ now: START + minute * MINUTE, session: 's1', elapsedMs: minute * MINUTE, ...more });

test('only ? waits for a second look; a claim and a presence do not', () => {
  const visit = visitOf(marked('1', 'present', 0), marked('2', 'leave_claimed', 0), marked('3', 'absent_unverified', 0));
  expect(secondLooks(visit, 30, at(1)).map((d) => d.mark.staff)).toEqual(['3']);
});

test.each([[29.99, false], [30, true], [31, true]])('after %d minutes it is due: %s', (minute, due) => {
  expect(secondLooks(visitOf(marked('1', 'absent_unverified', 0)), 30, at(minute))[0]?.due).toBe(due);
});

test('the countdown runs by elapsed time within one page session', () => {
  const [look] = secondLooks(visitOf(marked('1', 'absent_unverified', 5)), 30, at(10));
  expect(look).toMatchObject({ leftMs: 25 * MINUTE, basis: 'elapsed' });
});

test('after a reload the phone’s clock counts, and the row says so', () => {
  const [look] = secondLooks(visitOf(marked('1', 'absent_unverified', 5)), 30, at(10, { session: 's2', elapsedMs: 100 }));
  expect(look).toMatchObject({ leftMs: 25 * MINUTE, basis: 'clock' });
});

test('a clock set back does not lengthen the wait while the elapsed time is known', () => {
  const first = marked('1', 'absent_unverified', 0);
  expect(passed(first, { now: START - 60 * MINUTE, session: 's1', elapsedMs: 30 * MINUTE })).toEqual({ ms: 30 * MINUTE, basis: 'elapsed' });
});

test('a phone that slept shows the longer time, by its clock', () => {
  const first = marked('1', 'absent_unverified', 0);
  expect(passed(first, { now: START + 35 * MINUTE, session: 's1', elapsedMs: 6 * MINUTE })).toEqual({ ms: 35 * MINUTE, basis: 'clock' });
});

test('a second look too early keeps the person on the list, one after the interval takes them off', () => {
  const first = marked('1', 'absent_unverified', 0);
  const early = marked('1', 'absent_unverified', 29, { look: 2, previous: first.id });
  const late = marked('1', 'absent_unverified', 36, { look: 3, previous: early.id });
  expect(secondLooks(visitOf(first, early), 30, at(29))).toHaveLength(1);
  expect(secondLooks(visitOf(first, early, late), 30, at(36))).toHaveLength(0);
});

test('who was found at the second look is off the list', () => {
  const first = marked('1', 'absent_unverified', 0);
  expect(secondLooks(visitOf(first, marked('1', 'present', 12, { look: 2, previous: first.id })), 30, at(40))).toEqual([]);
});

test('whoever is due first stands first', () => {
  const visit = visitOf(marked('1', 'absent_unverified', 9), marked('2', 'absent_unverified', 2));
  expect(secondLooks(visit, 30, at(10)).map((d) => d.mark.staff)).toEqual(['2', '1']);
});
