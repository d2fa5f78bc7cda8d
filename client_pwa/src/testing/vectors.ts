/* Makes the phone's half of the vectors that both languages read (tests/vectors/phone.json): a whole entry with its
   seal and a photograph, the proofs of requests, and texts that no strict decoder takes. The keys are for tests alone. */
import { b64u, utf8 } from '../log/bytes.ts';
import { prepare, sign } from '../log/entry.ts';
import { exportPublic, thumbprint } from '../log/jwk.ts';
import { enrolProof, requestProof } from '../log/proof.ts';
import { sealText } from '../log/seal.ts';
import { seeded } from './phone.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const BODY = '{"v":1,"note":"明察"}';
const CODE = '7K3M9QTFX2DV';

export async function phoneVectors(): Promise<Record<string, unknown>> {
  const log = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const auth = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const intake = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const [device, intakePublic] = [await thumbprint(await exportPublic(log.publicKey)), await exportPublic(intake.publicKey)];
  const rng = seeded(2026);
  const vault = rng(32);
  const wrap = await crypto.subtle.importKey('raw', vault, 'AES-KW', false, ['wrapKey', 'unwrapKey']);
  const original = rng(1500);
  const prepared = await prepare('observation.recorded', { visit: 'visit-1', observation: 'obs-1', violation: 'A01' }, { note: '上班时间看报', room: '一楼大厅' },
    [{ bytes: original, type: 'image/jpeg', name: '窗口 3.jpg', w: 4, h: 3, source: 'camera' }], rng);
  const t = { at: '2026-11-22T09:05:03.123+08:00', elapsed_ms: 81_234, session: b64u(rng(16)), offset_ms: -120 };
  const entry = await sign(prepared, { device, seq: 1, prev: null, t, saw: null }, log.privateKey);
  const medium = prepared.media[0];
  return {
    comment: 'Written by client_pwa (MINGCHA_WRITE_VECTORS=1 npm test), read by Python and by TypeScript. Keys are for tests alone.',
    device, log_key: await exportPublic(log.publicKey), auth_key: await exportPublic(auth.publicKey),
    intake_private: await crypto.subtle.exportKey('jwk', intake.privateKey), intake_kid: await thumbprint(intakePublic), vault: b64u(vault),
    entry: { id: entry.id, jws: entry.jws, seal: await sealText(prepared.text, entry.id, intakePublic, await thumbprint(intakePublic), wrap) },
    private: { note: '上班时间看报', room: '一楼大厅' },
    medium: { sd: medium?.sd, sealed: medium?.sealed, content: b64u(medium?.content ?? new Uint8Array()), original: b64u(original) },
    proof: { jws: await requestProof(device, auth.privateKey, { method: 'POST', path: '/api/v1/sync', body: utf8(BODY), nonce: '1.abc' }), method: 'POST', path: '/api/v1/sync', body: BODY, nonce: '1.abc' },
    enrol: { jws: await enrolProof(device, log.privateKey, CODE, await thumbprint(await exportPublic(auth.publicKey))), code: CODE },
    not_base64url: ['A', 'AA==', 'A A', 'AA\n', 'A+', 'A/', 'AB', 'AAB', 'é9', 'AAAAA'],
  };
}
