/* The seal of an entry's text (protocol §3): one JWE in general JSON form for two readers, the office and the unlocked
   phone. It is made once; after that only its string travels. */
import { fromUtf8, utf8 } from './bytes.ts';
import type { Jwk } from './jwk.ts';
import { isObject } from './jws.ts';

/** jose isn't needed for the first screen, so it doesn't hold it up; call early to have it before the first seal. */
export const loadSealing = () => Promise.all([import('jose/jwe/general/encrypt'), import('jose/jwe/general/decrypt')]);

export interface SealedText { disclosures: string[]; media_keys: Record<string, string> }

export async function intakeKey(jwk: Jwk): Promise<CryptoKey> {
  const { kty, crv, x, y } = jwk;
  return crypto.subtle.importKey('jwk', { kty, crv, x, y: y ?? '' }, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
}

/** `vault` is an AES-KW key. The entry's id is bound in as additional data. */
export async function sealText(text: SealedText, entryId: string, intake: Jwk, intakeKid: string, vault: CryptoKey): Promise<string> {
  const [{ GeneralEncrypt }] = await loadSealing();
  const sealed = await new GeneralEncrypt(utf8(JSON.stringify(text)))
    .setProtectedHeader({ enc: 'A256GCM' })
    .setAdditionalAuthenticatedData(utf8(entryId))
    .addRecipient(await intakeKey(intake))
    .setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: intakeKid })
    .addRecipient(vault)
    .setUnprotectedHeader({ alg: 'A256KW', kid: 'vault' })
    .encrypt();
  return JSON.stringify(sealed);
}

/** Open for the phone itself. Throws when the seal isn't of this entry or not for this vault. */
export async function openText(seal: string, entryId: string, vault: CryptoKey): Promise<SealedText> {
  const [, { generalDecrypt }] = await loadSealing();
  const jwe = JSON.parse(seal) as { recipients: { header?: { kid?: string } }[] };
  const own = jwe.recipients.filter((recipient) => recipient.header?.kid === 'vault');
  const { plaintext, additionalAuthenticatedData } = await generalDecrypt(
    { ...jwe, recipients: own } as Parameters<typeof generalDecrypt>[0],
    vault,
    { keyManagementAlgorithms: ['A256KW'], contentEncryptionAlgorithms: ['A256GCM'] },
  );
  if (additionalAuthenticatedData === undefined || fromUtf8(additionalAuthenticatedData) !== entryId) {
    throw new SyntaxError('a seal of another entry');
  }
  const text: unknown = JSON.parse(fromUtf8(plaintext));
  if (!isObject(text) || !Array.isArray(text.disclosures) || !isObject(text.media_keys)) throw new SyntaxError('not a sealed text');
  return text as unknown as SealedText;
}
