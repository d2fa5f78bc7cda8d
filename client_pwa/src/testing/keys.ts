/* The office's side of the cryptography, for tests: signing with Ed25519, notes, keys from fixed seeds. */
import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { b64, b64u, type Bytes, concat, unb64u, utf8 } from '../log/bytes.ts';
import { sha256 } from '../log/digest.ts';
import { exportPublic, type Jwk, thumbprint } from '../log/jwk.ts';

export interface OfficeKeys { secret: Bytes; sign: Jwk; kid: string; intake: Jwk & { kid: string }; intakeSecret: CryptoKey }

export async function officeKeys(seed = 1): Promise<OfficeKeys> {
  const secret = new Uint8Array(32).fill(seed);
  const sign: Jwk = { kty: 'OKP', crv: 'Ed25519', x: b64u(await getPublicKeyAsync(secret)) };
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const intake = await exportPublic(pair.publicKey);
  return { secret, sign, kid: await thumbprint(sign), intake: { ...intake, kid: await thumbprint(intake) }, intakeSecret: pair.privateKey };
}

export async function signOffice(keys: OfficeKeys, typ: string, payload: unknown, header: Record<string, unknown> = {}): Promise<string> {
  const input = `${b64u(utf8(JSON.stringify({ alg: 'EdDSA', typ, kid: keys.kid, ...header })))}.${b64u(utf8(JSON.stringify(payload)))}`;
  return `${input}.${b64u(await signAsync(utf8(input), keys.secret))}`;
}

export async function note(keys: OfficeKeys, origin: string, size: number, root: Bytes): Promise<string> {
  const text = `${origin}\n${size}\n${b64(root)}\n`;
  const id = (await sha256(concat(utf8(`${origin}\n\u0001`), unb64u(keys.sign.x)))).slice(0, 4);
  return `${text}\n\u2014 ${origin} ${b64(concat(id, await signAsync(utf8(text), keys.secret)))}\n`;
}
