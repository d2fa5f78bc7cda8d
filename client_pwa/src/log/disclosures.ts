/* Salted values (the pattern of RFC 9901): the signed entry carries only a digest; the value and its salt lie in the
   sealed disclosure, so that erasing the disclosure leaves chain and proofs standing. */
import { fromUtf8, b64u, unb64u, utf8 } from './bytes.ts';
import { hashText } from './digest.ts';
import { isObject } from './jws.ts';
import { type Rng, salt } from './random.ts';

export interface Disclosure { text: string; digest: string }

export interface MediaFacts {
  sha256: string;
  size: number;
  type: string;
  name: string | null;
  w: number | null;
  h: number | null;
  source: 'camera' | 'picker';
}

async function disclosure(members: unknown[]): Promise<Disclosure> {
  const text = b64u(utf8(JSON.stringify(members)));
  return { text, digest: await hashText(text) };
}

export async function discloseMember(name: string, value: unknown, rng: Rng): Promise<Disclosure> {
  return disclosure([salt(rng), name, value]);
}

export async function discloseMedia(facts: MediaFacts, rng: Rng): Promise<Disclosure> {
  return disclosure([salt(rng), facts]);
}

export interface Opened { members: Record<string, unknown>; media: Map<string, MediaFacts> }

/** Sort opened disclosures by what the signed entry commits to. One that the entry doesn't name is not believed. */
export async function matchDisclosures(texts: readonly string[], sd: readonly string[], mediaSd: readonly string[]): Promise<Opened> {
  const opened: Opened = { members: {}, media: new Map() };
  for (const text of texts) {
    const digest = await hashText(text);
    const value: unknown = JSON.parse(fromUtf8(unb64u(text)));
    if (!Array.isArray(value)) continue;
    if (value.length === 3 && sd.includes(digest) && typeof value[1] === 'string') opened.members[value[1]] = value[2];
    if (value.length === 2 && mediaSd.includes(digest) && isObject(value[1])) opened.media.set(digest, value[1] as unknown as MediaFacts);
  }
  return opened;
}
