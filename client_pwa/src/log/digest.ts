/* SHA-256, the one hash of suite mc1. */
import { b64u, type Bytes, utf8 } from './bytes.ts';

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** The b64u of the SHA-256: the name of entries, blobs and disclosures. */
export async function hashId(bytes: Bytes): Promise<string> {
  return b64u(await sha256(bytes));
}

export async function hashText(text: string): Promise<string> {
  return hashId(utf8(text));
}
