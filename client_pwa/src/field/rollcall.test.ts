import { expect, test } from 'vitest';
import { filterRooms, markEntry, matches, rollCall, tap, TAP_STATES } from './rollcall';
import { foldVisit, type Visit } from './visit';
import { marked, person, started, withdrawn } from './sample.fixture';

const people = [person('1', '李秀'), person('2', '黄娜'), person('3', '曾庆红', '1001'), person('4', '欧阳明', '9')];
const visitOf = (...entries: ReturnType<typeof marked>[]): Visit => foldVisit('v1', [started(), ...entries]) as Visit;

test('nobody tapped is nobody absent: all stay unchecked', () => {
  const call = rollCall(people, visitOf());
  expect(call.counts.unchecked).toBe(4);
  expect(call.counts.absent_unverified).toBe(0);
  expect(call.checked).toBe(0);
});

test('the running count grows by person, not by look', () => {
  const first = marked('1', 'absent_unverified', 1);
  const call = rollCall(people, visitOf(first, marked('1', 'absent_unverified', 40, { look: 2, previous: first.id })));
  expect(call.checked).toBe(1);
  expect(call.rooms.flatMap((r) => r.rows).find((r) => r.person.staff === '1')?.looks).toBe(2);
});

test('a row counts the photographs of every look, and those of an undone one no longer', () => {
  const photo = { sd: 'sd', sha256: 'h', size: 1, type: 'image/jpeg', name: null, width: 1, height: 1, sentBytes: 0, received: false, kept: true };
  const first = marked('1', 'absent_unverified', 1, { media: [photo] });
  const second = marked('1', 'absent_unverified', 40, { look: 2, previous: first.id, media: [photo, photo] });
  const shown = (...log: ReturnType<typeof marked>[]): number[] => rollCall(people, visitOf(...log)).rooms.flatMap((r) => r.rows).filter((r) => r.mark).map((r) => r.photographs);
  expect(shown(first, second)).toEqual([3]);
  expect(shown(first, second, withdrawn(second))).toEqual([1]);
  expect(rollCall(people, visitOf()).rooms.flatMap((r) => r.rows).map((r) => r.photographs)).toEqual([0, 0, 0, 0]);
});

test('the newest look decides how a person stands', () => {
  const first = marked('1', 'absent_unverified', 1);
  expect(rollCall(people, visitOf(first, marked('1', 'present', 40, { look: 2, previous: first.id }))).counts.present).toBe(1);
});

test('rooms come in the order of their numbers', () => {
  expect(rollCall(people, visitOf()).rooms.map((r) => r.room)).toEqual(['9', '302', '1001']);
});

test.each([['lx', '李秀'], ['l', '李秀'], ['李', '李秀'], ['zqh', '曾庆红'], ['cqh', '曾庆红'], ['oym', '欧阳明'], ['hn', '黄娜'], ['1001', '曾庆红']])('%s finds %s', (query, name) => {
  expect(people.filter((p) => matches(p, query)).map((p) => p.name)).toContain(name);
});

test('a search for nobody finds nobody', () => {
  expect(people.some((p) => matches(p, 'xq'))).toBe(false);
});

test('only the unchecked can be shown, and a room without any disappears', () => {
  const rooms = filterRooms(rollCall(people, visitOf(marked('4', 'present', 1))), '', true);
  expect(rooms.map((r) => r.room)).toEqual(['302', '1001']);
});

test('a first tap records at once, a claim asks who says so, a marked person asks which it is', () => {
  const mark = visitOf(marked('1', 'present', 1)).marks.get('1') ?? null;
  expect(tap({ mark: null }, 'present')).toEqual({ kind: 'record' });
  expect(tap({ mark: null }, 'absent_unverified')).toEqual({ kind: 'record' });
  for (const state of TAP_STATES.slice(2)) expect(tap({ mark: null }, state)).toEqual({ kind: 'who_says' });
  for (const state of TAP_STATES) expect(tap({ mark }, state)).toEqual({ kind: 'choose' });
});

test('a first mark has look 1 and no predecessor', () => {
  const { clear, priv } = markEntry('v1', people[0] as never, 'leave_claimed', null, () => 'new', { claimedBy: '黄娜' });
  expect(clear).toEqual({ visit: 'v1', state: 'leave_claimed', mark: 'new', look: 1 });
  expect(priv).toEqual({ staff: '1', name: '李秀', room: '302', claimed_by: '黄娜' });
});

test('a second look keeps the mark, counts on and names the entry before it', () => {
  const first = marked('1', 'absent_unverified', 1);
  const before = visitOf(first).marks.get('1') ?? null;
  const { clear } = markEntry('v1', people[0] as never, 'absent_unverified', before, () => 'never');
  expect(clear).toMatchObject({ mark: 'mark-1', look: 2, previous: first.id });
});
