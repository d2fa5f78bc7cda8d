/* An enrolment code as people type, read aloud or scan it. Forgiving in form, exact in the end: twelve characters of
   Crockford base 32 (docs/protocol.md §5.1). */

const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{12}$/;
const READ_AS: Record<string, string> = { I: '1', L: '1', O: '0', U: 'V' };

export function tidyCode(typed: string): string {
  const wide = typed.normalize('NFKC').toUpperCase().replace(/[^0-9A-Z]/g, '');
  return [...wide].map((c) => READ_AS[c] ?? c).join('').slice(0, 12);
}

export const isCode = (code: string): boolean => ALPHABET.test(code);

export const groupCode = (code: string): string => (code.match(/.{1,4}/g) ?? []).join('-');

export interface Invitation { code: string; officeKey: string | null }
export type Scan = ({ kind: 'invitation' } & Invitation) | { kind: 'elsewhere'; address: string } | { kind: 'other' };

export function readFragment(hash: string): Invitation | null {
  const values = new URLSearchParams(hash.replace(/^#\/?/, ''));
  const code = tidyCode(values.get('e') ?? '');
  return isCode(code) ? { code, officeKey: values.get('k') } : null;
}

/** What a scanned QR code says: an invitation here, one for another address, or something else altogether. */
export function readScan(text: string, origin: string): Scan {
  if (isCode(tidyCode(text)) && !text.includes('/')) return { kind: 'invitation', code: tidyCode(text), officeKey: null };
  let url: URL;
  try { url = new URL(text); } catch { return { kind: 'other' }; }
  const invitation = readFragment(url.hash);
  if (!invitation) return { kind: 'other' };
  return url.origin === origin ? { kind: 'invitation', ...invitation } : { kind: 'elsewhere', address: url.origin };
}
