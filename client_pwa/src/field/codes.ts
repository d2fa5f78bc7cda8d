/* The codebook as an inspector meets it: only facts (the bundle holds no others), by category, found by a few letters. */
import type { Code, Codebook } from './bundles';

export interface Category { zh: string; en: string; codes: Code[] }

export function findCodes(book: Codebook | null, query: string): Category[] {
  const wanted = query.trim().toLowerCase();
  const groups = new Map<string, Category>();
  for (const code of book?.codes ?? []) {
    const hit = !wanted || [code.code, code.zh, code.en, code.category_zh].some((s) => s.toLowerCase().includes(wanted));
    if (!hit) continue;
    const group = groups.get(code.category_zh) ?? { zh: code.category_zh, en: code.category_en, codes: [] };
    group.codes.push(code);
    groups.set(code.category_zh, group);
  }
  return [...groups.values()];
}
