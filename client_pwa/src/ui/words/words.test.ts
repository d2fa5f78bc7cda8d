import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue, fill, isKey, type Key } from './index';

const HAN = /\p{Script=Han}/u;
const SOURCE = join(import.meta.dirname, '..', '..');
const files = (ending: RegExp): string[] => ['field', 'ui', 'shell'].flatMap((folder) =>
  readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' }).filter((f) => ending.test(f)).map((f) => join(folder, f)));
const code = (file: string): string => readFileSync(join(SOURCE, file), 'utf8');
const uncommented = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
const sources = files(/\.(vue|ts)$/).filter((f) => !/(\.test|\.fixture)\.ts$/.test(f));
const phrases = Object.entries(catalogue) as [Key, readonly [string, string]][];

test('every phrase stands in both languages', () => {
  expect(phrases.filter(([, [zh, en]]) => zh.trim() === '' || en.trim() === '').map(([key]) => key)).toEqual([]);
});

test('the English column holds no Chinese', () => {
  expect(phrases.filter(([, [, en]]) => HAN.test(en)).map(([key]) => key)).toEqual([]);
});

test('both languages of a phrase take the same parameters', () => {
  const names = (s: string): string => [...s.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();
  expect(phrases.filter(([, [zh, en]]) => names(zh) !== names(en)).map(([key]) => key)).toEqual([]);
});

test('no Chinese text stands outside the catalogue', () => {
  const words = sources.filter((f) => !f.startsWith(join('ui', 'words')));
  expect(words.filter((f) => HAN.test(uncommented(code(f))))).toEqual([]);
});

test('every phrase is used somewhere, by name or by its family', () => {
  const text = sources.filter((f) => !f.startsWith(join('ui', 'words')) || f.endsWith('index.ts')).map(code).join('\n');
  const families = [...text.matchAll(/`([a-z_.]+\.)\$\{/g)].map((m) => m[1] as string);
  const composed = ['mark.', 'seat.', 'list.', 'position.', 'short.', 'where.fate.', 'gate.'];
  const used = (key: string): boolean => text.includes(`'${key}'`) || [...families, ...composed].some((family) => key.startsWith(family));
  expect(phrases.map(([key]) => key).filter((key) => !used(key))).toEqual([]);
});

test('the word for technical copying is not shown to anybody', () => {
  expect(phrases.filter(([, texts]) => texts.some((s) => /同步|\bsync/i.test(s))).map(([key]) => key)).toEqual([]);
});

test('faults say what to do in whole sentences', () => {
  expect(phrases.filter(([key, [zh, en]]) => key.startsWith('fault.') && (!zh.endsWith('。') || !en.endsWith('.'))).map(([key]) => key)).toEqual([]);
});

test('English says one photograph and two photographs', () => {
  const said = (n: number): string => fill(catalogue['common.photos'][1], { n });
  expect([said(1), said(2), said(0)]).toEqual(['1 photograph', '2 photographs', '0 photographs']);
});

test('an unknown parameter stays visible instead of vanishing', () => {
  expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}');
  expect(isKey('toString')).toBe(false);
});
