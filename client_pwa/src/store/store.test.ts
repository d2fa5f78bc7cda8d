/* The phone's store: what was said to be saved is there after a reload, and nothing is ever half there. */
import { describe, expect, test, vi } from 'vitest';
import { FakeOffice } from '../testing/office.ts';
import { bench, CODE, enrolled, observe, PASSPHRASE, photo, type Bench } from '../testing/phone.ts';
import { processLocker } from './lock.ts';
import { passphraseWeakness } from './passphrase.ts';
import { ITERATIONS } from './vault.ts';

const counts = async ({ db }: Bench): Promise<number[]> => Promise.all([db.entries.count(), db.fates.count(), db.media.count(), db.blobs.count()]);
const dead = { fetch: () => Promise.reject(new TypeError('no network')) };

test('what was appended is there after a reload, in order, with its photographs', async () => {
  const office = await FakeOffice.open();
  const first = await enrolled(office);
  const saved = await observe(first.field, [3000, 10]);
  const again = bench(dead, { idb: first.idb });
  expect(await again.field.phase()).toBe('locked');
  await again.field.unlock(PASSPHRASE);
  const entries = await again.field.entries('visit-1');
  expect(entries).toEqual([saved]);
  expect(entries[0]).toMatchObject({ seq: 2, type: 'observation.recorded', private: { note: '看报' }, fate: 'unsent', data: { violation: 'A01' } });
  expect(new Uint8Array(await again.field.media(saved.id, saved.media[0]?.sd ?? ''))).toEqual(new Uint8Array(3000).fill(1));
  expect((await again.field.entries()).map((e) => e.type)).toEqual(['device.started', 'observation.recorded']);
});

test('a wrong passphrase opens nothing and a locked phone reads and writes nothing', async () => {
  const first = await enrolled(await FakeOffice.open());
  await observe(first.field);
  const { field } = bench(dead, { idb: first.idb });
  await expect(field.unlock('wrong but long')).rejects.toEqual({ code: 'passphrase_wrong' });
  for (const attempt of [() => field.entries(), () => observe(field), () => field.bundles('assignment'), () => field.putDraft({ key: 'k', body: 1, media: [] }), () => field.draft('k')]) {
    await expect(attempt()).rejects.toEqual({ code: 'locked' });
  }
  await field.unlock(PASSPHRASE);
  await field.lock();
  await expect(field.entries()).rejects.toEqual({ code: 'locked' });
});

test('the product asks for at least 600,000 rounds of every guess, and each vault remembers its own', async () => {
  expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
  const hard = await enrolled(await FakeOffice.open(), { change: { iterations: ITERATIONS } });
  expect(await hard.db.meta.get('identity')).toMatchObject({ vault: { iterations: ITERATIONS } });
  const later = bench(dead, { idb: hard.idb });
  await later.field.unlock(PASSPHRASE);
  expect(await later.field.phase()).toBe('open');
});

test('nothing readable lies in the database: no note, no picture, no draft, no extractable key', async () => {
  const phone = await enrolled(await FakeOffice.open());
  const marker = '极其可读的备注';
  await phone.field.append('observation.recorded', { visit: 'v', observation: 'o', violation: 'A01' }, { note: marker }, [photo(64, 0x41)]);
  await phone.field.putDraft({ key: 'd', body: { note: marker }, media: [photo(64, 0x41)] });
  const stored = await Promise.all(phone.db.tables.map((table) => table.toArray()));
  const text = JSON.stringify(stored, (_, value: unknown) => {
    if (value instanceof ArrayBuffer) return Buffer.from(value).toString('latin1');
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
    if (value instanceof CryptoKey) return value.extractable ? 'EXTRACTABLE' : 'sealed key';
    return value;
  });
  expect(text).toContain('sealed key');
  for (const secret of [marker, 'A'.repeat(20), 'EXTRACTABLE', PASSPHRASE]) expect(text).not.toContain(secret);
});

