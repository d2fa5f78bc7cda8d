/* The app's whole vocabulary in both languages, a few lines instead of a library. `t` takes a known key only, so a
   missing phrase is a compile error. */
import { computed, ref } from 'vue';
import type { Fault } from '../../store/port';
import { common } from './common';
import { enrol } from './enrol';
import { faults } from './faults';
import { gate } from './gate';
import { record } from './record';
import { today } from './today';
import { visit } from './visit';
import { where } from './where';

export const catalogue = { ...common, ...gate, ...enrol, ...today, ...visit, ...record, ...where, ...faults } as const;
export type Key = keyof typeof catalogue;
export type Language = 'zh' | 'en';

const STORED = 'language';
const read = (): Language => {
  const stored = globalThis.localStorage?.getItem(STORED);
  if (stored === 'zh' || stored === 'en') return stored;
  return globalThis.navigator?.language?.toLowerCase().startsWith('en') ? 'en' : 'zh';
};

export const language = ref<Language>(read());
export const locale = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en-GB'));

export function setLanguage(next: Language): void {
  language.value = next;
  globalThis.localStorage?.setItem(STORED, next);
  applyLanguage();
}

export function applyLanguage(): void {
  document.documentElement.lang = locale.value;
  document.title = t('app.name');
}

export type Params = Record<string, string | number>;
/** `{n}` is the parameter itself; `{n|photograph|photographs}` is the word that goes with it, one or many. */
export const fill = (phrase: string, params: Params): string => phrase
  .replace(/\{(\w+)\|([^|}]*)\|([^|}]*)\}/g, (_, name: string, one: string, many: string) => (Number(params[name]) === 1 ? one : many))
  .replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));

export const t = (key: Key, params: Params = {}): string => fill(catalogue[key][language.value === 'zh' ? 0 : 1], params);

export const isKey = (key: string): key is Key => Object.prototype.hasOwnProperty.call(catalogue, key);

/** Our own sentence where we have one, else the server's, else an honest general one with the code. */
export function faultText(fault: Fault): string {
  const key = `fault.${fault.code}`;
  if (isKey(key)) return t(key, (fault.details ?? {}) as Params);
  return fault.message?.[language.value] ?? t('fault.unexpected', { code: fault.code });
}

/** Anything thrown, as a fault: those of the store pass through, the rest become `unexpected` with their name. */
export function asFault(error: unknown): Fault {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error as Fault;
  return { code: error instanceof Error ? error.name : 'unexpected' };
}

/** Text of the data, in the reader's language where the office gave both. */
export const pick = (both: { zh: string; en: string | null }): string => (language.value === 'en' && both.en ? both.en : both.zh);
