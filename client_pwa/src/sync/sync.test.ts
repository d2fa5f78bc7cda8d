/* Syncing with a good line, and everything that a bad line, a bad server or a bad record may do. */
import { describe, expect, test } from 'vitest';
import { FakeOffice, html, type Request } from '../testing/office.ts';
import { bench, enrolled, observe } from '../testing/phone.ts';
import { officeKeys } from '../testing/keys.ts';

const lost = new TypeError('network');
const on = (path: string, answer: (r: Request) => Response | Error, times = Infinity) => (r: Request): Response | Error | undefined =>
  r.path.startsWith(path) && times-- > 0 ? answer(r) : undefined;

test('everything goes up, text first, and ends as logged with receipts', async () => {
  const office = await FakeOffice.open();
  const { field, db } = await enrolled(office);
  const saved = await observe(field, [3_000_000, 10]);
  await observe(field, []);
  const status = await field.syncNow();
  expect(status).toMatchObject({ unsent: 0, unknown: 0, received: 0, logged: 3, mediaUnsent: 0, bytesUnsent: 0, lastFault: null, ledger: 'consistent', device: 'active', oldestUnsentAt: null });
  expect(office.log.map((kept) => kept.envelope.seq)).toEqual([1, 2, 3]);
  const paths = office.requests.map((r) => `${r.method} ${r.path.split('/')[3] ?? ''}`);
  const text = office.requests.flatMap((r, index) => (r.path === '/api/v1/sync' && (r.json.entries as unknown[]).length > 0 ? [index] : []));
  expect(Math.max(...text)).toBeLessThan(paths.indexOf('POST uploads'));
  expect(await db.receipts.count()).toBe(5);
  expect((await field.entries()).find((e) => e.id === saved.id)).toMatchObject({ fate: 'logged', leaf: 2, media: [{ received: true, sentBytes: 3_000_072 }, { received: true }] });
});

test('with nothing new a sync is one small request', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await field.syncNow();
  office.requests = [];
  await field.syncNow();
  expect(office.requests.map((r) => r.path)).toEqual(['/api/v1/sync']);
  expect(office.requests[0]?.body.length).toBeLessThan(1000);
});

test('a backlog goes up in bounded requests', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  for (let i = 0; i < 45; i++) await observe(field, [], '长'.repeat(9_000));
  await field.syncNow();
  const sizes = office.requests.filter((r) => r.path === '/api/v1/sync').map((r) => r.body.length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
  expect(sizes.length).toBeGreaterThan(2);
  expect((await field.status()).logged).toBe(46);
});

describe('an answer that is not our server’s is never success', () => {
  const cases: [string, string, (r: Request) => Response | Error][] = [
    ['a dead line', 'offline', () => lost],
    ['a login page with 200', 'not_our_server', () => html(200)],
    ['a redirect', 'not_our_server', () => new Response(null, { status: 302, headers: { Location: 'http://login' } })],
    ['JSON of somebody else', 'not_our_server', () => Response.json({ ok: true })],
    ['500 in HTML', 'server_error', () => html(500)],
    ['502 of a proxy', 'server_error', () => html(502)],
    ['404 of somebody else', 'not_our_server', () => html(404)],
    ['a body that breaks off', 'connection_lost', () => new Response(new ReadableStream({ start: (c) => { c.error(lost); } }), { headers: { 'MC-Nonce': 'n1' } })],
    ['our headers and no JSON', 'not_our_server', () => new Response('{', { headers: { 'MC-Nonce': 'n1', 'Content-Type': 'application/json' } })],
    ['our headers and another shape', 'not_our_server', () => Response.json({ v: 1 }, { headers: { 'MC-Nonce': 'n1' } })],
  ];
  test.each(cases)('%s is %s, everything stays, and the next try is set', async (_, code, answer) => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    await observe(field, [10]);
    office.before = on('/api/v1/sync', answer);
    const status = await field.syncNow();
    expect(status).toMatchObject({ lastFault: { code }, logged: 0, received: 0, mediaUnsent: 1, lastSuccessAt: null, nextTryAt: '2026-11-22T01:05:04.000Z' });
    expect(status.unsent + status.unknown).toBe(2);
    office.before = () => undefined;
    expect(await field.syncNow()).toMatchObject({ logged: 2, lastFault: null, mediaUnsent: 0 });
    expect(office.log).toHaveLength(2);
  });

  test.each([
    ['an unsigned checkpoint', (a: Record<string, unknown>) => { a.checkpoint = 'office.test/ledger\n9\nAAAA\n\n'; }],
    ['a missing member', (a: Record<string, unknown>) => { delete a.want_seq; }],
    ['a verdict of its own invention', (a: Record<string, unknown>) => { a.verdicts = [{ id: 'x', seq: 1, verdict: 'fine', code: null, receipt: null }]; }],
  ])('nor is one with %s', async (_, alter) => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    office.alter = alter;
    expect(await field.syncNow()).toMatchObject({ lastFault: { code: 'not_our_server' }, unknown: 1, logged: 0 });
  });

  test('a receipt by another key settles nothing', async () => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    const stranger = await officeKeys(2);
    const genuine = office.keys;
    office.alter = (answer) => { for (const v of answer.verdicts as { receipt: string }[]) v.receipt = `${v.receipt.slice(0, -6)}AAAAAA`; };
    expect(await field.syncNow()).toMatchObject({ lastFault: { code: 'receipt_invalid' }, unknown: 1, logged: 0 });
    office.alter = () => undefined;
    office.keys = { ...stranger, kid: genuine.kid };
    expect(await field.syncNow()).toMatchObject({ lastFault: { code: 'not_our_server' }, logged: 0 });
    office.keys = genuine;
    expect(await field.syncNow()).toMatchObject({ lastFault: null, logged: 1 });
  });
});

