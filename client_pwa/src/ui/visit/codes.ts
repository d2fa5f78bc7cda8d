/* Names of facts in the reader's language, with the code beside them. */
import type { Code } from '../../field/bundles';
import type { Category } from '../../field/codes';
import { language } from '../words';

export const codeName = (c: Code): string => `${c.code} ${language.value === 'en' ? c.en || c.zh : c.zh}`;
export const categoryName = (c: Category): string => (language.value === 'en' ? c.en || c.zh : c.zh);
export const fairness = (c: Code): string => (language.value === 'en' ? c.fairness_en || c.fairness_zh : c.fairness_zh);
export const evidence = (c: Code): string => (language.value === 'en' ? c.evidence_en || c.evidence_zh : c.evidence_zh);
