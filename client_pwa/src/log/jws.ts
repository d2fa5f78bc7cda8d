/* Compact JWS (RFC 7515) as the protocol uses it: ES256 by the phone, EdDSA by the office, a `typ` that tells every
   use apart and a `kid` that names the key. Ed25519 is checked by @noble/ed25519, because the WebCrypto of old cheap
   phones doesn't know it (docs/decisions/0020-client-crypto.md). */
import { verifyAsync } from '@noble/ed25519';
import { b64u, type Bytes, fromUtf8, unb64u, utf8 } from './bytes.ts';
import { type Jwk, thumbprint } from './jwk.ts';

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

export interface Parsed { header: Record<string, unknown>; payload: Bytes; signingInput: Bytes; signature: Bytes }

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export async function signEs256(typ: string, kid: string, payload: string, key: CryptoKey): Promise<string> {
  const input = `${b64u(utf8(JSON.stringify({ alg: 'ES256', typ, kid })))}.${b64u(utf8(payload))}`;
  const signature = await crypto.subtle.sign(ES256, key, utf8(input));
  return `${input}.${b64u(new Uint8Array(signature))}`;
}

/** Split and decode strictly. Throws SyntaxError or TypeError; says nothing about the signature. */
export function parseJws(text: string): Parsed {
  const parts = text.split('.');
  const [head, body, tail] = parts;
  if (parts.length !== 3 || head === undefined || body === undefined || tail === undefined) throw new SyntaxError('not a compact JWS');
  const header: unknown = JSON.parse(fromUtf8(unb64u(head)));
  if (!isObject(header)) throw new SyntaxError('the header is no object');
  return { header, payload: unb64u(body), signingInput: utf8(`${head}.${body}`), signature: unb64u(tail) };
}

/** The signing input of a compact JWS, whose hash is an entry's id. */
export function signingInput(text: string): Bytes {
  return utf8(text.slice(0, text.lastIndexOf('.')));
}

export async function verifyEs256(parsed: Parsed, key: CryptoKey): Promise<boolean> {
  return parsed.header.alg === 'ES256' && crypto.subtle.verify(ES256, key, parsed.signature, parsed.signingInput);
}

/** RFC 8032 strictly (no ZIP-215 leniency): what OpenSSL refuses on the server is refused here too. */
export async function verifyEd25519(signature: Bytes, message: Bytes, key: Jwk): Promise<boolean> {
  if (signature.length !== 64) return false;
  try {
    return await verifyAsync(signature, message, unb64u(key.x), { zip215: false });
  } catch {
    return false;
  }
}

/** The payload of something the office signed. Throws SyntaxError when it isn't exactly that. */
export async function readOffice(text: string, typ: string, key: Jwk): Promise<{ value: Record<string, unknown>; payload: Bytes }> {
  const parsed = parseJws(text);
  const { alg, typ: found, kid } = parsed.header;
  if (alg !== 'EdDSA' || found !== typ || kid !== (await thumbprint(key))) throw new SyntaxError(`not a ${typ} of this office`);
  if (!(await verifyEd25519(parsed.signature, parsed.signingInput, key))) throw new SyntaxError('the signature does not hold');
  const value: unknown = JSON.parse(fromUtf8(parsed.payload));
  if (!isObject(value)) throw new SyntaxError('the payload is no object');
  return { value, payload: parsed.payload };
}
