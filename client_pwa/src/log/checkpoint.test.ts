import { beforeAll, expect, test } from 'vitest';
import { note, type OfficeKeys, officeKeys } from '../testing/keys.ts';
import { b64u } from './bytes.ts';
import { readCheckpoint } from './checkpoint.ts';

const ORIGIN = 'office.test/ledger';
const ROOT = new Uint8Array(32).fill(5);
let keys: OfficeKeys;
let signed: string;
beforeAll(async () => {
  keys = await officeKeys();
  signed = await note(keys, ORIGIN, 12, ROOT);
});

test('a signed note gives size and root', async () => {
  expect(await readCheckpoint(signed, ORIGIN, keys.sign)).toEqual({ size: 12, root: b64u(ROOT) });
});

test('a witness may sign below, in any order', async () => {
  const stranger = '\u2014 witness.example AAAABBBB\n';
  const [text, own] = signed.split('\n\n') as [string, string];
  expect((await readCheckpoint(`${text}\n\n${stranger}${own}`, ORIGIN, keys.sign)).size).toBe(12);
});

test.each([
  ['another size', (s: string) => s.replace('\n12\n', '\n13\n')],
  ['another origin', (s: string) => s.replace(ORIGIN, 'elsewhere')],
  ['leading zeros', (s: string) => s.replace('\n12\n', '\n012\n')],
  ['no signature', (s: string) => `${s.split('\n\n')[0] ?? ''}\n\n`],
  ['a cut end', (s: string) => s.slice(0, -1)],
  ['another signature', (s: string) => s.replace(/.{8}\n$/, 'AAAAAAA=\n')],
  ['an HTML page', () => '<html></html>'],
])('%s is refused', async (_, change) => {
  await expect(readCheckpoint(change(signed), ORIGIN, keys.sign)).rejects.toThrow(SyntaxError);
});

test('the note of another office is refused', async () => {
  const stranger = await officeKeys(2);
  await expect(readCheckpoint(await note(stranger, ORIGIN, 12, ROOT), ORIGIN, keys.sign)).rejects.toThrow(SyntaxError);
});
