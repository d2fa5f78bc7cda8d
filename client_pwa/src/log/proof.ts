/* Proof of possession (protocol §5): every request is signed by the auth key over method, path, body and nonce, so that
   there is no login to expire and nothing stealable is stored. */
import { type Bytes } from './bytes.ts';
import { hashId, hashText } from './digest.ts';
import { signEs256 } from './jws.ts';

export interface Target { method: string; path: string; body: Bytes | null; nonce: string }

/** A PATCH's bytes are not hashed again: the signed entry already names them. */
export async function requestProof(device: string, authKey: CryptoKey, target: Target): Promise<string> {
  const bh = target.method === 'PATCH' ? '' : await hashId(target.body ?? new Uint8Array(0));
  const payload = JSON.stringify({ htm: target.method, htu: target.path, bh, nonce: target.nonce });
  return signEs256('mingcha-proof+jws', device, payload, authKey);
}

/** Ties the enrolment code and the auth key to the log key. `code` is already normalised. */
export async function enrolProof(device: string, logKey: CryptoKey, code: string, authThumbprint: string): Promise<string> {
  const payload = JSON.stringify({ code: await hashText(code), auth: authThumbprint });
  return signEs256('mingcha-enrol+jws', device, payload, logKey);
}

const CROCKFORD = /^[0-9A-HJKMNP-TV-Z]{12}$/;

/** An enrolment code as typed: case, hyphens and spaces don't matter, I L O U are read as 1 1 0 V. Null when it can't be one. */
export function normaliseCode(typed: string): string | null {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s\-\u2010-\u2015]/g, '')
    .replace(/[IL]/g, '1').replaceAll('O', '0').replaceAll('U', 'V');
  return CROCKFORD.test(code) ? code : null;
}
