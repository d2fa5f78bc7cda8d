import { expect, test } from 'vitest';
import { groupCode, isCode, readFragment, readScan, tidyCode } from './invitation';

test.each(['7K3M-9QTF-X2DV', '7k3m9qtfx2dv', ' 7k3m 9qtf x2dv ', '７Ｋ３Ｍ－９ＱＴＦ－Ｘ２ＤＶ'])('%s is read as the same code', (typed) => {
  expect(tidyCode(typed)).toBe('7K3M9QTFX2DV');
});

test('the letters I L O U are read as 1 1 0 V', () => {
  expect(tidyCode('ILOU')).toBe('110V');
});

test('a code too short is not a code', () => {
  expect(isCode(tidyCode('7K3M-9QTF'))).toBe(false);
});

test('a code is shown in groups of four', () => {
  expect(groupCode('7K3M9QTFX2')).toBe('7K3M-9QTF-X2');
});

test('the link brings code and office key', () => {
  expect(readFragment('#e=7K3M-9QTF-X2DV&k=abc')).toEqual({ code: '7K3M9QTFX2DV', officeKey: 'abc' });
  expect(readFragment('#/today')).toBeNull();
});

test('a QR code of this address is an invitation', () => {
  expect(readScan('https://a.example/field/#e=7K3M-9QTF-X2DV&k=abc', 'https://a.example')).toEqual({ kind: 'invitation', code: '7K3M9QTFX2DV', officeKey: 'abc' });
});

test('a QR code of another address names that address instead of enrolling here', () => {
  expect(readScan('https://b.example/field/#e=7K3M-9QTF-X2DV', 'https://a.example')).toEqual({ kind: 'elsewhere', address: 'https://b.example' });
});

test('any other QR code is no invitation', () => {
  expect(readScan('https://a.example/menu', 'https://a.example')).toEqual({ kind: 'other' });
  expect(readScan('WIFI:S:guest;;', 'https://a.example')).toEqual({ kind: 'other' });
});
