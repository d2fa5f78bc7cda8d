/* When the next try is due, and that it happens by itself. Bundles, which come at the end of a run, are here too. */
import { describe, expect, test } from 'vitest';
import { FakeOffice, html } from '../testing/office.ts';
import { type Bench, bench, enrolled, observe } from '../testing/phone.ts';
import { delay, EAGER, IDLE } from './backoff.ts';

test('waiting doubles from four seconds to a quarter of an hour, with jitter, and never undercuts what the server asked', () => {
  expect([1, 2, 3, 4].map((n) => delay(n, 0.5, null))).toEqual([4_000, 8_000, 16_000, 32_000]);
  expect(delay(40, 0.5, null)).toBe(900_000);
  expect([delay(1, 0, null), delay(1, 0.999, null)]).toEqual([2_000, 5_996]);
  expect(delay(1, 0.5, 120_000)).toBe(120_000);
});

const due = ({ timer }: Bench): number[] => [...timer.waiting.values()].map((t) => t.ms);

describe('by itself', () => {
  test('an append is followed by a sync after a moment', async () => {
    const phone = await enrolled(await FakeOffice.open(), { auto: true });
    await observe(phone.field);
    expect(due(phone)).toEqual([1_500]);
  });

  test('failures back off and the moment survives a reload', async () => {
    const office = await FakeOffice.open();
    const phone = await enrolled(office, { auto: true });
    office.before = () => html(500);
    await phone.field.syncNow();
    expect(due(phone)).toEqual([4_000]);
    await phone.field.syncNow();
    expect(due(phone)).toEqual([8_000]);
    await observe(phone.field);
    expect(due(phone)).toEqual([8_000]);
    const again = bench(office, { idb: phone.idb });
    expect(await again.field.status()).toMatchObject({ nextTryAt: '2026-11-22T01:05:08.000Z', lastFault: { code: 'server_error', details: { status: 500 } } });
  });

  test('a server that asks for patience gets it', async () => {
    const office = await FakeOffice.open();
    const phone = await enrolled(office, { auto: true });
    office.before = (r) => (r.path === '/api/v1/sync' ? office.refusal(429, 'too_many_tries', { 'Retry-After': '90' }) : undefined);
    expect(await phone.field.syncNow()).toMatchObject({ lastFault: { code: 'too_many_tries' } });
    expect(due(phone)).toEqual([90_000]);
  });

  test('after success it asks again later, sooner when something still waits', async () => {
    const office = await FakeOffice.open();
    const phone = await enrolled(office, { auto: true });
    await phone.field.syncNow();
    expect(due(phone)).toEqual([IDLE]);
    office.judge = () => ({ verdict: 'refused', code: 'unreadable' });
    await observe(phone.field);
    await phone.field.syncNow();
    expect(due(phone)).toEqual([EAGER]);
  });
});

test('listeners hear of every step and can stop listening', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  const heard: string[] = [];
  const stop = field.subscribe((s) => heard.push(`${s.running ? 'running' : 'still'} ${s.logged}`));
  await field.syncNow();
  await field.status();
  expect(heard[0]).toBe('running 0');
  await expect.poll(() => heard.at(-1)).toBe('still 1');
  stop();
  const before = heard.length;
  await field.syncNow();
  expect(heard).toHaveLength(before);
});

describe('bundles', () => {
  test('come once, are kept sealed, and go when the manifest drops them and nothing needs them', async () => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    const sha = await office.addBundle('assignment', { visit: 'visit-1' });
    await field.syncNow();
    expect(await field.bundles('assignment')).toEqual([{ sha256: sha, kind: 'assignment', body: { visit: 'visit-1' } }]);
    await field.append('visit.started', { visit: 'visit-1', assignment: 'a', campaign: 'c', position: 'refused' }, {});
    office.bundles.clear();
    await field.syncNow();
    expect(await field.bundles('assignment')).toHaveLength(1);
    await field.append('visit.finished', { visit: 'visit-1', observations: 0, photographs: 0, unchecked: 0 }, {});
    await office.addBundle('codebook', {});
    await field.syncNow();
    expect(await field.bundles('assignment')).toHaveLength(0);
    expect(await field.bundles('codebook')).toHaveLength(1);
    expect(office.requests.filter((r) => r.path === `/api/v1/bundles/${sha}`)).toHaveLength(1);
  });

  test('that were changed on the way are refused, named, and fetched again later', async () => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    const sha = await office.addBundle('assignment', { visit: 'v' });
    const good = await office.addBundle('codebook', {});
    const genuine = office.bundles.get(sha)?.content ?? new Uint8Array();
    office.bundles.set(sha, { kind: 'assignment', content: new Uint8Array([...genuine, 32]) });
    expect(await field.syncNow()).toMatchObject({ lastFault: { code: 'bundle_damaged', details: { sha256: sha } } });
    expect((await field.bundles('codebook')).map((b) => b.sha256)).toEqual([good]);
    office.bundles.set(sha, { kind: 'assignment', content: genuine });
    expect(await field.syncNow()).toMatchObject({ lastFault: null });
    expect(await field.bundles('assignment')).toHaveLength(1);
  });

  test('a manifest that is not signed by the office brings nothing', async () => {
    const office = await FakeOffice.open();
    const { field } = await enrolled(office);
    await office.addBundle('assignment', {});
    office.after = (r) => (r.path === '/api/v1/manifest' ? Response.json({ manifest: 'a.b.c' }, { headers: { 'MC-Nonce': 'n1' } }) : undefined);
    expect(await field.syncNow()).toMatchObject({ lastFault: { code: 'not_our_server' }, logged: 1 });
    expect(await field.bundles('assignment')).toEqual([]);
  });
});
