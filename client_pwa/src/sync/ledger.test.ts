/* The phone against the office: a ledger that was rewritten, rolled back or forked is noticed by the first phone that calls. */
import { expect, test } from 'vitest';
import { b64u } from '../log/bytes.ts';
import { FakeOffice } from '../testing/office.ts';
import { bench, enrolled, observe } from '../testing/phone.ts';

const leaf = (n: number): string => b64u(new Uint8Array(32).fill(n));

async function synced() {
  const office = await FakeOffice.open();
  const made = await enrolled(office);
  await observe(made.field, [1000]);
  await made.field.syncNow();
  expect(await made.field.status()).toMatchObject({ ledger: 'consistent', checkpointSize: 4 });
  return { office, ...made };
}

test.each([
  ['a leaf was replaced', (o: FakeOffice) => { o.leaves[1] = leaf(77); }],
  ['an old backup was put back', (o: FakeOffice) => { o.leaves = o.leaves.slice(0, 2); }],
  ['a leaf was replaced and others added', (o: FakeOffice) => { o.leaves[1] = leaf(77); o.leaves.push(leaf(78), leaf(79)); }],
])('%s: alarm, nothing let go, capture goes on, the note is kept', async (_, tamper) => {
  const { office, field, db } = await synced();
  tamper(office);
  const start = { visit: 'visit-2', assignment: 'a', campaign: 'c', position: 'refused' };
  await field.append('visit.started', start, {});
  await field.append('observation.recorded', { visit: 'visit-2', observation: 'o', violation: 'A01' }, {}, [{ bytes: new Uint8Array(9).buffer, type: 'image/jpeg', name: null, width: 1, height: 1, source: 'camera' }]);
  await field.append('visit.finished', { visit: 'visit-2', observations: 1, photographs: 1, unchecked: 0 }, {});
  const status = await field.syncNow();
  expect(status).toMatchObject({ ledger: 'broken', checkpointSize: 4, mediaUnsent: 0 });
  expect(await db.blobs.count()).toBe(1);
  expect((await db.state.get('sync'))?.contradiction).toContain('office.test/ledger');
  expect(await observe(field)).toMatchObject({ fate: 'unsent' });
});

test('an office that shows again what it showed before is believed again, and the contradiction stays on file', async () => {
  const { office, field, db } = await synced();
  const whole = office.leaves;
  office.leaves = whole.slice(0, 2);
  await field.syncNow();
  office.leaves = whole;
  expect(await field.syncNow()).toMatchObject({ ledger: 'consistent' });
  expect((await db.state.get('sync'))?.contradiction).not.toBeNull();
});

test('every entry names the last checkpoint that was verified before it', async () => {
  const { field, db } = await synced();
  await observe(field);
  const rows = await db.entries.toArray();
  const saws = rows.map((row) => (JSON.parse(Buffer.from(row.jws.split('.')[1] ?? '', 'base64url').toString()) as { saw: { size: number } | null }).saw?.size);
  expect(saws).toEqual([1, 1, 4]);
});

test('an offset of the phone’s clock is learned from the office and written into entries', async () => {
  const office = await FakeOffice.open();
  const { field, db, clock } = await enrolled(office);
  clock.wall = office.now + 3_600_000;
  await field.syncNow();
  await observe(field);
  const row = await db.entries.where('[device+seq]').between(['', 0], ['\uffff', 0]).last();
  expect(JSON.parse(Buffer.from(row?.jws.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ t: { offset_ms: -3_600_000, at: '2026-11-22T10:00:00.000+08:00' } });
});

test('a restored phone remembers the checkpoint over a reload', async () => {
  const { office, idb } = await synced();
  office.leaves[0] = leaf(66);
  const again = bench(office, { idb });
  expect(await again.field.syncNow()).toMatchObject({ ledger: 'broken' });
});
