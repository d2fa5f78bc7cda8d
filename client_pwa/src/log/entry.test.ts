import { beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../testing/phone.ts';
import { b64u, fromUtf8, unb64u, utf8 } from './bytes.ts';
import { hashId, hashText } from './digest.ts';
import { matchDisclosures } from './disclosures.ts';
import { entryId, type MediumIn, prepare, readEntry, sign } from './entry.ts';
import { exportPublic, thumbprint } from './jwk.ts';
import { parseJws, verifyEs256 } from './jws.ts';
import { MAX_MEDIUM } from './limits.ts';
import { openMedia } from './media.ts';
import { openText, sealText } from './seal.ts';

const CLEAR = { visit: 'v', observation: 'o', violation: 'A01' };
const medium = (size: number): MediumIn => ({ bytes: new Uint8Array(size).fill(1), type: 'image/jpeg', name: '窗口.jpg', w: 4, h: 3, source: 'picker' });
const T = { at: '2026-11-22T09:05:03.123+08:00', elapsed_ms: 5, session: 's', offset_ms: null };
let keys: CryptoKeyPair;
let device: string;
beforeAll(async () => {
  keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  device = await thumbprint(await exportPublic(keys.publicKey));
});

test('the id is the hash of the signing input, the header is exactly the documented one, the signature is raw r‖s', async () => {
  const signed = await sign(await prepare('observation.recorded', CLEAR, { note: '看报' }, []), { device, seq: 1, prev: null, t: T, saw: null }, keys.privateKey);
  const parsed = parseJws(signed.jws);
  expect(parsed.header).toEqual({ alg: 'ES256', typ: 'mingcha-entry+jws', kid: device });
  expect(parsed.signature.length).toBe(64);
  expect(await verifyEs256(parsed, keys.publicKey)).toBe(true);
  expect(signed.id).toBe(await hashId(utf8(signed.jws.slice(0, signed.jws.lastIndexOf('.')))));
  expect(await entryId(`${signed.jws.slice(0, -4)}AAAA`)).toBe(signed.id);
});

test('private members and photographs stand in the envelope only as digests', async () => {
  const prepared = await prepare('observation.recorded', CLEAR, { note: '看报', name: '张伟' }, [medium(10)]);
  const signed = await sign(prepared, { device, seq: 2, prev: await hashText('x'), t: T, saw: { size: 3, root: await hashText('r') } }, keys.privateKey);
  const text = fromUtf8(parseJws(signed.jws).payload);
  for (const secret of ['看报', '张伟', '窗口', 'image/jpeg']) expect(text).not.toContain(secret);
  const envelope = readEntry(signed.jws);
  expect(envelope.data._sd).toEqual([...envelope.data._sd].sort());
  const opened = await matchDisclosures(prepared.text.disclosures, envelope.data._sd, envelope.media.map((m) => m.sd));
  expect(opened.members).toEqual({ note: '看报', name: '张伟' });
  expect([...opened.media.values()]).toEqual([{ sha256: await hashId(medium(10).bytes), size: 10, type: 'image/jpeg', name: '窗口.jpg', w: 4, h: 3, source: 'picker' }]);
});

test('the same value twice gives two digests', async () => {
  const [a, b] = await Promise.all([1, 2].map(() => prepare('observation.recorded', CLEAR, { note: '看报' }, [])));
  expect(a?.data._sd).not.toEqual(b?.data._sd);
});

test('a disclosure that the entry does not name is not believed', async () => {
  const foreign = (await prepare('observation.recorded', CLEAR, { note: '伪造' }, [])).text.disclosures;
  expect(await matchDisclosures(foreign, [], [])).toEqual({ members: {}, media: new Map() });
});

describe('refused before signing', () => {
  test.each([
    ['photo_empty', CLEAR, {}, [medium(0)]],
    ['photo_too_large', CLEAR, {}, [medium(MAX_MEDIUM + 1)]],
    ['photo_too_many', CLEAR, {}, Array.from({ length: 33 }, () => medium(1))],
    ['entry_too_large', CLEAR, { note: '长'.repeat(20_000), room: '长'.repeat(3_000) }, []],
    ['entry_malformed', { ...CLEAR, extra: 1 }, {}, []],
    ['entry_malformed', { visit: 'v', observation: 'o' }, {}, []],
    ['entry_malformed', CLEAR, { note: 7 }, []],
    ['entry_malformed', { ...CLEAR, visit: 'has space' }, {}, []],
  ])('%s', async (code, clear, priv, media) => {
    await expect(prepare('observation.recorded', clear, priv, media)).rejects.toMatchObject({ code });
  });

  test('a type that no page knows, and more photographs than the type allows', async () => {
    await expect(prepare('toString', {}, {}, [])).rejects.toMatchObject({ code: 'entry_type_unknown' });
    await expect(prepare('entry.withdrawn', { target: 't', reason_kind: 'slip' }, {}, [medium(1)])).rejects.toMatchObject({ code: 'photo_too_many' });
  });

  test('a state outside its list', async () => {
    const clear = { visit: 'v', mark: 'm', look: 1, state: 'somewhere' };
    await expect(prepare('person.marked', clear, { staff: '1', name: '张伟' }, [])).rejects.toMatchObject({ code: 'entry_malformed', details: { member: 'state' } });
  });
});

describe('the seal', () => {
  const setup = async () => {
    const vault = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey']);
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
    const intake = await exportPublic(pair.publicKey);
    const prepared = await prepare('observation.recorded', CLEAR, { note: '看报' }, [medium(100)], seeded(5));
    const id = await hashText('entry');
    return { vault, prepared, id, intake, text: await sealText(prepared.text, id, intake, await thumbprint(intake), vault) };
  };

  test('has the documented form', async () => {
    const { text, id, intake } = await setup();
    const jwe = JSON.parse(text) as Record<string, unknown> & { recipients: { header: Record<string, unknown>; encrypted_key: string }[] };
    expect(Object.keys(jwe).sort()).toEqual(['aad', 'ciphertext', 'iv', 'protected', 'recipients', 'tag']);
    expect(fromUtf8(unb64u(jwe.protected as string))).toBe('{"enc":"A256GCM"}');
    expect(jwe.aad).toBe(b64u(utf8(id)));
    const [office, own] = jwe.recipients;
    expect(office?.header).toMatchObject({ alg: 'ECDH-ES+A256KW', kid: await thumbprint(intake), epk: { kty: 'EC', crv: 'P-256' } });
    expect(own?.header).toEqual({ alg: 'A256KW', kid: 'vault' });
  });

  test('opens for the vault, with the photograph in it', async () => {
    const { text, id, vault, prepared } = await setup();
    const opened = await openText(text, id, vault);
    const photo = prepared.media[0];
    expect(opened).toEqual(prepared.text);
    expect(await openMedia(photo?.content ?? new Uint8Array(), unb64u(opened.media_keys[photo?.sd ?? ''] ?? ''))).toEqual(medium(100).bytes);
  });

  test('does not open for another vault, as another entry, or changed', async () => {
    const { text, id, vault } = await setup();
    const stranger = await crypto.subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey']);
    await expect(openText(text, id, stranger)).rejects.toThrow();
    await expect(openText(text, await hashText('other'), vault)).rejects.toThrow('another entry');
    const jwe = JSON.parse(text) as { aad: string };
    await expect(openText(JSON.stringify({ ...jwe, aad: b64u(utf8(await hashText('other'))) }), await hashText('other'), vault)).rejects.toThrow();
  });
});
