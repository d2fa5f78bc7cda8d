/* Keys in their public JSON form, and the thumbprint that names them (RFC 7638: required members only, in order). */
import { hashText } from './digest.ts';
import { FaultError } from './fault.ts';

export interface Jwk { kty: string; crv: string; x: string; y?: string; kid?: string }

export async function thumbprint(jwk: Jwk): Promise<string> {
  const { crv, kty, x, y } = jwk;
  return hashText(JSON.stringify(kty === 'OKP' ? { crv, kty, x } : { crv, kty, x, y }));
}

/** The required members of a public key; never a private one, whatever the engine exported beside it. */
export function publicPart(jwk: { kty?: string; crv?: string; x?: string; y?: string }): Jwk {
  const { kty, crv, x, y } = jwk;
  if (kty === undefined || crv === undefined || x === undefined) throw new FaultError('key_malformed');
  return y === undefined ? { kty, crv, x } : { kty, crv, x, y };
}

export async function exportPublic(key: CryptoKey): Promise<Jwk> {
  return publicPart(await crypto.subtle.exportKey('jwk', key));
}
