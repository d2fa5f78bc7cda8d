/* The vault: 32 random bytes that only the passphrase opens. From them come two keys that never leave the engine: one
   wraps item keys (the second recipient of every seal), one encrypts what the phone keeps for itself. */
import { type Bytes, utf8 } from '../log/bytes.ts';
import { FaultError } from '../log/fault.ts';
import type { Rng } from '../log/random.ts';
import type { BoxedRow, Identity } from './db.ts';
import { normalisePassphrase } from './passphrase.ts';

/** PBKDF2-SHA-256, OWASP 2023; each vault remembers its own, so that it can be raised. */
export const ITERATIONS = 600_000;

export interface OpenKeys { wrap: CryptoKey; box: CryptoKey; log: CryptoKey }

export async function seal(box: CryptoKey, plain: Bytes, rng: Rng): Promise<BoxedRow> {
  const iv = rng(12);
  return { iv, content: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, box, plain) };
}

/** Throws the engine's OperationError when it doesn't open. */
export async function unseal(box: CryptoKey, row: BoxedRow): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, box, row.content));
}

async function passphraseKey(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(normalisePassphrase(passphrase)), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function vaultKeys(root: Bytes): Promise<Pick<OpenKeys, 'wrap' | 'box'>> {
  const base = await crypto.subtle.importKey('raw', root, 'HKDF', false, ['deriveKey']);
  const derive = (info: string, name: 'AES-KW' | 'AES-GCM', usages: KeyUsage[]): Promise<CryptoKey> =>
    crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8(info) }, base, { name, length: 256 }, false, usages);
  return {
    wrap: await derive('mingcha vault item keys', 'AES-KW', ['wrapKey', 'unwrapKey']),
    box: await derive('mingcha vault own things', 'AES-GCM', ['encrypt', 'decrypt']),
  };
}

const importLogKey = (pkcs8: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

export type VaultRows = Pick<Identity, 'vault' | 'logKey'>;

/** Make a vault and put the log key into it. */
export async function createVault(passphrase: string, logKey: CryptoKey, rng: Rng, iterations: number): Promise<{ rows: VaultRows; keys: OpenKeys }> {
  const [root, salt] = [rng(32), rng(16)];
  const outer = await passphraseKey(passphrase, salt, iterations);
  const vault = { salt, iterations, ...(await seal(outer, root, rng)) };
  const keys = await vaultKeys(root);
  root.fill(0);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', logKey));
  const wrapped = await seal(keys.box, pkcs8, rng);
  const log = await importLogKey(pkcs8);
  pkcs8.fill(0);
  return { rows: { vault, logKey: wrapped }, keys: { ...keys, log } };
}

/** Throws passphrase_wrong; vault_damaged when the passphrase is right and what it protects isn't. */
export async function openVault(passphrase: string, rows: VaultRows): Promise<OpenKeys> {
  const outer = await passphraseKey(passphrase, rows.vault.salt, rows.vault.iterations);
  let root: Bytes;
  try {
    root = await unseal(outer, rows.vault);
  } catch {
    throw new FaultError('passphrase_wrong');
  }
  try {
    const keys = await vaultKeys(root);
    root.fill(0);
    const pkcs8 = await unseal(keys.box, rows.logKey);
    const log = await importLogKey(pkcs8);
    pkcs8.fill(0);
    return { ...keys, log };
  } catch (thrown) {
    throw new FaultError('vault_damaged', {}, null, thrown);
  }
}
