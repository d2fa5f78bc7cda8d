import { expect, test } from 'vitest';
import { inspect, MAX_BYTES } from './photograph';

const bytes = (...parts: (number[] | string)[]): Uint8Array => new Uint8Array(parts.flatMap((p) => (typeof p === 'string' ? [...p].map((c) => c.charCodeAt(0)) : p)));
const u16 = (n: number): number[] => [n >> 8, n & 255];
const u32 = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const jpeg = (w: number, h: number, end: number[] = [0xff, 0xd9]): Uint8Array => bytes(
  [0xff, 0xd8], [0xff, 0xe0], u16(4), [0, 0], [0xff, 0xc0], u16(11), [8], u16(h), u16(w), [1, 1, 0x11, 0], [0xff, 0xda], u16(8), [1, 1, 0, 0, 63, 0], [1, 2, 3, 4, 5], end,
);

test('an empty file is refused', () => {
  expect(inspect(new Uint8Array())).toEqual({ ok: false, code: 'photo_empty' });
});

test('a web page named .jpg is refused as not a photograph', () => {
  expect(inspect(bytes('<!doctype html><html><body>login</body></html>'))).toEqual({ ok: false, code: 'photo_not_image' });
});

test('a film with the same container as HEIC is refused', () => {
  expect(inspect(bytes(u32(16), 'ftypisom', u32(0), 'more'))).toEqual({ ok: false, code: 'photo_not_image' });
});

test('a JPEG tells its size', () => {
  expect(inspect(jpeg(4608, 1976))).toEqual({ ok: true, photo: { type: 'image/jpeg', width: 4608, height: 1976, damaged: false } });
});

test('eighty megapixels are taken; only bytes are limited', () => {
  expect(inspect(jpeg(10_000, 8_000))).toMatchObject({ ok: true });
  const huge = new Uint8Array(MAX_BYTES + 1);
  huge.set([0xff, 0xd8, 0xff]);
  expect(inspect(huge)).toEqual({ ok: false, code: 'photo_too_large' });
});

test('a JPEG cut off in its picture is kept and flagged', () => {
  expect(inspect(jpeg(640, 480, []))).toMatchObject({ ok: true, photo: { damaged: true, width: 640 } });
});

test('a JPEG cut off in its header is kept and flagged', () => {
  expect(inspect(jpeg(640, 480).subarray(0, 14))).toMatchObject({ ok: true, photo: { damaged: true } });
});

test('data that a phone appends after the picture is no damage', () => {
  expect(inspect(jpeg(640, 480, [0xff, 0xd9, 1, 2, 3]))).toMatchObject({ ok: true, photo: { damaged: false } });
});

test('HEIC is known by its brand and tells its largest size', () => {
  const ispe = (w: number, h: number): (number[] | string)[] => [u32(20), 'ispe', u32(0), u32(w), u32(h)];
  const body = bytes(u32(20), 'ftypheic', u32(0), 'mif1', u32(48), 'meta', ...ispe(512, 512), ...ispe(4032, 3024), u32(24), 'mdat', [1, 2, 3, 4], u32(0), u32(0), u32(0));
  expect(inspect(body)).toEqual({ ok: true, photo: { type: 'image/heic', width: 4032, height: 3024, damaged: false } });
  expect(inspect(body.subarray(0, body.length - 3))).toMatchObject({ ok: true, photo: { damaged: true } });
});

test('a PNG without its end is flagged', () => {
  const png = bytes([0x89], 'PNG\r\n', [0x1a], '\n', u32(13), 'IHDR', u32(20), u32(10), [8, 2, 0, 0, 0], u32(0), u32(0), 'IEND', u32(0));
  expect(inspect(png)).toEqual({ ok: true, photo: { type: 'image/png', width: 20, height: 10, damaged: false } });
  expect(inspect(png.subarray(0, 30))).toMatchObject({ ok: true, photo: { damaged: true } });
});
