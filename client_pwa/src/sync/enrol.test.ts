/* Enrolment, its refusals, and the lost answer that must cost nothing. */
import { expect, test } from 'vitest';
import { FakeOffice, html } from '../testing/office.ts';
import { bench, PASSPHRASE } from '../testing/phone.ts';

test('a refused enrolment says why in the server’s words, and the same code goes through afterwards', async () => {
  const office = await FakeOffice.open();
  const { field } = bench(office);
  await expect(field.enrol('0000-0000-0000', PASSPHRASE, null)).rejects.toMatchObject({ code: 'enrol_code_unknown', message: { zh: '拒绝：enrol_code_unknown' } });
  await expect(field.enrol('7k3m', PASSPHRASE, null)).rejects.toEqual({ code: 'enrol_code_malformed' });
  await expect(field.enrol('7K3M-9QTF-X2DV', '12345678', null)).rejects.toMatchObject({ code: 'passphrase_weak', details: { reason: 'sequence' } });
  await expect(field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, 'another key')).rejects.toEqual({ code: 'office_key_mismatch' });
  expect(await field.phase()).toBe('new');
  await field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, office.keys.kid);
  expect(await field.phase()).toBe('open');
  await expect(field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, null)).rejects.toEqual({ code: 'already_enrolled' });
});

test.each([['used', 'enrol_code_used'], ['expired', 'enrol_code_expired']] as const)('a %s code is refused as such', async (state, code) => {
  const office = await FakeOffice.open();
  office.codes.set('7K3M9QTFX2DV', { state, device: 'somebody' });
  await expect(bench(office).field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, null)).rejects.toMatchObject({ code });
});

test('a lost answer to enrolment costs nothing, even over a reload and with another passphrase', async () => {
  const office = await FakeOffice.open();
  let answers = 0;
  office.after = (r) => (r.path === '/api/v1/enrol' && answers++ === 0 ? new TypeError('network') : undefined);
  const first = bench(office);
  await expect(first.field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, null)).rejects.toEqual({ code: 'offline' });
  const again = bench(office, { idb: first.idb });
  await again.field.enrol('7K3M-9QTF-X2DV', '另一个足够长的口令', null);
  expect((await again.field.office())?.deviceId).toBe(office.device);
  expect(await again.db.meta.get('pending')).toBeUndefined();
});

test('a login page in place of enrolment enrols nothing', async () => {
  const office = await FakeOffice.open();
  office.before = () => html(200);
  const { field } = bench(office);
  await expect(field.enrol('7K3M-9QTF-X2DV', PASSPHRASE, null)).rejects.toMatchObject({ code: 'not_our_server' });
  expect(await field.phase()).toBe('new');
});
