/* Initials of the pinyin of a Chinese name, so that two Latin letters find a person. The browser's own collation
   already knows the order of the characters; a table of twenty thousand readings is not needed for that. */
import table from './pinyin_bounds.json';

const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const HAN = /^\p{Script=Han}$/u;
const bounds = table.bounds as [string, string][];
const surnames = table.surnames as Record<string, string>;

export function initial(character: string): string {
  if (!HAN.test(character)) return character.toLowerCase();
  let found = '';
  for (const [letter, first] of bounds) {
    if (collator.compare(character, first) < 0) break;
    found = letter;
  }
  return found;
}

/** Both readings where the surname has one of its own: a person who types either finds the name. */
export function initials(name: string): string[] {
  const characters = [...name.replace(/\s/g, '')];
  const plain = characters.map(initial).join('');
  const [surname] = characters;
  const own = surname === undefined ? undefined : surnames[surname];
  return own === undefined || plain.startsWith(own) ? [plain] : [plain, own + plain.slice(1)];
}
