/* What a passphrase must withstand: whoever holds the phone can try as fast as PBKDF2 lets them, so short PINs are no
   protection (PEERS: "short PINs are brute-forced from a seized profile"). */

export const PASSPHRASE_MIN = 8;
export const PASSPHRASE_MIN_DIGITS = 12;
const DISTINCT = 4;

export type Weakness = 'short' | 'digits_only' | 'repetitive' | 'sequence';

const SEQUENCES = ['0123456789012345678901234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];

/** Full-width digits and letters of a Chinese keyboard count as their plain twins. */
export function normalisePassphrase(typed: string): string {
  return typed.normalize('NFKC');
}

/** Why it is too weak, or null. */
export function passphraseWeakness(typed: string): Weakness | null {
  const letters = [...normalisePassphrase(typed)];
  if (letters.length < PASSPHRASE_MIN) return 'short';
  if (new Set(letters).size < DISTINCT) return 'repetitive';
  const plain = letters.join('').toLowerCase();
  const backwards = [...plain].reverse().join('');
  if (SEQUENCES.some((s) => s.includes(plain) || s.includes(backwards))) return 'sequence';
  return /^\d+$/.test(plain) && plain.length < PASSPHRASE_MIN_DIGITS ? 'digits_only' : null;
}
