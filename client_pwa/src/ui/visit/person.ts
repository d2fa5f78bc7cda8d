/* A person's name as the reader needs it: in English mode the English name stands beside the Chinese one. */
import type { Person } from '../../field/bundles';
import { isKey, language, t } from '../words';

export const pickName = (p: Pick<Person, 'name' | 'en'>): string => (language.value === 'en' && p.en ? `${p.en} ${p.name}` : p.name);

const postKind = (kind: string): string => {
  const key = `post.${kind}`;
  return isKey(key) ? t(key) : kind;
};
export const aboutPerson = (p: Person): string => [p.dept, p.title, postKind(p.post_kind)].filter(Boolean).join(' · ');
