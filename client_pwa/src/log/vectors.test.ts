/* What the office's Python wrote is read by the phone's TypeScript, and the phone's own half is still good. The other
   half of this page is tests/vectors/test_vectors.py. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phoneVectors } from '../testing/vectors.ts';
import { b64u, unb64u } from './bytes.ts';
import { readCheckpoint } from './checkpoint.ts';
import { matchDisclosures } from './disclosures.ts';
import { entryId } from './entry.ts';
import type { Jwk } from './jwk.ts';
import { thumbprint } from './jwk.ts';
import { openMedia, sealMedia } from './media.ts';
import { verifyConsistency, verifyInclusion } from './merkle.ts';
import { readManifest, readReceipt } from './receipts.ts';
import { openText } from './seal.ts';

interface Office {
  origin: string; device: string; sign_key: Jwk; kid: string; checkpoints: { note: string; size: number; root: string }[];
  entry_receipt: string; media_receipt: string; manifest: string;
  tree: { ids: string[]; roots: Record<string, string>; inclusion: [number, number, string[]][]; consistency: [number, number, string[]][] };
  sealed: { entry: string; vault: string; seal: string; disclosures: string[]; digests: { note: string; medium: string }; medium: { key: string; size: number; sealed: string; original: string; content: string } };
}
interface Phone { device: string; entry: { id: string; jws: string; seal: string }; vault: string; log_key: Jwk }

const at = (name: string): string => new URL(`../../../tests/vectors/${name}`, import.meta.url).pathname;
const read = <T>(name: string): T => JSON.parse(readFileSync(at(name), 'utf8')) as T;
const wrapKey = (raw: string): Promise<CryptoKey> => crypto.subtle.importKey('raw', unb64u(raw), 'AES-KW', false, ['unwrapKey', 'wrapKey']);

if (process.env.MINGCHA_WRITE_VECTORS === '1') writeFileSync(at('phone.json'), `${JSON.stringify(await phoneVectors(), null, 1)}\n`);
const office = read<Office>('office.json');
const phone = read<Phone>('phone.json');

test('the office’s checkpoints are read', async () => {
  for (const { note, size, root } of office.checkpoints) expect(await readCheckpoint(note, office.origin, office.sign_key)).toEqual({ size, root });
});

test('the office’s receipts and manifest are read', async () => {
  expect(await readReceipt(office.entry_receipt, office.sign_key, office.device)).toMatchObject({ kind: 'entry', seq: 3, verdict: 'quarantined', code: 'prev_wrong' });
  expect(await readReceipt(office.media_receipt, office.sign_key, office.device)).toMatchObject({ kind: 'media', matched: true, leaf: 4 });
  expect((await readManifest(office.manifest, office.sign_key, office.device)).bundles).toMatchObject([{ kind: 'assignment', bytes: 7 }]);
});

test('every proof of the office’s tree holds', async () => {
  const { ids, roots, inclusion, consistency } = office.tree;
  for (const [leaf, size, proof] of inclusion) expect(await verifyInclusion(ids[leaf] ?? '', leaf, size, roots[size] ?? '', proof)).toBe(true);
  for (const [old, size, proof] of consistency) expect(await verifyConsistency(old, roots[old] ?? '', size, roots[size] ?? '', proof)).toBe(true);
});

test('a seal made by Python opens here, and its photograph is sealed here to the same bytes', async () => {
  const { entry, vault, seal, disclosures, digests, medium } = office.sealed;
  const opened = await openText(seal, entry, await wrapKey(vault));
  expect(opened).toEqual({ disclosures, media_keys: { [digests.medium]: medium.key } });
  const found = await matchDisclosures(opened.disclosures, [digests.note], [digests.medium]);
  expect(found.members).toEqual({ note: '上班时间看报' });
  expect(found.media.get(digests.medium)).toMatchObject({ sha256: medium.original, size: medium.size });
  const original = new Uint8Array(medium.size).map((_, n) => (n * 7 + (n >> 8)) & 0xff);
  const content = await sealMedia(original, unb64u(medium.key), () => unb64u(medium.content).slice(16, 23));
  expect(b64u(content.subarray(0, 200))).toBe(medium.content);
  expect(b64u(new Uint8Array(await crypto.subtle.digest('SHA-256', content)))).toBe(medium.sealed);
  expect(Buffer.from(await openMedia(content, unb64u(medium.key))).equals(Buffer.from(original))).toBe(true);
});

test('the phone’s own vectors are still named and opened as written', async () => {
  expect(await entryId(phone.entry.jws)).toBe(phone.entry.id);
  expect(await thumbprint(phone.log_key)).toBe(phone.device);
  expect((await openText(phone.entry.seal, phone.entry.id, await wrapKey(phone.vault))).disclosures).toHaveLength(3);
});
