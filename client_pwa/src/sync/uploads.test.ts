/* Photographs: cut, resumed, refused, damaged, receipted, let go. */
import { expect, test } from 'vitest';
import { FakeOffice, html, type Request } from '../testing/office.ts';
import { bench, enrolled, observe, PASSPHRASE } from '../testing/phone.ts';

const patches = (office: FakeOffice): number[] => office.requests.filter((r) => r.method === 'PATCH').map((r) => r.body.length);
const keyOf = (r: Request): string => r.path.slice('/api/v1/uploads/'.length);
const finish = { visit: 'visit-1', observations: 1, photographs: 1, unchecked: 0 };

test('an upload cut in the middle goes on where the office has it, not where the phone thinks', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [5_000_000]);
  let cut = true;
  office.before = async (r) => {
    if (r.method !== 'PATCH' || r.headers.get('Upload-Offset') === '0' || !cut) return undefined;
    cut = false;
    await office.take(keyOf(r), r.body.slice(0, 1000));
    return new TypeError('tunnel');
  };
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 1, lastFault: { code: 'offline' } });
  expect((await field.entries())[1]?.media[0]).toMatchObject({ sentBytes: 1_048_576, received: false, kept: true });
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 0, logged: 2, lastFault: null });
  const offsets = office.requests.filter((r) => r.method === 'PATCH').map((r) => r.headers.get('Upload-Offset'));
  expect(offsets[2]).toBe(String(1_048_576 + 1000));
  expect(Math.max(...patches(office))).toBeLessThanOrEqual(8 * 1024 * 1024);
});

test('an upload whose last answer was lost is not sent twice', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [1000]);
  let times = 1;
  office.after = (r) => (r.method === 'PATCH' && times-- > 0 ? new TypeError('lift') : undefined);
  await field.syncNow();
  expect(await field.syncNow()).toMatchObject({ logged: 2, mediaUnsent: 0 });
  expect(patches(office)).toHaveLength(1);
});

test('bytes that arrived damaged are dropped by the office and sent again from the start', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [1000]);
  let times = 1;
  office.before = async (r) => {
    if (r.method !== 'PATCH' || times-- <= 0) return undefined;
    await office.take(keyOf(r), r.body.map((byte) => byte ^ 1));
    return office.refusal(460, 'upload_checksum_wrong');
  };
  expect(await field.syncNow()).toMatchObject({ logged: 2, mediaUnsent: 0, lastFault: null });
});

test('a photograph that rotted on the phone is named, and the others go up', async () => {
  const office = await FakeOffice.open();
  const { field, db } = await enrolled(office);
  const bad = await observe(field, [1000]);
  await observe(field, [2000]);
  await db.blobs.update([bad.id, bad.media[0]?.sd ?? ''], { content: new ArrayBuffer(1040) });
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 1, logged: 2, lastFault: { code: 'photo_damaged', details: { seq: 2 } } });
  expect(patches(office)).toEqual([2040]);
});

test('a photograph that the office refuses is named, and the others go up', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [1000]);
  await observe(field, [2000]);
  office.before = (r) => (r.method === 'POST' && r.path === '/api/v1/uploads' && r.headers.get('Upload-Length') === '1040' ? office.refusal(413, 'upload_too_large') : undefined);
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 1, logged: 2, lastFault: { code: 'upload_too_large', message: { en: 'refused: upload_too_large' } } });
});

test('a login page in the middle of an upload ends the run and loses nothing', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [1000]);
  office.before = (r) => (r.method === 'PATCH' ? html(200) : undefined);
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 1, received: 1, lastFault: { code: 'not_our_server' } });
  office.before = () => undefined;
  expect(await field.syncNow()).toMatchObject({ mediaUnsent: 0, logged: 2 });
});

test('what is written during an upload goes up before the next photograph', async () => {
  const office = await FakeOffice.open();
  const { field } = await enrolled(office);
  await observe(field, [1000, 1000]);
  let once = true;
  office.after = async (r) => {
    if (r.method === 'PATCH' && once) {
      once = false;
      await observe(field, [], '后来');
    }
    return undefined;
  };
  await field.syncNow();
  const order = office.requests.map((r) => (r.path === '/api/v1/sync' ? `sync ${(r.json.entries as unknown[]).length}` : r.method));
  expect(order.slice(order.indexOf('PATCH') + 1).find((step) => step === 'PATCH' || step === 'sync 1')).toBe('sync 1');
  expect((await field.status()).mediaUnsent).toBe(0);
});

test('photographs stay on the phone while their visit is open and go once it is finished and receipted', async () => {
  const office = await FakeOffice.open();
  const { field, db } = await enrolled(office);
  const start = { visit: 'visit-1', assignment: 'a', campaign: 'c', position: 'refused' };
  await field.append('visit.started', start, {});
  const saved = await observe(field, [1000]);
  await field.syncNow();
  expect(await db.blobs.count()).toBe(1);
  await field.append('visit.finished', finish, {});
  expect(await field.syncNow()).toMatchObject({ logged: 4 });
  expect(await db.blobs.count()).toBe(0);
  await expect(field.media(saved.id, saved.media[0]?.sd ?? '')).rejects.toEqual({ code: 'photo_released' });
  expect((await field.entries())[2]).toMatchObject({ private: { note: '看报' }, media: [{ kept: false, received: true }] });
});

test('a photograph whose receipt says that it does not match is never let go', async () => {
  const office = await FakeOffice.open();
  const { field, db } = await enrolled(office);
  const saved = await observe(field, [1000]);
  const { signOffice } = await import('../testing/keys.ts');
  office.alter = (answer) => { answer.media_receipts = []; };
  await field.syncNow();
  const receipt = JSON.parse(Buffer.from([...office.media.values()][0]?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const unmatched = await signOffice(office.keys, 'mingcha-receipt+jws', { ...receipt, matched: false });
  office.alter = (answer) => { answer.media_receipts = [unmatched]; };
  await field.syncNow();
  expect(await db.blobs.count()).toBe(1);
  expect((await field.entries()).find((e) => e.id === saved.id)?.fault).toEqual({ code: 'photo_unmatched' });
});

test('a locked phone sends everything all the same', async () => {
  const office = await FakeOffice.open();
  const first = await enrolled(office);
  await observe(first.field, [1000]);
  await office.addBundle('assignment', {});
  const locked = bench(office, { idb: first.idb });
  expect(await locked.field.syncNow()).toMatchObject({ logged: 2, mediaUnsent: 0, lastFault: null });
  expect(office.requests.some((r) => r.path.startsWith('/api/v1/bundles'))).toBe(false);
  await locked.field.unlock(PASSPHRASE);
  await locked.field.syncNow();
  expect(await locked.field.bundles('assignment')).toHaveLength(1);
});