describe('a full disk or a killed page', () => {
  const quota = (): never => { throw new DOMException('The quota has been exceeded', 'QuotaExceededError'); };

  test('at the second photograph leaves nothing half written, says storage_full, and the next append goes on', async () => {
    const phone = await enrolled(await FakeOffice.open());
    const before = await counts(phone);
    let blobs = 0;
    const full = (): void => { if (++blobs === 2) quota(); };
    phone.db.blobs.hook('creating', full);
    await expect(observe(phone.field, [10, 20])).rejects.toMatchObject({ code: 'storage_full' });
    phone.db.blobs.hook('creating').unsubscribe(full);
    expect(await counts(phone)).toEqual(before);
    expect((await observe(phone.field, [10])).seq).toBe(2);
  });

  test.each(['entries', 'fates', 'media', 'blobs'] as const)('while %s is written leaves nothing half written', async (table) => {
    const phone = await enrolled(await FakeOffice.open());
    const before = await counts(phone);
    phone.db.table(table).hook('creating', () => { throw new Error('killed'); });
    await expect(observe(phone.field, [10])).rejects.toMatchObject({ code: 'storage_failed' });
    const reloaded = bench(dead, { idb: phone.idb });
    await reloaded.field.unlock(PASSPHRASE);
    expect(await counts(reloaded)).toEqual(before);
    expect(await observe(reloaded.field, [10])).toMatchObject({ seq: 2 });
  });

  test('when the draft is saved keeps the older draft', async () => {
    const phone = await enrolled(await FakeOffice.open());
    await phone.field.putDraft({ key: 'd', body: 'one', media: [photo(5)] });
    phone.db.draftMedia.hook('creating', quota);
    await expect(phone.field.putDraft({ key: 'd', body: 'two', media: [photo(5), photo(6)] })).rejects.toMatchObject({ code: 'storage_full' });
    expect(await phone.field.draft('d')).toMatchObject({ body: 'one', media: [photo(5)] });
  });
});

test('a disk that gives back other bytes than were written is not believed', async () => {
  const phone = await enrolled(await FakeOffice.open());
  phone.db.blobs.hook('reading', (row) => ({ ...row, content: new ArrayBuffer(row.content.byteLength) }));
  await expect(observe(phone.field, [10])).rejects.toMatchObject({ code: 'storage_unreliable' });
});