test('a server that does not answer is given up after a minute', async () => {
  const { idb } = await enrolled(await FakeOffice.open());
  const silent = bench({ fetch: (_, init) => new Promise((_answer, abandon) => {
    init.signal?.addEventListener('abort', () => { abandon(lost); });
    for (const { ms, work } of silent.timer.waiting.values()) if (ms === 60_000) queueMicrotask(work);
  }) }, { idb });
  expect(await silent.field.syncNow()).toMatchObject({ lastFault: { code: 'no_answer' } });
  expect(silent.timer.waiting.size).toBe(0);
});

test('an answer lost after the office took everything costs one question, not a second upload', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field);
  office.after = on('/api/v1/sync', () => lost, 1);
  expect(await field.syncNow()).toMatchObject({ unknown: 2, unsent: 0, lastFault: { code: 'offline' } });
  expect(office.log).toHaveLength(2);
  office.requests = [];
  expect(await field.syncNow()).toMatchObject({ unknown: 0, logged: 2 });
  const asked = office.requests.filter((r) => r.path === '/api/v1/sync');
  expect(asked.map((r) => [(r.json.entries as unknown[]).length, (r.json.want as unknown[]).length])).toEqual([[0, 2]]);
  expect(office.log).toHaveLength(2);
});

test('what never left the phone is unsent, not unknown', async () => {
  const office = await FakeOffice.open();
  let online = true;
  const { field } = await enrolled(office, { online: () => online });
  await field.syncNow();
  await observe(field);
  online = false;
  office.requests = [];
  expect(await field.syncNow()).toMatchObject({ unsent: 1, unknown: 0, lastFault: { code: 'offline' } });
  expect(office.requests).toEqual([]);
  online = true;
  expect(await field.syncNow()).toMatchObject({ logged: 2 });
});

test('a line that dies a while after the last answer is noticed before an entry is sent', async () => {
  const office = await FakeOffice.open();
  const { field, clock } = await enrolled(office);
  await field.syncNow();
  await observe(field);
  clock.advance(60_000);
  office.before = () => lost;
  expect(await field.syncNow()).toMatchObject({ unsent: 1, unknown: 0 });
});

test('a request lost on the way is sent again', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  office.before = on('/api/v1/sync', () => lost, 1);
  await field.syncNow();
  expect(await field.syncNow()).toMatchObject({ unknown: 0, unsent: 0, logged: 1 });
});

test('a stale nonce is renewed once and shows nowhere', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [2_000_000]);
  office.nonceCount += 50;
  office.nonceLife = 5;
  expect(await field.syncNow()).toMatchObject({ lastFault: null, logged: 2 });
});
