import { describe, expect, test } from 'vitest';
import { seeded } from '../testing/phone.ts';
import { b64, b64u, fromUtf8, isHash, unb64, unb64u, utf8 } from './bytes.ts';

describe('base64url', () => {
  test('agrees with Node for every length up to 70', () => {
    const rng = seeded(1);
    for (let n = 0; n <= 70; n++) {
      const bytes = rng(n);
      expect(b64u(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(b64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(unb64u(b64u(bytes))).toEqual(bytes);
      expect(unb64(b64(bytes))).toEqual(bytes);
    }
  });

  test.each(['A', 'AA==', 'A A', 'AA\n', 'A+', 'A/', 'AB', 'AAB', 'é9', 'AAAAA'])('refuses %j', (text) => {
    expect(() => unb64u(text)).toThrow(SyntaxError);
  });

  test.each(['AA', 'AA=', 'AB==', 'A-==', '====', 'AA== '])('standard base64 refuses %j', (text) => {
    expect(() => unb64(text)).toThrow(SyntaxError);
  });

  test('a name is 43 characters of 32 bytes, and nothing else', () => {
    expect(isHash(b64u(new Uint8Array(32)))).toBe(true);
    expect(isHash(b64u(new Uint8Array(31)))).toBe(false);
    expect(isHash(`${b64u(new Uint8Array(32)).slice(0, 42)}B`)).toBe(false);
    expect(isHash(null)).toBe(false);
  });
});

test('text that is not UTF-8 is refused, Chinese survives', () => {
  expect(fromUtf8(utf8('明察暗访'))).toBe('明察暗访');
  expect(() => fromUtf8(new Uint8Array([0xff, 0xfe]))).toThrow(TypeError);
});