test('two tabs without a common lock never give one number to two entries', async () => {
  const office = await FakeOffice.open();
  const a = await enrolled(office);
  const b = bench(office, { idb: a.idb, lock: processLocker(), seed: 2 });
  await b.field.unlock(PASSPHRASE);
  await Promise.all([1, 2, 3].flatMap((n) => [observe(a.field, [n], `a${n}`), observe(b.field, [n], `b${n}`)]));
  const entries = await a.field.entries();
  expect(entries.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const prevs = (await a.db.entries.toArray()).map((row) => (JSON.parse(Buffer.from(row.jws.split('.')[1] ?? '', 'base64url').toString()) as { prev: string | null }).prev);
  expect(prevs).toEqual([null, ...entries.slice(0, -1).map((e) => e.id)]);
});

describe('drafts', () => {
  test('come back after the page was killed, pictures and all', async () => {
    const first = await enrolled(await FakeOffice.open());
    await first.field.putDraft({ key: 'd', body: { note: '未完' }, media: [photo(9)] });
    const again = bench(dead, { idb: first.idb });
    await again.field.unlock(PASSPHRASE);
    expect(await again.field.draft('d')).toEqual({ key: 'd', body: { note: '未完' }, media: [photo(9)], savedAt: '2026-11-22T01:05:00.000Z' });
    expect(await again.field.draft('other')).toBeNull();
  });

  test('do not encrypt the same picture twice and forget pictures taken out', async () => {
    const { field, db } = await enrolled(await FakeOffice.open());
    const [one, two] = [photo(5, 1), photo(5, 2)];
    await field.putDraft({ key: 'd', body: 1, media: [one, two] });
    const before = await db.draftMedia.toCollection().primaryKeys();
    await field.putDraft({ key: 'd', body: 2, media: [two] });
    const after = await db.draftMedia.toCollection().primaryKeys();
    expect(after).toHaveLength(1);
    expect(before).toContain(after[0]);
  });

  test('go in the same step in which their entry is written', async () => {
    const { field, db } = await enrolled(await FakeOffice.open());
    await field.putDraft({ key: 'd', body: 1, media: [photo(5)] });
    await field.append('observation.recorded', { visit: 'v', observation: 'o', violation: 'A01' }, {}, [], 'd');
    expect([await db.drafts.count(), await db.draftMedia.count()]).toEqual([0, 0]);
    await field.putDraft({ key: 'e', body: 1, media: [photo(5)] });
    await field.dropDraft('e');
    expect([await db.drafts.count(), await db.draftMedia.count()]).toEqual([0, 0]);
  });

  test('are listed newest first, by the start of their key, without one that is damaged', async () => {
    const { field, db } = await enrolled(await FakeOffice.open());
    for (const [n, key] of ['mark:v:a', 'item:v:b', 'mark:v:c', 'mark:v:d'].entries()) {
      await field.putDraft({ key, body: { n }, media: [photo(5)] });
      await db.drafts.update(key, { savedAt: `2026-11-22T01:0${n}:00.000Z` });
    }
    await db.drafts.update('mark:v:d', { content: new ArrayBuffer(30) });
    expect(await field.drafts('mark:v:')).toEqual([
      { key: 'mark:v:c', body: { n: 2 }, savedAt: '2026-11-22T01:02:00.000Z' }, { key: 'mark:v:a', body: { n: 0 }, savedAt: '2026-11-22T01:00:00.000Z' },
    ]);
    expect((await field.drafts()).map((draft) => draft.key)).toEqual(['mark:v:c', 'item:v:b', 'mark:v:a']);
    await field.lock();
    await expect(field.drafts()).rejects.toEqual({ code: 'locked' });
  });

  test('that are damaged are named and stay', async () => {
    const { field, db } = await enrolled(await FakeOffice.open());
    await field.putDraft({ key: 'd', body: 1, media: [] });
    await db.drafts.update('d', { content: new ArrayBuffer(30) });
    await expect(field.draft('d')).rejects.toEqual({ code: 'draft_damaged', details: { key: 'd' } });
    expect(await db.drafts.count()).toBe(1);
  });
});

describe('a store that cannot be read never becomes an empty one', () => {
  test('when the engine fails to open it', async () => {
    const { idb } = await enrolled(await FakeOffice.open());
    const broken = bench(dead, { idb });
    vi.spyOn(idb, 'open').mockImplementation(() => { throw new DOMException('Internal error', 'UnknownError'); });
    await expect(broken.field.phase()).rejects.toMatchObject({ code: 'store_unreadable' });
    await expect(broken.field.enrol(CODE, PASSPHRASE, null)).rejects.toMatchObject({ code: 'store_unreadable' });
  });

  test('when the identity is gone and entries are left', async () => {
    const phone = await enrolled(await FakeOffice.open());
    await phone.db.meta.clear();
    const again = bench(dead, { idb: phone.idb });
    await expect(again.field.phase()).rejects.toMatchObject({ code: 'store_unreadable', details: { reason: 'identity_missing' } });
  });

  test('when a newer app wrote it', async () => {
    const phone = await enrolled(await FakeOffice.open());
    phone.db.close();
    await new Promise((resolve) => { phone.idb.open('mingcha', 900).onsuccess = (e) => { (e.target as IDBOpenDBRequest).result.close(); resolve(null); }; });
    const again = bench(dead, { idb: phone.idb });
    expect(await again.field.phase()).toBe('locked');
    await again.field.unlock(PASSPHRASE);
    expect(await again.field.entries()).toHaveLength(1);
  });
});

test('a damaged entry is named by its number and hides no other', async () => {
  const phone = await enrolled(await FakeOffice.open());
  await observe(phone.field);
  await observe(phone.field);
  const row = await phone.db.entries.where('visit').equals('visit-1').first();
  await phone.db.entries.where('id').equals(row?.id ?? '').modify((stored) => { stored.seal = stored.seal.replace(/"tag":"./, '"tag":"-'); });
  const again = bench(dead, { idb: phone.idb });
  await again.field.unlock(PASSPHRASE);
  const entries = await again.field.entries();
  expect(entries.map((e) => e.fault)).toEqual([null, { code: 'entry_damaged', details: { seq: 2 } }, null]);
  expect(entries[2]?.private).toEqual({ note: '看报' });
});

test('a photograph whose bytes rotted is named as damaged, one that never was as unknown', async () => {
  const phone = await enrolled(await FakeOffice.open());
  const entry = await observe(phone.field, [50]);
  const sd = entry.media[0]?.sd ?? '';
  await phone.db.blobs.update([entry.id, sd], { content: new ArrayBuffer(90) });
  await expect(phone.field.media(entry.id, sd)).rejects.toEqual({ code: 'photo_damaged' });
  await expect(phone.field.media(entry.id, 'nothing')).rejects.toEqual({ code: 'photo_unknown' });
});

test('a browser without a secure context or WebCrypto is told apart from a new phone', async () => {
  const { field } = bench(dead, { change: { supported: false } });
  expect(await field.phase()).toBe('unsupported');
});

test.each([
  ['short', 'abc12'], ['short', '明察暗访'], ['repetitive', 'abababababab'], ['sequence', 'abcdefghij'], ['sequence', '987654321'], ['digits_only', '19491001'], ['digits_only', '１９４９１００１'],
  [null, '临江区今天下雨了吗'], [null, 'correct horse 42'], [null, '194910011978'],
])('the passphrase verdict %s for %j', (verdict, passphrase) => {
  expect(passphraseWeakness(passphrase)).toBe(verdict);
});
