import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalBytes } from './encoding.ts';
import { pad, paddedLength, unpad } from './padding.ts';

test.each([
  [0, 256],
  [1, 256],
  [256, 256],
  [257, 272],
  [512, 512],
  [513, 544],
  [1000, 1024],
  [1025, 1088],
  [33_000, 34_816],
  [1_000_000, 1_015_808],
])('%i bytes go into %i', (length, bucket) => {
  expect(paddedLength(length)).toBe(bucket);
});

test('buckets never shrink, and cost at most an eighth above the least', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2_000_000 }), (length) => {
      const bucket = paddedLength(length);
      expect(bucket).toBeGreaterThanOrEqual(length);
      expect(paddedLength(length + 1)).toBeGreaterThanOrEqual(bucket);
      expect(paddedLength(bucket)).toBe(bucket);
      expect(bucket).toBeLessThanOrEqual(Math.max(256, length * 1.125));
    }),
  );
});

test('what is padded comes out again, zeros and marks at its end too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.array(fc.constantFrom(0, 0x80)), (bytes, end) => {
      const content = Uint8Array.of(...bytes, ...end);
      const padded = pad(content);
      expect(padded).toHaveLength(paddedLength(content.length + 1));
      expect(unpad(padded)).toEqual(content);
    }),
  );
});

test('other padding is refused: no mark, another bucket, something after the mark', () => {
  const padded = pad(Uint8Array.of(1, 2, 3));
  expect(unpad(new Uint8Array())).toBeNull();
  expect(unpad(new Uint8Array(256))).toBeNull();
  expect(unpad(padded.map((byte) => (byte === 0x80 ? 0x40 : byte)))).toBeNull();
  expect(unpad(padded.map((byte, at) => (at === 200 ? 1 : byte)))).toBeNull();
  expect(unpad(padded.slice(0, 255))).toBeNull();
  expect(unpad(Uint8Array.of(...padded, ...new Uint8Array(16)))).toBeNull();
});

test('random bytes unpad or do not, and what unpads was padded so', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 256, maxLength: 272 }), (bytes) => {
      const content = unpad(bytes);
      return content === null || equalBytes(pad(content), bytes);
    }),
  );
});
