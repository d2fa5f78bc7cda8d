/* Gaps, forks, quarantine, refusals: what the office may say about an entry, and what the person sees of it. */
import { expect, test } from 'vitest';
import { FakeOffice } from '../testing/office.ts';
import { enrolled, observe } from '../testing/phone.ts';

test('a quarantined entry is kept by the office and shown with its reason, and its photographs still go up', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  office.judge = (e) => (e.seq === 2 ? { verdict: 'quarantined', code: 'device_revoked' } : undefined);
  const held = await observe(field, [10]);
  await observe(field);
  const status = await field.syncNow();
  expect(status).toMatchObject({ mediaUnsent: 0, received: 1, logged: 2, lastFault: null });
  expect((await field.entries()).find((e) => e.id === held.id)).toMatchObject({ fate: 'quarantined', fault: { code: 'device_revoked' }, media: [{ received: true }] });
});

test('a gap sends again from the number the office wants', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  for (let i = 0; i < 3; i++) await observe(field);
  await field.syncNow();
  // The office was restored from an older backup and lost what came after number 2.
  office.log = office.log.slice(0, 2);
  await observe(field);
  expect(await field.syncNow()).toMatchObject({ logged: 5, unsent: 0, unknown: 0 });
  expect(office.log.map((kept) => kept.envelope.seq)).toEqual([1, 2, 3, 4, 5]);
});

test('a refused entry is shown with its reason, stays, is offered again, and the round ends', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [10]);
  await field.syncNow();
  office.judge = (e) => (e.seq === 3 ? { verdict: 'refused', code: 'signature_invalid' } : undefined);
  const bad = await observe(field);
  const later = await observe(field);
  office.requests = [];
  expect(await field.syncNow()).toMatchObject({ refused: 1, unsent: 1, lastFault: { code: 'signature_invalid' } });
  expect(office.requests.length).toBeLessThan(4);
  const seen = await field.entries();
  expect(seen.find((e) => e.id === bad.id)).toMatchObject({ fate: 'refused', fault: { code: 'signature_invalid' } });
  expect(seen.find((e) => e.id === later.id)).toMatchObject({ fate: 'unsent', fault: { code: 'gap' } });
  office.judge = () => undefined;
  expect(await field.syncNow()).toMatchObject({ refused: 0, unsent: 0, logged: 4, lastFault: null });
});

test('a refused entry stops neither photographs of others nor bundles', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [10]);
  await observe(field);
  office.judge = (e) => (e.seq === 3 ? { verdict: 'refused', code: 'unreadable' } : undefined);
  await office.addBundle('codebook', { version: '1' });
  expect(await field.syncNow()).toMatchObject({ refused: 1, logged: 2, mediaUnsent: 0 });
  expect(await field.bundles('codebook')).toHaveLength(1);
});

test('a forked log stops signing under this key, and nothing is lost', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await field.syncNow();
  const fork = await observe(field);
  office.judge = (e) => (e.seq === 2 ? { verdict: 'forked', code: 'seq_taken' } : undefined);
  office.alter = (answer) => { answer.status = 'frozen'; };
  expect(await field.syncNow()).toMatchObject({ device: 'frozen' });
  expect((await field.entries()).find((e) => e.id === fork.id)).toMatchObject({ fate: 'forked', private: { note: '看报' } });
  await expect(observe(field)).rejects.toEqual({ code: 'log_forked' });
});

test('a frozen device goes on capturing', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  office.status = 'frozen';
  await field.syncNow();
  expect(await observe(field)).toMatchObject({ seq: 2 });
  expect((await field.status()).device).toBe('frozen');
});

test('a receipt without its verdict’s entry, or one that is missing, settles nothing', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field);
  office.alter = (answer) => {
    const verdicts = answer.verdicts as { receipt: string | null }[];
    if (verdicts.length === 2) [verdicts[0], verdicts[1]] = [{ ...verdicts[0], receipt: verdicts[1]?.receipt ?? null }, { ...verdicts[1], receipt: null }];
  };
  expect(await field.syncNow()).toMatchObject({ unknown: 2, logged: 0, lastFault: { code: 'receipt_invalid' } });
});

test('two runs at once are one run, and what came meanwhile is sent too', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  let once = true;
  office.after = async (r) => {
    if (r.path === '/api/v1/sync' && once) {
      once = false;
      await observe(field);
      void field.syncNow();
    }
    return undefined;
  };
  expect(await field.syncNow()).toMatchObject({ logged: 2, unsent: 0 });
  expect(office.log).toHaveLength(2);
});
