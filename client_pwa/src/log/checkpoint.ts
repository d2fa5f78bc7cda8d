/* Checkpoints: C2SP tlog-checkpoint in a signed note. The last one verified is what a phone holds against the office. */
import { b64u, concat, equal, unb64, unb64u, utf8 } from './bytes.ts';
import { sha256 } from './digest.ts';
import type { Jwk } from './jwk.ts';
import { verifyEd25519 } from './jws.ts';

export interface Checkpoint { size: number; root: string }

async function keyId(origin: string, key: Jwk): Promise<Uint8Array> {
  // C2SP signed-note: SHA-256(<name> || 0x0A || 0x01 || 32-byte key)[:4].
  return (await sha256(concat(utf8(`${origin}\n\u0001`), unb64u(key.x)))).slice(0, 4);
}

async function signedBy(line: string, text: string, origin: string, key: Jwk): Promise<boolean> {
  const prefix = `\u2014 ${origin} `;
  if (!line.startsWith(prefix)) return false;
  try {
    const raw = unb64(line.slice(prefix.length));
    return equal(raw.slice(0, 4), await keyId(origin, key)) && (await verifyEd25519(raw.slice(4), utf8(text), key));
  } catch {
    return false;
  }
}

/** Verify the office's signature, then read. Other signatures (witnesses) may stand below. Throws SyntaxError. */
export async function readCheckpoint(note: string, origin: string, key: Jwk): Promise<Checkpoint> {
  const blank = note.indexOf('\n\n');
  if (blank < 0 || !note.endsWith('\n')) throw new SyntaxError('not a signed note');
  const text = note.slice(0, blank + 1);
  const [name, size, root, ...rest] = text.split('\n');
  if (name !== origin || !/^(0|[1-9]\d{0,14})$/.test(size ?? '') || rest.length !== 1) throw new SyntaxError('not a checkpoint of this office');
  const bytes = unb64(root ?? '');
  if (bytes.length !== 32) throw new SyntaxError('a root has 32 bytes');
  for (const line of note.slice(blank + 2).split('\n')) {
    if (await signedBy(line, text, origin, key)) return { size: Number(size), root: b64u(bytes) };
  }
  throw new SyntaxError('not signed by this office');
}
