/* Receipts, manifests, proofs, codes: what is signed for a phone and by it. */
import { beforeAll, expect, test } from 'vitest';
import { type OfficeKeys, officeKeys, signOffice } from '../testing/keys.ts';
import { seeded } from '../testing/phone.ts';
import { fromUtf8, utf8 } from './bytes.ts';
import { hashId, hashText } from './digest.ts';
import { thumbprint } from './jwk.ts';
import { parseJws, verifyEs256 } from './jws.ts';
import { localIso } from './moment.ts';
import { enrolProof, normaliseCode, requestProof } from './proof.ts';
import { uuid7 } from './random.ts';
import { readManifest, readReceipt } from './receipts.ts';

let keys: OfficeKeys;
let receipt: Record<string, unknown>;
let device: string;
beforeAll(async () => {
  keys = await officeKeys();
  device = await hashText('device');
  receipt = { v: 1, kind: 'entry', device, seq: 3, entry: await hashText('e'), verdict: 'accepted', code: null, leaf: 4, size: 5, root: await hashText('r'), at: '2026-11-22T01:00:00.000Z' };
});

test('a receipt of the office is read', async () => {
  expect(await readReceipt(await signOffice(keys, 'mingcha-receipt+jws', receipt), keys.sign, device)).toMatchObject({ kind: 'entry', seq: 3, leaf: 4 });
});

test.each([
  ['for another phone', { device: 'x' }], ['with a leaf outside its tree', { leaf: 5 }], ['of another kind', { kind: 'promise' }],
  ['with an unknown verdict', { verdict: 'fine' }], ['without a root', { root: null }], ['of another version', { v: 2 }],
])('a receipt %s is refused', async (_, change) => {
  await expect(readReceipt(await signOffice(keys, 'mingcha-receipt+jws', { ...receipt, ...change }), keys.sign, device)).rejects.toThrow(SyntaxError);
});

test('a receipt of another key, another type, another algorithm, or with one changed character is refused', async () => {
  const good = await signOffice(keys, 'mingcha-receipt+jws', receipt);
  const bad = [
    await signOffice(await officeKeys(2), 'mingcha-receipt+jws', receipt),
    await signOffice({ ...(await officeKeys(2)), kid: keys.kid }, 'mingcha-receipt+jws', receipt),
    await signOffice(keys, 'mingcha-manifest+jws', receipt),
    await signOffice(keys, 'mingcha-receipt+jws', receipt, { alg: 'none' }),
    good.replace(/\.(.)/, (_, c: string) => `.${c === 'e' ? 'f' : 'e'}`),
    `${good}x`, 'a.b', '',
  ];
  for (const text of bad) await expect(readReceipt(text, keys.sign, device), text).rejects.toThrow();
});

test('a manifest is named by the hash of its payload', async () => {
  const text = await signOffice(keys, 'mingcha-manifest+jws', { v: 1, device, bundles: [{ sha256: await hashText('b'), kind: 'assignment', bytes: 3 }] });
  const manifest = await readManifest(text, keys.sign, device);
  expect(manifest.tag).toBe(await hashId(parseJws(text).payload));
  expect(manifest.bundles).toHaveLength(1);
  const bad = await signOffice(keys, 'mingcha-manifest+jws', { v: 1, device, bundles: [{ sha256: '../x', kind: 'a', bytes: 1 }] });
  await expect(readManifest(bad, keys.sign, device)).rejects.toThrow(SyntaxError);
});

test('a request proof is over method, path, body and nonce, and a PATCH has an empty body hash', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const read = async (method: string) => {
    const parsed = parseJws(await requestProof(device, pair.privateKey, { method, path: '/api/v1/sync', body: utf8('{}'), nonce: 'n' }));
    expect(await verifyEs256(parsed, pair.publicKey)).toBe(true);
    expect(parsed.header).toEqual({ alg: 'ES256', typ: 'mingcha-proof+jws', kid: device });
    return JSON.parse(fromUtf8(parsed.payload)) as unknown;
  };
  expect(await read('POST')).toEqual({ htm: 'POST', htu: '/api/v1/sync', bh: await hashText('{}'), nonce: 'n' });
  expect(await read('PATCH')).toMatchObject({ bh: '' });
  const enrol = parseJws(await enrolProof(device, pair.privateKey, '7K3M9QTFX2DV', 'thumb'));
  expect(enrol.header.typ).toBe('mingcha-enrol+jws');
  expect(JSON.parse(fromUtf8(enrol.payload))).toEqual({ code: await hashText('7K3M9QTFX2DV'), auth: 'thumb' });
});

test.each([
  ['7k3m-9qtf-x2dv', '7K3M9QTFX2DV'], [' 7K3M 9QTF X2DV ', '7K3M9QTFX2DV'], ['oil1-9qtf-x2du', '01119QTFX2DV'], ['７Ｋ３Ｍ－９ＱＴＦ－Ｘ２ＤＶ', '7K3M9QTFX2DV'],
  ['7K3M-9QTF', null], ['', null], ['7K3M-9QTF-X2D!', null],
])('the code typed as %j is read as %j', (typed, read) => {
  expect(normaliseCode(typed)).toBe(read);
});

test('a thumbprint is RFC 7638 over the required members', async () => {
  const key = { kty: 'EC', crv: 'P-256', x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM' };
  expect(await thumbprint({ ...key, kid: '1' })).toBe('cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s');
});

test('local moments carry their offset', () => {
  const moment = Date.parse('2026-11-22T01:05:03.123Z');
  expect(localIso(moment, 480)).toBe('2026-11-22T09:05:03.123+08:00');
  expect(localIso(moment, -210)).toBe('2026-11-21T21:35:03.123-03:30');
  expect(localIso(moment, 0)).toBe('2026-11-22T01:05:03.123+00:00');
});

test('ids are UUIDv7 and sort by time', () => {
  const ids = [1, 2, 2 ** 40].map((ms) => uuid7(ms, seeded(ms % 7)));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});
